import type { ConnectionLabel, SignInWay } from '../../src-shared/contract';
import type { ReadHandle, WriteHandle } from './handles';

/** A connection as it is stored. Times are ISO texts, UTC. */
export interface StoredConnection {
  readonly id: string;
  readonly userId: number;
  readonly name: string;
  readonly url: string;
  readonly signIn: SignInWay;
  readonly email: string | null;
  readonly label: ConnectionLabel;
  readonly caFile: string | null;
  readonly allowHttp: boolean;
  readonly lastUsedAt: string | null;
  readonly lastReachedAt: string | null;
  readonly lastVersion: string | null;
}

interface Row extends Omit<StoredConnection, 'allowHttp'> {
  readonly allowHttp: number;
}

const columns = `id, user_id AS userId, name, url, sign_in AS signIn, email, label, ca_file AS caFile,
  allow_http AS allowHttp, last_used_at AS lastUsedAt, last_reached_at AS lastReachedAt, last_version AS lastVersion`;

/** Those of a user, last used first. */
export function listConnections(reader: ReadHandle, userId: number): StoredConnection[] {
  return reader
    .all<Row>(
      `SELECT ${columns} FROM connections WHERE user_id = ? ORDER BY last_used_at DESC NULLS LAST, name, id`,
      userId,
    )
    .map(connectionOf);
}

/** Null when it is not there. */
export function readConnection(reader: ReadHandle, id: string): StoredConnection | null {
  const row = reader.get<Row>(`SELECT ${columns} FROM connections WHERE id = ?`, id);
  return row ? connectionOf(row) : null;
}

/** Where a connection leads: what has to be known of it after its row is gone. */
export type ConnectionPlace = Pick<StoredConnection, 'id' | 'url' | 'caFile'>;

/** Those of all users. */
export function readPlaces(reader: ReadHandle): ConnectionPlace[] {
  return reader.all<ConnectionPlace>('SELECT id, url, ca_file AS caFile FROM connections');
}

/** A new one. */
export function insertConnection(writer: WriteHandle, row: StoredConnection): void {
  writer.run(
    `INSERT INTO connections (id, user_id, name, url, sign_in, email, label, ca_file, allow_http, last_used_at,
       last_reached_at, last_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.userId,
    ...draftColumns(row),
    row.lastUsedAt,
    row.lastReachedAt,
    row.lastVersion,
  );
}

/** All but whose it is and when it was used last. */
export function updateConnection(writer: WriteHandle, row: StoredConnection): void {
  writer.run(
    `UPDATE connections SET name = ?, url = ?, sign_in = ?, email = ?, label = ?, ca_file = ?, allow_http = ?,
       last_reached_at = ?, last_version = ? WHERE id = ?`,
    ...draftColumns(row),
    row.lastReachedAt,
    row.lastVersion,
    row.id,
  );
}

/** What people fill in: name, url, sign_in, email, label, ca_file, allow_http. */
function draftColumns({ name, url, signIn, email, label, caFile, allowHttp }: StoredConnection) {
  return [name, url, signIn, email, label, caFile, allowHttp ? 1 : 0];
}

/** Forgets one. */
export function deleteConnection(writer: WriteHandle, id: string): void {
  writer.run('DELETE FROM connections WHERE id = ?', id);
}

/** Notes when a window last opened one (ISO text, UTC). */
export function noteUse(writer: WriteHandle, id: string, time: string): void {
  writer.run('UPDATE connections SET last_used_at = ? WHERE id = ?', time, id);
}

/** Notes when a server last answered (ISO text, UTC), and its version where it said one. */
export function noteReached(writer: WriteHandle, id: string, time: string, version: string | null): void {
  writer.run(
    'UPDATE connections SET last_reached_at = ?, last_version = coalesce(?, last_version) WHERE id = ?',
    time,
    version,
    id,
  );
}

function connectionOf(row: Row): StoredConnection {
  return { ...row, allowHttp: row.allowHttp === 1 };
}
