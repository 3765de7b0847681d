import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from './service';

/** A disk in memory of a size as `mount` reads it (`700k`, `6m`), until the test is over; null where nobody lets us mount one. */
export function smallDisk(size: string): string | null {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', folder], {
      stdio: 'pipe',
    });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

/** Takes all room that is left. */
export function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    const page = randomFillSync(Buffer.alloc(4096));
    for (;;) writeSync(file, page);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
}
