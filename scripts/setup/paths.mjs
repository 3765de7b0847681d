import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the folder that holds package.json. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** An absolute path inside the checkout. */
export const inRoot = (...parts) => path.join(root, ...parts);

/** Where setup leaves what it found; read by every other script. */
export const runtimeFile = inRoot('node_modules/.cache/phoenix-secrets/runtime.json');

/** True when files can be written into a folder; it is made when it is not there. */
export function writable(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

// A name in a shared temporary folder can be taken by someone else first: what lies there gets executed, so it has to be ours.
function ownedByUs(folder) {
  if (process.platform === 'win32') return true;
  const stat = lstatSync(folder);
  return stat.isDirectory() && stat.uid === process.getuid() && (stat.mode & 0o022) === 0;
}

let cached;

/**
 * The folder outside the checkout that clones share: $XDG_CACHE_HOME or ~/.cache, and where neither can be
 * written (no HOME, a read-only one) a private folder in the system's temporary folder.
 */
export function cacheRoot() {
  if (cached) return cached;
  // The XDG specification: a relative path is invalid and ignored.
  const xdg = process.env.XDG_CACHE_HOME;
  const candidates = [xdg && path.isAbsolute(xdg) ? xdg : undefined, path.join(homedir(), '.cache')];
  for (const base of candidates) {
    if (base && path.isAbsolute(base) && writable(path.join(base, 'phoenix-secrets'))) {
      return (cached = path.join(base, 'phoenix-secrets'));
    }
  }
  const last = path.join(tmpdir(), `phoenix-secrets-cache-${userInfo().uid}`);
  if (!writable(last) || !ownedByUs(last)) {
    throw new Error(
      `No folder to keep downloads in: set XDG_CACHE_HOME to a writable one (${last} is not ours).`,
    );
  }
  return (cached = last);
}
