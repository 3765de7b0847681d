import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  statSync,
  type Stats,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { start as texts } from '../../src-shared/texts/en/start';
import { StartError } from './start-error';

/** Every file of ours in the data folder that may be there before a start. */
const ownFiles = [
  'secrets.db',
  'secrets.db-wal',
  'secrets.db-shm',
  'secrets.db-journal',
  'secrets.db.reserve',
  'lock.db',
  'lock.db-journal',
  'lock.json',
  'endpoint.json',
  'preferences.json',
  'keychain.json',
  'credentials.json',
];

/** Made here, so that they are never wider than 0600, not even for a moment. */
const madeFiles = ['secrets.db', 'lock.db'];

/**
 * Makes a folder of ours (0700), or narrows the one that is there. One of another user, a symbolic link, and one in
 * whose place another user could put something else are refused untouched; throws.
 */
export function makeOwnFolder(folder: string): void {
  makeWay(dirname(resolve(folder)));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  narrow(folder, 'folder');
}

/**
 * Makes the data folder (0700) and narrows what is in it to its owner (files 0600), also where it was wider.
 * A symbolic link, a file that is not a regular one or one of another user is refused untouched:
 * somebody else put it there. Throws a `StartError`.
 */
export function prepareDataFolder(folder: string): void {
  try {
    makeOwnFolder(folder);
  } catch (error) {
    throw settingFault(folder, error);
  }
  for (const name of ownFiles) {
    const path = join(folder, name);
    try {
      if (narrow(path, 'file') || !madeFiles.includes(name)) continue;
      closeSync(openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, 0o600));
    } catch (error) {
      throw storeFault(path, error);
    }
  }
}

/**
 * Makes the folders above one of ours that are missing, and judges each from the top: who owns one, or may write in it
 * without the sticky bit, can move what is below it away and put something else there, between two starts or during one.
 * A link is judged as well as the way to where it leads.
 */
function makeWay(path: string): void {
  const user = process.getuid?.();
  // Windows: what others may do stands in lists that Node does not read.
  if (user === undefined) return;
  const above = dirname(path);
  if (above !== path) makeWay(above);
  if (!lstatSync(path, { throwIfNoEntry: false })) mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  // In a user namespace root may go by another number: that to which the root of the file system belongs.
  if (![user, 0, lstatSync('/').uid].includes(found.uid)) throw new Refused(texts.path.foreign(path));
  if (found.isSymbolicLink()) {
    // Throws for a circle of links, and for one that leads to nothing.
    statSync(path);
    makeWay(resolve(above, readlinkSync(path)));
  } else if (othersMayReplace(found, user)) throw new Refused(texts.path.open(path));
}

/** A group with the number of the user is that of this user alone, as Debian and Fedora make it. */
function othersMayReplace({ mode, gid }: Stats, user: number): boolean {
  if ((mode & 0o1000) !== 0) return false;
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== user && gid !== 0);
}

/** False when nothing is there. By path, not by descriptor: closing one would drop SQLite's locks on the file. */
function narrow(path: string, kind: 'folder' | 'file'): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  if (found.isSymbolicLink()) throw new Refused(texts.path.link(path));
  if (!(kind === 'folder' ? found.isDirectory() : found.isFile())) {
    throw new Refused(kind === 'folder' ? texts.path.notAFolder(path) : texts.path.notAFile(path));
  }
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user) throw new Refused(texts.path.foreign(path));
  // Narrowing /tmp or the like would break the machine for everybody else.
  if (kind === 'folder' && (found.mode & 0o1000) !== 0) throw new Refused(texts.path.shared(path));
  const mode = kind === 'folder' ? 0o700 : 0o600;
  // Read-only permissions that somebody set on purpose stay: only what others may do is taken away.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) chmodSync(path, found.mode & mode);
  return true;
}

class Refused extends Error {}

function settingFault(folder: string, error: unknown): StartError {
  const reason = error instanceof Refused ? error.message : texts.path.notMade(folder, codeOf(error));
  return new StartError('setting', texts.settings.dataFolder(reason), { cause: error });
}

function storeFault(path: string, error: unknown): StartError {
  if (error instanceof Refused) {
    return new StartError('store', texts.file.refused(error.message));
  }
  return new StartError('store', texts.file.unwritable(path, codeOf(error)), { cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : texts.unknownReason;
}

/** How many bytes the files directly in the folder take; the window's own cache does not count. */
export function folderSize(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    bytes += lstatSync(join(folder, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
