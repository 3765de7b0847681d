import type { SafeStorage } from 'electron';
import { closeSync, fsyncSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { KeychainStart } from '../service-protocol';
import { phoenixSecretFaults } from '../settings/phoenix-secret';
import { writePrivateFile } from '../settings/private-file';
import { promisedStorage, type PromisedStorage } from './promised-storage';

/** `keychain.json`: PHOENIX_SECRET, encrypted with a key that only this user's keychain has. */
interface Entry {
  /** The keychain that has that key. */
  readonly backend: string;
  readonly ciphertext: Buffer;
}

/** What Electron calls a Linux session without a keychain, or one that it does not know. */
const noKeychain = ['basic_text', 'unknown'];
/** How Chromium on Linux begins what it encrypted with a password that is the same on every machine. */
const fixedPassword = Buffer.from('v10');

/**
 * PHOENIX_SECRET in the operating system's keychain. Only to be used once Electron is ready.
 *
 * An entry that cannot be opened is left as it is: its keychain may be back at the next start. Without an
 * entry the keychain is not touched before a key is set: it may be locked, and would ask for its password.
 */
export class Keychain {
  readonly #file: string;
  readonly #electron: Partial<SafeStorage>;
  readonly #storage: PromisedStorage;
  readonly #platform: NodeJS.Platform;
  #unopened = false;

  /** @param dataFolder where `keychain.json` lies */
  constructor(dataFolder: string, electron: Partial<SafeStorage>, platform = process.platform) {
    this.#file = path.join(dataFolder, 'keychain.json');
    this.#electron = electron;
    this.#storage = promisedStorage(electron);
    this.#platform = platform;
  }

  /** Which keychain there is, and what it holds for us. */
  async open(): Promise<KeychainStart> {
    const backend = this.#backend;
    const available = !noKeychain.includes(backend);
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
    const backend = this.#backend;
    if (this.#unopened) throw new Error('an entry that cannot be opened is kept');
    if (noKeychain.includes(backend)) throw new Error('there is no keychain');
    if (!(await this.#storage.isAvailable())) throw new Error('the keychain is not available');
    const ciphertext = await this.#storage.encrypt(secret);
    if (this.#platform === 'linux' && ciphertext.subarray(0, 3).equals(fixedPassword)) {
      throw new Error('the keychain gave no key');
    }
    const before = readFile(this.#file);
    try {
      writePrivateFile(this.#file, entryText({ backend, ciphertext }));
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

  get #backend(): string {
    if (this.#platform === 'darwin') return 'keychain';
    if (this.#platform === 'win32') return 'dpapi';
    return this.#electron.getSelectedStorageBackend?.() ?? 'unknown';
  }

  /** Null when the keychain does not give it out; a wrong key may decrypt to nonsense, too. */
  async #reveal({ ciphertext }: Entry): Promise<string | null> {
    try {
      if (!(await this.#storage.isAvailable())) return null;
      const secret = await this.#storage.decrypt(ciphertext);
      return phoenixSecretFaults(secret).length === 0 ? secret : null;
    } catch {
      return null;
    }
  }
}

function entryText({ backend, ciphertext }: Entry): string {
  return `${JSON.stringify({ backend, ciphertext: ciphertext.toString('base64') })}\n`;
}

/** Null when there is none. */
function readEntry(file: string): Entry | 'faulty' | null {
  try {
    const text = readFile(file);
    if (text === null) return null;
    const { backend, ciphertext } = JSON.parse(text) as Record<string, unknown>;
    if (typeof backend !== 'string' || !/^[a-z0-9_]{1,32}$/.test(backend)) return 'faulty';
    if (typeof ciphertext !== 'string' || ciphertext === '') return 'faulty';
    return { backend, ciphertext: Buffer.from(ciphertext, 'base64') };
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

function syncFolder(folder: string): void {
  // Windows has no such call, and its file system keeps the order by itself.
  if (process.platform === 'win32') return;
  const open = openSync(folder, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
