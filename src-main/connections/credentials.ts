import * as z from 'zod';
import { AppError } from '../../src-shared/errors';
import type { CredentialVault } from './vault';

/** What goes into a header as it is. */
export const token = z.string().regex(/^[\x21-\x7e]{1,8192}$/);

const tokens = {
  access: token,
  refresh: token,
  /** When a new access token is due, in milliseconds since 1970; null: when the server says so. */
  renewAt: z.number().nullable(),
};

const credentials = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('api_key'), origin: z.string(), apiKey: token }),
  z.object({ kind: z.literal('password'), origin: z.string(), ...tokens }),
  z.object({
    kind: z.literal('browser'),
    origin: z.string(),
    clientId: z.string(),
    tokenEndpoint: z.string(),
    ...tokens,
  }),
]);

/**
 * What one signs in with. `origin` is where it was given for: a connection that is pointed elsewhere, by an edit or by
 * hand in the database, finds none.
 */
export type Credentials = z.infer<typeof credentials>;
export type Tokens = Exclude<Credentials, { kind: 'api_key' }>;

/** The credentials of all connections: in the keychain, or in memory where there is none. */
export class CredentialStore {
  readonly #known = new Map<string, Credentials>();
  /** Not in the keychain. */
  readonly #forgetful = new Set<string>();
  /** Until it is known there is one. */
  #keychain = { available: true, backend: '' };

  constructor(private readonly vault: CredentialVault) {}

  /** The keychain, as it is found now. */
  async describeKeychain(): Promise<{ readonly available: boolean; readonly backend: string }> {
    this.#keychain = await this.vault
      .describeKeychain()
      .then(({ available, backend }) => ({ available, backend }))
      .catch(() => ({ available: false, backend: '' }));
    return this.#keychain;
  }

  /** False: what there is for this connection is gone when the program ends. */
  remembers(connection: string): boolean {
    return this.#keychain.available && !this.#forgetful.has(connection);
  }

  /** Null when there are none for this place. */
  async read(connection: string, url: string): Promise<Credentials | null> {
    const found = this.#known.get(connection) ?? (await this.#open(connection));
    return found?.origin === new URL(url).origin ? found : null;
  }

  /** In the keychain before it is in use, so that what it replaces is not lost before this is safe. */
  async write(connection: string, value: Credentials): Promise<void> {
    const kept = await this.vault.writeCredential(connection, JSON.stringify(value)).catch(() => false);
    this.#known.set(connection, value);
    if (kept) {
      this.#forgetful.delete(connection);
      return;
    }
    this.#forgetful.add(connection);
    // What it replaces would be found at the next start, and sent to wherever the connection leads by then.
    await this.vault.removeCredential(connection).catch(() => undefined);
  }

  /** Throws `storage_failed` when the keychain's file cannot be written. */
  async remove(connection: string): Promise<void> {
    this.#known.delete(connection);
    this.#forgetful.delete(connection);
    await this.vault.removeCredential(connection).catch(() => {
      throw new AppError('storage_failed', 'The credentials could not be wiped. Check the disk.');
    });
  }

  async #open(connection: string): Promise<Credentials | null> {
    const text = await this.vault.readCredential(connection).catch(() => null);
    // Who asked at the same time was quicker, or somebody signed in: one thing is one object, told apart by that.
    const known = this.#known.get(connection);
    if (known) return known;
    if (text === null) return null;
    try {
      const parsed = credentials.safeParse(JSON.parse(text));
      if (!parsed.success) return null;
      this.#known.set(connection, parsed.data);
      return parsed.data;
    } catch {
      return null;
    }
  }
}

/** When a new access token is due: a tenth of its life before it ends. */
export function renewalTime(now: number, lifeSeconds: number | null): number | null {
  return lifeSeconds === null ? null : now + lifeSeconds * 900;
}
