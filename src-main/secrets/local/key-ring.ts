import { AppError } from '../../../src-shared/errors';
import type { UnreadableReason } from '../../../src-shared/contract';
import type { StoredToken } from './stored-token';
import { encrypt, fallbackKey, keyThatFits, type FernetKey } from './cipher';

/** Where the key in use comes from. */
export type KeySource = 'environment' | 'keychain' | 'none';

/**
 * The key in use, and the public fallback key, which tells rows that were written while none was set.
 * There may be none in use: the keychain holds it and does not give it out. Then nothing is encrypted, since
 * under another key the store would have two.
 */
export class KeyRing {
  readonly fallback = fallbackKey();
  #current: FernetKey | null;
  #source: KeySource;
  #unopenedFrom: string | null;

  private constructor(own: FernetKey | 'fallback' | null, source: KeySource, unopenedFrom: string | null) {
    this.#current = own === 'fallback' ? this.fallback : own;
    this.#source = source;
    this.#unopenedFrom = unopenedFrom;
  }

  static of(key: FernetKey, source: 'environment' | 'keychain'): KeyRing {
    return new KeyRing(key, source, null);
  }

  /** No PHOENIX_SECRET is set. */
  static unset(): KeyRing {
    return new KeyRing('fallback', 'none', null);
  }

  /** The key is in a keychain (`backend`) that does not give it out. */
  static unopened(backend: string): KeyRing {
    return new KeyRing(null, 'keychain', backend);
  }

  /** True while the key in use is the public one. */
  get isFallback(): boolean {
    return this.#current === this.fallback;
  }

  get source(): KeySource {
    return this.#source;
  }

  /** The keychain that wrote the entry that cannot be opened; null when there is no such trouble. */
  get unopenedFrom(): string | null {
    return this.#unopenedFrom;
  }

  /** Takes a key out of the keychain into use. */
  use(key: FernetKey): void {
    this.#current = key;
    this.#source = 'keychain';
    this.#unopenedFrom = null;
  }

  /** Null: there is none. */
  get current(): FernetKey | null {
    return this.#current;
  }

  /** Throws `key_unavailable` when there is no key. */
  encrypt(text: string, now: number): Buffer {
    if (!this.#current) {
      throw new AppError(
        'key_unavailable',
        'The keychain does not give out PHOENIX_SECRET. Unlock it, or set PHOENIX_SECRET in the environment, and start again.',
      );
    }
    return encrypt(this.#current, text, now);
  }

  /** Why a stored token cannot be decrypted, or null when it can; found out without decrypting it. */
  unreadable(token: StoredToken): UnreadableReason | null {
    const keys = this.#current && !this.isFallback ? [this.#current, this.fallback] : [this.fallback];
    const fits = keyThatFits(Buffer.isBuffer(token) ? token : Buffer.from(String(token)), keys);
    if (fits === 'damaged') return 'damaged';
    if (fits === 'none') return 'other_secret';
    return fits === this.#current ? null : 'no_secret';
  }
}
