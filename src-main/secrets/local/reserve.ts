import { randomFillSync } from 'node:crypto';
import { closeSync, constants, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

const reserveBytes = 128 * 1024;

/**
 * Space kept on the disk for the case that it is full: with a WAL even a DELETE needs some.
 * `keep` makes the file when there is room, `release` gives its space away.
 */
export class Reserve {
  #given = false;

  constructor(private readonly path: string) {}

  /** True while a full disk has taken it; whether there is room to keep it again is tried now. */
  get isGiven(): boolean {
    if (this.#given) this.keep();
    return this.#given;
  }

  keep(): void {
    try {
      if (statSync(this.path, { throwIfNoEntry: false })?.size !== reserveBytes) this.#make();
      this.#given = false;
    } catch (error) {
      // No room for it, or a folder that can't be written to any more: then there is none to keep.
      this.#remove();
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') this.#given = true;
    }
  }

  release(): void {
    this.#given = true;
    this.#remove();
  }

  #make(): void {
    this.#remove();
    const file = openSync(this.path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
    try {
      // Random bytes: zeros may take no space on the disk.
      const written = writeSync(file, randomFillSync(Buffer.allocUnsafe(reserveBytes)));
      // A disk with room for a part takes that part without an error.
      if (written < reserveBytes) {
        throw Object.assign(new Error('There is no room for all of the reserve.'), { code: 'ENOSPC' });
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  #remove(): void {
    try {
      rmSync(this.path, { force: true });
    } catch {
      // It is called when the storage is in trouble already; the write itself says which.
    }
  }
}
