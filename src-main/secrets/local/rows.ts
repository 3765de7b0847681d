import type { SecretRow } from '../../../src-shared/contract';
import type { Reader, Writer } from './database';
import type { KeyRing } from './key-ring';
import type { StoredToken } from './stored-token';

/** A row as it is stored. */
export interface StoredSecret {
  readonly key: string;
  readonly value: StoredToken;
  readonly user_id: number | null;
  readonly updated_at: string;
}

interface ListedSecret extends StoredSecret {
  readonly owner: string | null;
}

const listed = `SELECT s.key, s.value, s.user_id, s.updated_at, u.username AS owner
  FROM secrets s LEFT JOIN users u ON u.id = s.user_id`;

/** At most `limit` rows whose keys come after `after`, in key order. */
export function readRows(reader: Reader, ring: KeyRing, after: string | null, limit: number): SecretRow[] {
  const rows =
    after === null
      ? reader.all<ListedSecret>(`${listed} ORDER BY s.key LIMIT ?`, limit)
      : reader.all<ListedSecret>(`${listed} WHERE s.key > ? ORDER BY s.key LIMIT ?`, after, limit);
  return rows.map((row) => secretRow(row, ring));
}

/** Those of the given keys that are there. */
export function readRowsOf(reader: Reader, ring: KeyRing, keys: readonly string[]): SecretRow[] {
  return reader
    .all<ListedSecret>(`${listed} WHERE s.key IN (SELECT value FROM json_each(?))`, JSON.stringify(keys))
    .map((row) => secretRow(row, ring));
}

export function countSecrets(reader: Reader): number {
  return reader.get<{ total: number }>('SELECT count(*) AS total FROM secrets')?.total ?? 0;
}

/** At most `limit` stored tokens whose keys come after `after`: for looking at all of them bit by bit. */
export function readTokens(reader: Reader, after: string, limit: number) {
  return reader.all<Pick<StoredSecret, 'key' | 'value'>>(
    'SELECT key, value FROM secrets WHERE key > ? ORDER BY key LIMIT ?',
    after,
    limit,
  );
}

/** What a list says of when a key was written last; null when it is not there. */
export function readUpdatedAt(reader: Reader, key: string): string | null {
  const row = reader.get<Pick<StoredSecret, 'updated_at'>>(
    'SELECT updated_at FROM secrets WHERE key = ?',
    key,
  );
  return row ? isoTime(row.updated_at) : null;
}

export function hasSecret(reader: Reader, key: string): boolean {
  return reader.get('SELECT 1 AS found FROM secrets WHERE key = ?', key) !== undefined;
}

/**
 * Stores a token; a key that is there gets the new token, writer and time. The plain UPDATE comes first
 * because an upsert rewrites the index of the writers for each row, which doubles the time of a batch.
 */
export function writeSecret(writer: Writer, key: string, token: Buffer, userId: number, time: string): void {
  const { changes } = writer.run(
    'UPDATE secrets SET value = ?, updated_at = ? WHERE key = ? AND user_id = ?',
    token,
    time,
    key,
    userId,
  );
  if (changes === 1) return;
  writer.run(
    `INSERT INTO secrets (key, value, user_id, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, user_id = excluded.user_id, updated_at = excluded.updated_at`,
    key,
    token,
    userId,
    time,
  );
}

/** Replaces a token by another of the same value: writer and time stay. */
export function replaceToken(writer: Writer, key: string, token: Buffer): void {
  writer.run('UPDATE secrets SET value = ? WHERE key = ?', token, key);
}

/** Deletes a row and gives it, or null when there was none. */
export function takeSecret(writer: Writer, key: string): StoredSecret | null {
  const row = writer.get<StoredSecret>(
    'SELECT key, value, user_id, updated_at FROM secrets WHERE key = ?',
    key,
  );
  if (!row) return null;
  writer.run('DELETE FROM secrets WHERE key = ?', key);
  return row;
}

/** Puts a row back byte for byte; false when the key was set meanwhile. An owner who is gone becomes nobody. */
export function putBack(writer: Writer, { key, value, user_id, updated_at }: StoredSecret): boolean {
  const { changes } = writer.run(
    `INSERT INTO secrets (key, value, user_id, updated_at)
     VALUES (?, ?, (SELECT id FROM users WHERE id = ?), ?) ON CONFLICT (key) DO NOTHING`,
    key,
    value,
    user_id,
    updated_at,
  );
  return changes === 1;
}

/** Milliseconds to SQLite's `YYYY-MM-DD HH:MM:SS`, UTC. */
export function storedTime(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace('T', ' ');
}

function secretRow(row: ListedSecret, ring: KeyRing): SecretRow {
  // Whatever the column's type says, another program may have stored bytes there.
  const key: unknown = row.key;
  return {
    key: String(key),
    updatedAt: isoTime(row.updated_at),
    owner: row.user_id === null || row.owner === null ? null : { id: String(row.user_id), name: row.owner },
    // Nobody can ask for a key that is no text.
    unreadable: typeof key === 'string' ? ring.unreadable(row.value) : 'damaged',
    reason: null,
  };
}

/** What another program wrote as a time may be anything; the list must still show the row. */
function isoTime(stored: unknown): string {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(String(stored));
  const time = match ? Date.parse(`${match[1]}T${match[2]}Z`) : NaN;
  // Written anew: a 31 February is parsed, but is no date.
  return `${new Date(Number.isNaN(time) ? 0 : time).toISOString().slice(0, 19)}Z`;
}
