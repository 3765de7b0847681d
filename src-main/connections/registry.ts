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

  known(id: string): StoredConnection {
    const row = this.find(id);
    if (!row) throw gone();
    return row;
  }

  find(id: string): StoredConnection | null {
    return rows.readConnection(this.#options.reader, id);
  }

  list(userId: number): ConnectionRow[] {
    return rows.listConnections(this.#options.reader, userId).map((row) => this.shown(row));
  }

  shown(row: StoredConnection): ConnectionRow {
    const { userId: _, lastVersion, ...shown } = row;
    const { credentials, live } = this.#options;
    const remembered = row.signIn === 'none' || credentials.remembers(row.id);
    return { ...shown, remembered, status: live.of({ id: row.id, lastVersion }).status };
  }

  async write(row: StoredConnection): Promise<void> {
    await this.#options.queue.submit((writer) => rows.writeConnection(writer, row));
    this.#ids.add(row.id);
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

function gone(): AppError {
  return new AppError('not_found', 'This connection is not there any more.');
}
