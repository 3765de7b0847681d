import {
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Replaces a small file of ours in one step: readers see the old or the new content, never a part.
 * Only its owner can read it (0600).
 */
export function writePrivateFile(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  // O_EXCL: a link that somebody put there is an error, not followed.
  const file = openSync(temporary, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
  try {
    try {
      // All of it or an error: a single write takes on a nearly full disk what fits, and says so to nobody.
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Removes what `writePrivateFile` left in a folder when its process was killed: such a part may hold a credential that
 * was wiped since. To be called by whoever holds the folder's lock: nobody else writes there.
 */
export function removeTemporaries(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const [, writer] =
      /^(?:lock|endpoint|preferences|keychain|credentials)\.json\.([0-9]+)\.tmp$/.exec(entry.name) ?? [];
    // The window's half of this process may be writing its own.
    if (writer === undefined || writer === String(process.pid) || !entry.isFile()) continue;
    rmSync(join(folder, entry.name), { force: true });
  }
}

/** Makes sure that a file that took its place in this folder is there after a power cut, too. */
export function syncFolder(folder: string): void {
  // Windows has no such call, and its file system keeps the order by itself.
  if (process.platform === 'win32') return;
  const open = openSync(folder, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
