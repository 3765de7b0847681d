import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

/**
 * The time that everything in a package carries, in seconds: SOURCE_DATE_EPOCH, else that of the commit.
 * https://reproducible-builds.org/specs/source-date-epoch/
 */
export async function sourceDateEpoch() {
  const given = Number(process.env.SOURCE_DATE_EPOCH);
  if (given > 0) return given;
  const { code, stdout } = await run('git', ['log', '-1', '--format=%ct'], { cwd: inRoot() });
  // From a tarball without history: a time that is always the same.
  return code === 0 ? Number(stdout) : Date.UTC(2026, 0) / 1000;
}

/** All files and folders below a folder, sorted, folders after what is in them; paths relative with slashes. */
export function walk(folder) {
  const found = [];
  const visit = (at) => {
    for (const entry of readdirSync(path.join(folder, at), { withFileTypes: true })) {
      const name = path.posix.join(at, entry.name);
      if (entry.isDirectory()) visit(name);
      found.push(name);
    }
  };
  visit('');
  return found.sort();
}

/** Modes and times that do not depend on who builds, with which umask and when. */
export function normalise(folder, epoch) {
  for (const name of [...walk(folder).reverse(), '']) {
    const file = path.join(folder, name);
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) continue;
    chmodSync(file, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
    utimesSync(file, epoch, epoch);
  }
}

/** Bytes of all files below a folder. */
export function bytes(folder) {
  return walk(folder)
    .map((name) => lstatSync(path.join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

const hash = (algorithm, content) => createHash(algorithm).update(content).digest('hex');

/** "hash  name" for each file, as sha256sum and md5sum print it. */
export function sums(folder, algorithm = 'sha256') {
  return walk(folder)
    .filter((name) => lstatSync(path.join(folder, name)).isFile())
    .map((name) => `${hash(algorithm, readFileSync(path.join(folder, name)))}  ${name}`);
}

/** Electron's own files, which come as they are; all else is ours. */
const ELECTRON =
  /^(?:phoenix-secrets-app|chrome[-_]|lib[^/]*\.so|locales\/|LICENSE\.electron|LICENSES\.chromium|icudtl|resources\.pak|snapshot_blob|v8_context|vk_swiftshader|version$)/;

/** One hash of the app's own files in an unpacked package: app.asar, the native module, launcher, texts, icons. */
export function ownHash(folder) {
  const own = sums(folder).filter((line) => !ELECTRON.test(line.slice(66)));
  return { hash: hash('sha256', own.join('\n')), files: own };
}
