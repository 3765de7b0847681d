import type { ConnectionRow } from '../../src-shared/contract';
import { AppError } from '../../src-shared/errors';
import type { CaFiles } from './ca-file';
import type { Credentials, CredentialStore } from './credentials';
import type { ReadHandle, WriteQueue } from './handles';
import type { LiveConnections } from './live-connections';
import * as rows from './rows';
import { revokeOf } from './revoke';
import type { ConnectionPlace, StoredConnection } from './rows';
import type { Transport } from './transport';

export interface RegistryOptions {
  readonly reader: ReadHandle;
  readonly queue: WriteQueue;
  readonly credentials: CredentialStore;
  readonly live: LiveConnections;
  readonly transport: Transport;
  readonly caFiles: CaFiles;
}

/** The connections as they are stored, each seen by its own user only. */
export class Registry {
  readonly #options: RegistryOptions;
  /** All that are stored, to know which ones went when the database deleted them with their user. */
  readonly #places: Map<string, ConnectionPlace>;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#places = new Map(rows.readPlaces(options.reader).map((place) => [place.id, place]));
  }

  /** Throws `not_found` for one that is not there, or somebody else's. */
  own(id: string, userId: number): StoredConnection {
    const row = rows.readConnection(this.#options.reader, id);
    if (row?.userId !== userId) throw gone();
    return row;
  }

  /** Whosever it is. Throws `not_found`. */
  known(id: string): StoredConnection {
    const row = this.find(id);
    if (!row) throw gone();
    return row;
  }

  /** Whosever it is; null when it is not there. */
  find(id: string): StoredConnection | null {
    return rows.readConnection(this.#options.reader, id);
  }

  /** Those of a user as a window shows them, last used first. */
  list(userId: number): ConnectionRow[] {
    return rows.listConnections(this.#options.reader, userId).map((row) => this.shown(row));
  }

  /** A row as a window shows it, with how the connection is now. */
  shown(row: StoredConnection): ConnectionRow {
    const { userId: _, lastVersion, ...shown } = row;
    const { credentials, live } = this.#options;
    const remembered = row.signIn === 'none' || credentials.remembers(row.id);
    return { ...shown, remembered, status: live.of({ id: row.id, lastVersion }).status };
  }

  /** Stores a new one. */
  async add(row: StoredConnection): Promise<StoredConnection> {
    await this.#options.queue.submit((writer) => rows.insertConnection(writer, row));
    this.#places.set(row.id, row);
    return row;
  }

  /**
   * Changes one as it is by then, in one step with reading it: whoever asked a server in between must not undo what
   * others did meanwhile. Throws `not_found` when it is gone, and what `change` throws; then nothing is changed.
   */
  async update(
    id: string,
    userId: number,
    change: (current: StoredConnection) => StoredConnection,
  ): Promise<StoredConnection> {
    const changed = await this.#options.queue.submit((writer) => {
      const current = rows.readConnection(writer, id);
      if (current?.userId !== userId) throw gone();
      const row = change(current);
      rows.updateConnection(writer, row);
      return row;
    });
    this.#places.set(id, changed);
    return changed;
  }

  /** A note only: the server opens without it. */
  async noteUse(id: string, time: string): Promise<void> {
    await this.#options.queue.submit((writer) => rows.noteUse(writer, id, time)).catch(() => undefined);
  }

  /** Wipes the credentials first: a row without them can be removed again. */
  async remove(row: StoredConnection): Promise<void> {
    const { credentials, queue, live } = this.#options;
    const { id } = row;
    await this.wipe(row);
    await queue.submit((writer) => rows.deleteConnection(writer, id), { frees: true });
    // An edit may have moved it in between.
    const place = this.#places.get(id) ?? row;
    this.#places.delete(id);
    live.forget(id);
    // Once more, since a sign-in may have kept new ones in between. They are no reason to keep the row.
    const late = await credentials.read(id, place.url);
    await credentials.remove(id).catch(() => undefined);
    this.#revoke(place, late);
  }

  /** Wipes what a sign-in left behind when its connection was removed meanwhile. True: it was. */
  async wipeIfGone(id: string): Promise<boolean> {
    if (this.find(id)) return false;
    this.#options.live.forget(id);
    await this.#options.credentials.remove(id);
    return true;
  }

  /**
   * Wipes what belongs to connections that went with their user, after `forgotten` was told each of them. Throws
   * `storage_failed` when a credential could not be wiped; all the others are by then.
   */
  async forgetMissing(forgotten: (id: string) => void): Promise<void> {
    const stored = new Set(rows.readPlaces(this.#options.reader).map(({ id }) => id));
    const missing = [...this.#places.values()].filter(({ id }) => !stored.has(id));
    for (const { id } of missing) {
      this.#places.delete(id);
      this.#options.live.forget(id);
      forgotten(id);
    }
    const wiped = await Promise.allSettled(missing.map((place) => this.#end(place)));
    for (const one of wiped) if (one.status === 'rejected') throw one.reason;
  }

  /** Wipes the credentials of a connection and ends their session where they came from. Throws `storage_failed`. */
  async wipe(place: ConnectionPlace): Promise<void> {
    const { credentials } = this.#options;
    const old = await credentials.read(place.id, place.url);
    await credentials.remove(place.id);
    this.#revoke(place, old);
  }

  /** Like `wipe`, and ends the session also when they cannot be wiped: nobody can try again. */
  async #end(place: ConnectionPlace): Promise<void> {
    const { credentials } = this.#options;
    this.#revoke(place, await credentials.read(place.id, place.url));
    await credentials.remove(place.id);
  }

  /** Not waited for: a server that is down is no reason to keep anything. */
  #revoke(place: ConnectionPlace, old: Credentials | null): void {
    const { transport, caFiles } = this.#options;
    void revokeOf(transport, caFiles, place, old);
  }
}

/** The failure of a connection that was removed. */
export function gone(): AppError {
  return new AppError('not_found', 'This connection is not there any more.');
}
