import type { Caller, CalledBy } from '../../src-shared/caller';
import type { AccessService } from '../../src-shared/contract';
import { AppError } from '../../src-shared/errors';
import { ApiKeys, isoTime } from './api-keys';
import type { ReadHandle, WriteQueue } from './handles';
import { hashToken, newToken, sameHash } from './tokens';
import { operatorId, readUser, systemUserId } from './users';

export interface AccessOptions {
  readonly reader: ReadHandle;
  readonly queue: WriteQueue;
  /** PHOENIX_ADMIN_SECRET: acts as the system user; null when unset. */
  readonly adminSecret: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called when an API key was made or deleted. */
  readonly changed: () => void;
}

export type Authentication =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly reason: 'invalid' | 'expired' };

const invalid = { ok: false, reason: 'invalid' } as const;
const dayMs = 24 * 60 * 60 * 1000;

/** Who is calling, and the API keys. */
export class LocalAccess implements CalledBy<Caller, AccessService> {
  readonly #options: AccessOptions;
  readonly #keys: ApiKeys;
  readonly #adminHash: Buffer | null;

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#keys = new ApiKeys(options.reader, options.queue);
    this.#adminHash = options.adminSecret === null ? null : hashToken(options.adminSecret);
  }

  /**
   * Finds who a bearer token speaks for. Compared by hash and in constant time; the role is read now.
   * An expired key is told apart only for those who hold it.
   */
  authenticate(token: string): Authentication {
    const hash = hashToken(token);
    if (this.#adminHash && sameHash(this.#adminHash, hash)) return this.#as(systemUserId, 'admin_secret');
    const key = this.#keys.find(hash);
    if (!key) return invalid;
    const now = this.#options.now();
    // Written so that a time that is none counts as past.
    if (key.expires_at !== null && !(Date.parse(key.expires_at) > now)) return { ok: false, reason: 'expired' };
    this.#keys.used(key.id, now);
    return this.#as(key.user_id, 'api_key');
  }

  /** The caller behind a window session: without authentication the one operator. Null when that user is gone. */
  operator(): Caller | null {
    const authentication = this.#as(operatorId, 'window');
    return authentication.ok ? authentication.caller : null;
  }

  me(_input: Record<string, never>, caller: Caller) {
    return Promise.resolve({ id: String(caller.userId), name: caller.name, role: caller.role });
  }

  listApiKeys() {
    return Promise.resolve({ apiKeys: this.#keys.list() });
  }

  async createApiKey({ name, expiresInDays }: { name: string; expiresInDays: number | null }) {
    const now = this.#options.now();
    const token = newToken();
    const apiKey = await this.#keys.create({
      name,
      user_id: systemUserId,
      token_sha256: hashToken(token),
      created_at: isoTime(now),
      expires_at: expiresInDays === null ? null : isoTime(now + expiresInDays * dayMs),
    });
    this.#options.changed();
    return { apiKey, token };
  }

  async deleteApiKey({ id }: { id: number }) {
    if (!(await this.#keys.delete(id)))
      throw new AppError('not_found', 'This API key is not there any more.');
    this.#options.changed();
    return {};
  }

  /** Writes what is only in memory so far: when the keys were last used. */
  flush(): Promise<void> {
    return this.#keys.flush();
  }

  #as(userId: number, via: Caller['via']): Authentication {
    const user = readUser(this.#options.reader, userId);
    if (!user) return invalid;
    return { ok: true, caller: { role: user.role, userId, name: user.name, via } };
  }
}
