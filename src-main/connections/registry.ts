import type { ConnectionRow } from '../../src-shared/contract';
import { AppError } from '../../src-shared/errors';
import type { CredentialStore } from './credentials';
import type { ReadHandle, WriteQueue } from './handles';
import type { LiveConnections } from './live-connections';
import * as rows from './rows';
import type { StoredConnection } from './rows';

export interface RegistryOptions {
  readonly reader: ReadHandle;
  readonly queue: WriteQueue;
  readonly credentials: CredentialStore;
  readonly live: LiveConnections;
}

/** The connections as they are stored, each seen by its own user only. */
export class Registry {
  readonly #options: RegistryOptions;
  /** All that are stored, to know which ones went when the database deleted them with their user. */
  readonly #ids: Set<string>;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#ids = new Set(rows.readIds(options.reader));
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
    this.#ids.add(row.id);
    return row;
  }

  /**
   * Changes one as it is by then, in one step with reading it: whoever asked a server in between must not undo what
   * others did meanwhile. Throws `not_found` when it is gone, and what `change` throws; then nothing is changed.
   */
  update(
    id: string,
    userId: number,
    change: (current: StoredConnection) => StoredConnection,
  ): Promise<StoredConnection> {
    return this.#options.queue.submit((writer) => {
      const current = rows.readConnection(writer, id);
      if (current?.userId !== userId) throw gone();
      const row = change(current);
      rows.updateConnection(writer, row);
      return row;
    });
  }

  /** A note only: the server opens without it. */
  async noteUse(id: string, time: string): Promise<void> {
    await this.#options.queue.submit((writer) => rows.noteUse(writer, id, time)).catch(() => undefined);
  }

  /** Wipes the credentials first: a row without them can be removed again. */
  async remove(id: string): Promise<void> {
    await this.#options.credentials.remove(id);
    await this.#options.queue.submit((writer) => rows.deleteConnection(writer, id), { frees: true });
    this.#ids.delete(id);
    this.#options.live.forget(id);
    // Once more, since a sign-in may have kept new ones in between. They are no reason to keep the row.
    await this.#options.credentials.remove(id).catch(() => undefined);
  }

  /** Wipes what a sign-in left behind when its connection was removed meanwhile. True: it was. */
  async wipeIfGone(id: string): Promise<boolean> {
    if (this.find(id)) return false;
    this.#options.live.forget(id);
    await this.#options.credentials.remove(id);
    return true;
  }

  /** Wipes what belongs to connections that went with their user; gives their ids. */
  async forgetMissing(): Promise<string[]> {
    const stored = new Set(rows.readIds(this.#options.reader));
    const missing = [...this.#ids].filter((id) => !stored.has(id));
    for (const id of missing) {
      this.#ids.delete(id);
      this.#options.live.forget(id);
    }
    await Promise.all(missing.map((id) => this.#options.credentials.remove(id)));
    return missing;
  }
}

/** The failure of a connection that was removed. */
export function gone(): AppError {
  return new AppError('not_found', 'This connection is not there any more.');
}
