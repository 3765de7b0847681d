import { copyFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

/** Puts the native half of better-sqlite3 where the build puts it, so that unit tests need no build. */
export default function putNativeBinding(): void {
  const target = path.join(root, 'dist/main/better_sqlite3.node');
  const found = readFileSync(path.join(root, 'node_modules/.cache/phoenix-secrets/runtime.json'), 'utf8');
  const { nativeBinding } = JSON.parse(found) as { nativeBinding: string };
  const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size;
  if (size(target) === size(nativeBinding)) return;
  mkdirSync(path.dirname(target), { recursive: true });
  copyFileSync(nativeBinding, `${target}.tmp`);
  renameSync(`${target}.tmp`, target);
}
