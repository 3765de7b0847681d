import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { CredentialVault } from '../connections/vault';
import { syncFolder, writePrivateFile } from '../settings/private-file';
import { sealedFrom, sealedRecord, type Sealed, type SystemKeychain } from './system-keychain';

/**
 * `credentials.json` in the data folder: the credentials of connections, each encrypted with a key that only this
 * user's keychain has. Neither the file nor the keychain is touched before one is asked for.
 *
 * An entry that cannot be opened stays until it is replaced or removed: its keychain may be back at the next start.
 */
export class CredentialsFile implements CredentialVault {
  readonly #file: string;
  readonly #keychain: SystemKeychain;
  #last: Promise<unknown> = Promise.resolve();

  constructor(dataFolder: string, keychain: SystemKeychain) {
    this.#file = path.join(dataFolder, 'credentials.json');
    this.#keychain = keychain;
  }

  describeKeychain(): Promise<{ available: boolean; backend: string }> {
    const { exists, backend } = this.#keychain;
    return Promise.resolve({ available: exists, backend });
  }

  readCredential(connection: string): Promise<string | null> {
    return this.#inTurn(async () => {
      const entry = this.#read().get(connection);
      return entry ? this.#keychain.unseal(entry) : null;
    });
  }

  writeCredential(connection: string, text: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const sealed = await this.#keychain.seal(text).catch(() => null);
      // A keychain that does not give back what it took would be found out when it is too late.
      if (!sealed || (await this.#keychain.unseal(sealed)) !== text) return false;
      this.#write(this.#read().set(connection, sealed));
      return true;
    });
  }

  removeCredential(connection: string): Promise<void> {
    return this.#inTurn(async () => {
      const entries = this.#read();
      if (entries.delete(connection)) this.#write(entries);
    });
  }

  /** A keychain takes its time: without an order, what was removed could come back by a write that began before. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #read(): Map<string, Sealed> {
    const text = readOwnFile(this.#file);
    if (text === null) return new Map();
    const entries = parse(text);
    if (entries) return entries;
    renameSync(this.#file, `${this.#file}.faulty`);
    return new Map();
  }

  #write(entries: ReadonlyMap<string, Sealed>): void {
    const records = [...entries].map(([connection, entry]) => [connection, sealedRecord(entry)]);
    writePrivateFile(this.#file, `${JSON.stringify(Object.fromEntries(records), null, 2)}\n`);
    // A token that was replaced is worth nothing any more: the new one must not be lost in a power cut.
    syncFolder(path.dirname(this.#file));
  }
}

/** Null when the file is not one of ours. */
function parse(text: string): Map<string, Sealed> | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const entries = new Map<string, Sealed>();
  for (const [connection, record] of Object.entries(data)) {
    const sealed = sealedFrom(record);
    if (!sealed) return null;
    entries.set(connection, sealed);
  }
  return entries;
}

/**
 * Null when there is none. A link is not followed, and a pipe, which would never end, is not waited for. Windows has
 * neither flag: an absent one counts as 0.
 */
function readOwnFile(file: string): string | null {
  let open: number;
  try {
    open = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    if (!fstatSync(open).isFile()) throw new Error('not a file');
    return readFileSync(open, 'utf8');
  } finally {
    closeSync(open);
  }
}
