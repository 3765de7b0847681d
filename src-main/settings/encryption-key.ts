import { AppError } from '../../src-shared/errors';
import { stripSpace } from '../../src-shared/rules';
import { newPhoenixSecret, phoenixSecretFaults } from './phoenix-secret';

/** What setting the key needs of the others; given by `compose`. */
export interface EncryptionKeyPorts {
  /** Where the key in use comes from now. */
  readonly source: () => 'environment' | 'keychain' | 'none';
  readonly keychain: { readonly available: boolean; readonly backend: string };
  /** Stores a PHOENIX_SECRET in the keychain and reads it back; rejects when that did not work. */
  readonly protect: (secret: string) => Promise<void>;
  /** Encrypts the store with it from now on. */
  readonly changeKey: (
    secret: string,
    backend: string,
  ) => Promise<{ reencrypted: number; unreadable: number }>;
}

/**
 * Sets PHOENIX_SECRET once, for a program that gets no environment variables. The keychain comes first: a
 * store must never be encrypted with a key that nobody has. When what follows fails, the entry in the
 * keychain is of no use and does no harm: the store itself says which key it was encrypted with.
 */
export class EncryptionKey {
  #changing = false;

  constructor(private readonly ports: EncryptionKeyPorts) {}

  /** `secret` null makes one, which is given back: it is shown once, to be copied to a safe place. */
  async set(secret: string | null) {
    this.#check();
    const chosen = secret === null ? newPhoenixSecret() : stripSpace(secret);
    const faults = phoenixSecretFaults(chosen);
    if (faults.length > 0) {
      throw new AppError('invalid_input', 'The input breaks a rule.', {
        issues: faults.map((rule) => ({ path: ['secret'], rule })),
      });
    }
    this.#changing = true;
    try {
      await this.ports.protect(chosen).catch(() => {
        throw new AppError('key_unavailable', 'The keychain did not take the key. Nothing was changed.');
      });
      const result = await this.ports.changeKey(chosen, this.ports.keychain.backend);
      return { generated: secret === null ? chosen : null, ...result };
    } finally {
      this.#changing = false;
    }
  }

  #check(): void {
    const source = this.ports.source();
    if (source === 'environment') {
      throw conflict('set_by_environment', 'PHOENIX_SECRET is set in the environment, which wins.');
    }
    // Also while its entry cannot be opened: a new key over it would leave the store with two.
    if (source === 'keychain' || this.#changing) {
      throw conflict('already_set', 'PHOENIX_SECRET is set already.');
    }
    if (!this.ports.keychain.available) {
      throw conflict('no_keychain', 'This system has no keychain to keep PHOENIX_SECRET in.');
    }
  }
}

function conflict(rule: string, message: string): AppError {
  return new AppError('conflict', message, { rule });
}
