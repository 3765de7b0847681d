import type { ApiKeyRow } from '../../src-shared/contract';
import type { ReadHandle, WriteHandle, WriteQueue } from './handles';
import { sameHash } from './tokens';
import { readNames, systemUserId } from './users';

/** An API key as it is stored. Times are ISO texts, UTC. */
export interface StoredApiKey {
  readonly id: number;
  readonly name: string;
  readonly user_id: number;
  readonly token_sha256: Buffer;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

const flushMs = 60_000;

/**
 * The API keys. All of them are in memory, found by the hash of the token, so that a request costs no query;
 * every change here changes both. When a key was last used is written at most once a minute.
 */
export class ApiKeys {
  readonly #byHash = new Map<string, StoredApiKey>();
  readonly #used = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly reader: ReadHandle,
    private readonly queue: WriteQueue,
  ) {
    for (const key of reader.all<StoredApiKey>('SELECT * FROM api_keys')) this.#add(key);
  }

  find(hash: Buffer): StoredApiKey | null {
    const key = this.#byHash.get(hash.toString('latin1'));
    return key && sameHash(key.token_sha256, hash) ? key : null;
  }

  /** Newest first: those of one user, or all (null). */
  list(ownerId: number | null): ApiKeyRow[] {
    const names = readNames(this.reader);
    return [...this.#byHash.values()]
      .filter((key) => ownerId === null || key.user_id === ownerId)
      .sort((a, b) => b.id - a.id)
      .map((key) => this.#row(key, names));
  }

  async create(key: Omit<StoredApiKey, 'id' | 'last_used_at'>): Promise<ApiKeyRow> {
    const id = await this.queue.submit(
      (writer) =>
        writer.run(
          'INSERT INTO api_keys (name, user_id, token_sha256, created_at, expires_at) VALUES (?, ?, ?, ?, ?)',
          key.name,
          key.user_id,
          key.token_sha256,
          key.created_at,
          key.expires_at,
        ).id,
    );
    const stored = { ...key, id, last_used_at: null };
    this.#add(stored);
    return this.#row(stored, readNames(this.reader));
  }

  /** False when there is none, or (unless null) not one of this owner. Refused from the moment this is called. */
  async delete(id: number, ownerId: number | null): Promise<boolean> {
    const key = [...this.#byHash.values()].find((candidate) => candidate.id === id);
    if (!key || (ownerId !== null && key.user_id !== ownerId)) return false;
    const slot = key.token_sha256.toString('latin1');
    this.#byHash.delete(slot);
    try {
      await this.queue.submit((writer) => writer.run('DELETE FROM api_keys WHERE id = ?', id));
    } catch (error) {
      this.#byHash.set(slot, key);
      throw error;
    }
    this.#used.delete(id);
    return true;
  }

  /** To be called when a user was deleted: the database has deleted the keys already. */
  forgetOwner(ownerId: number): void {
    for (const [slot, key] of this.#byHash) {
      if (key.user_id !== ownerId) continue;
      this.#byHash.delete(slot);
      this.#used.delete(key.id);
    }
  }

  /** Notes a use; `now` is in milliseconds. */
  used(id: number, now: number): void {
    this.#used.set(id, now);
    this.#timer ??= setTimeout(() => {
      // A use that could not be written is kept and comes with the next flush.
      this.flush().catch(() => undefined);
    }, flushMs).unref();
  }

  /** Writes the last uses that are not on the disk yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const uses = [...this.#used];
    if (uses.length === 0) return;
    await this.queue.submit((writer) => writeUses(writer, uses));
    for (const [id, time] of uses) {
      if (this.#used.get(id) === time) this.#used.delete(id);
    }
    for (const key of this.#byHash.values()) {
      const use = uses.find(([id]) => id === key.id);
      if (use) this.#add({ ...key, last_used_at: isoTime(use[1]) });
    }
  }

  #add(key: StoredApiKey): void {
    this.#byHash.set(key.token_sha256.toString('latin1'), key);
  }

  #row(key: StoredApiKey, names: ReadonlyMap<number, string>): ApiKeyRow {
    const used = this.#used.get(key.id);
    const lastUsed = used === undefined ? key.last_used_at : isoTime(used);
    return {
      id: key.id,
      name: key.name,
      kind: key.user_id === systemUserId ? 'system' : 'personal',
      owner: { id: String(key.user_id), name: names.get(key.user_id) ?? '' },
      createdAt: shownTime(key.created_at),
      expiresAt: key.expires_at === null ? null : shownTime(key.expires_at),
      lastUsedAt: lastUsed === null ? null : shownTime(lastUsed),
    };
  }
}

/** What another program wrote as a time may be anything; the key must still be seen, and can be deleted. */
function shownTime(stored: string): string {
  const time = Date.parse(stored);
  return isoTime(Number.isNaN(time) ? 0 : time);
}

/** Milliseconds to an ISO text to the second. */
export function isoTime(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`;
}

function writeUses(writer: WriteHandle, uses: readonly (readonly [id: number, time: number])[]): void {
  for (const [id, time] of uses) {
    writer.run('UPDATE api_keys SET last_used_at = ? WHERE id = ?', isoTime(time), id);
  }
}
