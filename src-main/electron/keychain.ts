import type { SafeStorage } from 'electron';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { KeychainStart } from '../service-protocol';
import { phoenixSecretFaults } from '../settings/phoenix-secret';
import { syncFolder, writePrivateFile } from '../settings/private-file';
import { sealedFrom, sealedRecord, SystemKeychain, type Sealed } from './system-keychain';

/**
 * PHOENIX_SECRET in `keychain.json`, encrypted with a key that only this user's keychain has. Only to be used once
 * Electron is ready.
 *
 * An entry that cannot be opened is left as it is: its keychain may be back at the next start. Without an
 * entry the keychain is not touched before a key is set: it may be locked, and would ask for its password.
 */
export class Keychain {
  readonly #file: string;
  readonly #system: SystemKeychain;
  #unopened = false;

  /** @param dataFolder where `keychain.json` lies */
  constructor(dataFolder: string, electron: Partial<SafeStorage>, platform = process.platform) {
    this.#file = path.join(dataFolder, 'keychain.json');
    this.#system = new SystemKeychain(electron, platform);
  }

  /** Which keychain there is, and what it holds for us. */
  async open(): Promise<KeychainStart> {
    const { backend, exists: available } = this.#system;
    const entry = readEntry(this.#file);
    if (entry === null) return { available, backend, secret: null, unopenedFrom: null };
    const secret = entry === 'faulty' ? null : await this.#reveal(entry);
    this.#unopened = secret === null;
    const writer = entry === 'faulty' ? 'unknown' : entry.backend;
    return { available, backend, secret, unopenedFrom: secret === null ? writer : null };
  }

  /**
   * Stores PHOENIX_SECRET in place of an entry that is there, and reads it back from the file.
   * @throws when the keychain does not take it or does not give it back; then the entry is as it was before
   */
  async protect(secret: string): Promise<void> {
    if (this.#unopened) throw new Error('an entry that cannot be opened is kept');
    const sealed = await this.#system.seal(secret);
    const before = readFile(this.#file);
    try {
      writePrivateFile(this.#file, `${JSON.stringify(sealedRecord(sealed))}\n`);
      const entry = readEntry(this.#file);
      const stored = entry === null || entry === 'faulty' ? null : await this.#reveal(entry);
      if (stored !== secret) throw new Error('the keychain gave back something else');
      // What is encrypted with the key must not outlive it in a power cut.
      syncFolder(path.dirname(this.#file));
    } catch (error) {
      if (before === null) rmSync(this.#file, { force: true });
      else writePrivateFile(this.#file, before);
      throw error;
    }
  }

  /** Null when the keychain does not give it out. */
  async #reveal(entry: Sealed): Promise<string | null> {
    const secret = await this.#system.unseal(entry);
    return secret !== null && phoenixSecretFaults(secret).length === 0 ? secret : null;
  }
}

/** Null when there is none. */
function readEntry(file: string): Sealed | 'faulty' | null {
  try {
    const text = readFile(file);
    return text === null ? null : (sealedFrom(JSON.parse(text)) ?? 'faulty');
  } catch {
    return 'faulty';
  }
}

function readFile(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
