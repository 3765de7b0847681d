import type { SafeStorage } from 'electron';
import { promisedStorage, type PromisedStorage } from './promised-storage';

/** A text as the keychain's key encrypted it. */
export interface Sealed {
  /** The keychain that has the key. */
  readonly backend: string;
  readonly ciphertext: Buffer;
}

/** What Electron calls a Linux session without a keychain, or one that it does not know. */
const noKeychain = ['basic_text', 'unknown'];
/** How Chromium on Linux begins what it encrypted with a password that is the same on every machine. */
const fixedPassword = Buffer.from('v10');

/** The operating system's keychain. Only to be used once Electron is ready. */
export class SystemKeychain {
  readonly #electron: Partial<SafeStorage>;
  readonly #storage: PromisedStorage;
  readonly #platform: NodeJS.Platform;

  constructor(electron: Partial<SafeStorage>, platform: NodeJS.Platform) {
    this.#electron = electron;
    this.#storage = promisedStorage(electron);
    this.#platform = platform;
  }

  /** Its name, such as `gnome_libsecret`. */
  get backend(): string {
    if (this.#platform === 'darwin') return 'keychain';
    if (this.#platform === 'win32') return 'dpapi';
    return this.#electron.getSelectedStorageBackend?.() ?? 'unknown';
  }

  /** False where there is none that protects anything. Does not ask the keychain, which may be locked. */
  get exists(): boolean {
    return !noKeychain.includes(this.backend);
  }

  /** @throws when there is no keychain, or it does not give its key */
  async seal(text: string): Promise<Sealed> {
    const { backend } = this;
    if (!this.exists) throw new Error('there is no keychain');
    if (!(await this.#storage.isAvailable())) throw new Error('the keychain is not available');
    const ciphertext = await this.#storage.encrypt(text);
    if (this.#platform === 'linux' && ciphertext.subarray(0, 3).equals(fixedPassword)) {
      throw new Error('the keychain gave no key');
    }
    return { backend, ciphertext };
  }

  /** Null when the keychain does not give it out; a wrong key may decrypt to nonsense, too. */
  async unseal({ ciphertext }: Sealed): Promise<string | null> {
    try {
      return (await this.#storage.isAvailable()) ? await this.#storage.decrypt(ciphertext) : null;
    } catch {
      return null;
    }
  }
}

/** As it lies in a file of ours. */
export function sealedRecord({ backend, ciphertext }: Sealed): Record<string, string> {
  return { backend, ciphertext: ciphertext.toString('base64') };
}

/** Null when a record of a file is none. */
export function sealedFrom(record: unknown): Sealed | null {
  if (typeof record !== 'object' || record === null) return null;
  const { backend, ciphertext } = record as Record<string, unknown>;
  if (typeof backend !== 'string' || !/^[a-z0-9_]{1,32}$/.test(backend)) return null;
  if (typeof ciphertext !== 'string' || ciphertext === '') return null;
  return { backend, ciphertext: Buffer.from(ciphertext, 'base64') };
}
