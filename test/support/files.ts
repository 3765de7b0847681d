import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The mode of each file directly in a folder, as octal text, beside the folder's own under `.`. */
export function modesOf(folder: string): Record<string, string> {
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  const files = readdirSync(folder).map((name) => [name, mode(join(folder, name))]);
  return Object.fromEntries([['.', mode(folder)], ...files]) as Record<string, string>;
}

/** Names of the files directly in a folder that hold these bytes. */
export function filesWith(folder: string, bytes: Buffer | string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(folder, entry.name)).includes(bytes))
    .map(({ name }) => name);
}

export function fingerprint(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
