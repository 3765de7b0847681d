import type { UnreadableReason } from '../../../src-shared/contract';
import type { StoredToken } from './stored-token';
import { deriveKey, encrypt, fallbackKey, keyThatFits, type FernetKey } from './cipher';

/** The key in use, and the public fallback key, which tells rows that were written while none was set. */
export class KeyRing {
  readonly #fallback = fallbackKey();
  readonly #current: FernetKey;

  private constructor(own: FernetKey | null) {
    this.#current = own ?? this.#fallback;
  }

  /** Derives the key of a PHOENIX_SECRET (about 80 ms, off this thread); null takes the fallback key at once. */
  static async derive(phoenixSecret: string | null): Promise<KeyRing> {
    return new KeyRing(phoenixSecret === null ? null : await deriveKey(phoenixSecret));
  }

  /** True while the key in use is the public one. */
  get isFallback(): boolean {
    return this.#current === this.#fallback;
  }

  encrypt(text: string, now: number): Buffer {
    return encrypt(this.#current, text, now);
  }

  /** Why a stored token cannot be decrypted, or null when it can; found out without decrypting it. */
  unreadable(token: StoredToken): UnreadableReason | null {
    const keys = this.isFallback ? [this.#current] : [this.#current, this.#fallback];
    const fits = keyThatFits(Buffer.isBuffer(token) ? token : Buffer.from(String(token)), keys);
    if (fits === 'damaged') return 'damaged';
    if (fits === 'none') return 'other_secret';
    return fits === this.#current ? null : 'no_secret';
  }
}
