import { X509Certificate } from 'node:crypto';
import { constants, lstatSync, readdirSync, type BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { AppError } from '../../src-shared/errors';
import { brokenRule } from './faults';

const mostBytes = 1024 * 1024;
const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
/** A database of ours, or what SQLite keeps beside it: `-wal`, `-shm`, `-journal`. */
const database = /\.db(-|$)/;

/**
 * Reads the files that somebody named, but none of our databases: closing any descriptor of a file drops all locks
 * that this process has on it (POSIX), and with them what keeps a second program from the store.
 */
export class CaFiles {
  readonly #keptOpen: FileHandle[] = [];

  constructor(private readonly dataFolder: string) {}

  /**
   * The certificates (PEM) of a file; null for none. Throws `invalid_input` for `caFile`: `ca_unreadable`, whatever is
   * wrong with it: a window that was taken over must not learn from this which files there are, nor what is in them.
   */
  async read(path: string | null): Promise<string | null> {
    if (path === null || path === '') return null;
    try {
      const blocks = (await this.#readText(path)).match(block) ?? [];
      if (blocks.length === 0) throw new Error('no certificate');
      // A file may hold a private key beside its certificates: only these go on.
      return blocks.map((pem) => new X509Certificate(pem).toString()).join('');
    } catch {
      throw unreadable();
    }
  }

  async #readText(path: string): Promise<string> {
    if (!isAbsolute(path)) throw new Error('not a whole path');
    const databases = this.#databases();
    const named = await stat(path, { bigint: true });
    if (!named.isFile() || databases.has(identityOf(named)))
      throw new Error('no regular file of somebody else');
    // What is there may have changed: opening a named pipe would wait for somebody who writes. Windows has no such flag.
    const file = await open(path, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0));
    const found = await file.stat({ bigint: true });
    if (databases.has(identityOf(found))) {
      // It took the place of the file that was looked at. Closing it is what must not happen.
      this.#keptOpen.push(file);
      throw new Error('a database of ours');
    }
    try {
      if (!found.isFile() || found.size > mostBytes) throw new Error('no regular file of a sensible size');
      return await file.readFile('latin1');
    } finally {
      await file.close();
    }
  }

  /** By what they are, not by their paths: a link leads to them as well. */
  #databases(): Set<string> {
    const identities = readdirSync(this.dataFolder)
      .filter((name) => database.test(name))
      .map((name) => lstatSync(join(this.dataFolder, name), { bigint: true, throwIfNoEntry: false }))
      .map((found) => found && identityOf(found));
    return new Set(identities.filter((identity) => identity !== undefined));
  }
}

function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function unreadable(): AppError {
  return brokenRule('caFile', 'ca_unreadable');
}
