import { AppError } from '../../src-shared/errors';
import type { CaFiles } from './ca-file';
import type { CredentialStore } from './credentials';
import type { ReadHandle, WriteQueue } from './handles';
import { Live } from './live';
import { noteReached, readConnection, type StoredConnection } from './rows';
import type { Place } from './server-session';
import type { Transport } from './transport';

export interface LiveConnectionsOptions {
  readonly reader: ReadHandle;
  readonly queue: WriteQueue;
  readonly transport: Transport;
  readonly credentials: CredentialStore;
  readonly caFiles: CaFiles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told when a connection looks different. */
  readonly changed: (id: string) => void;
}

/** The connections that have been asked something since the start. */
export class LiveConnections {
  readonly #live = new Map<string, Live>();

  constructor(private readonly options: LiveConnectionsOptions) {}

  /** The one with this id, made when it is asked for first. */
  of({ id, lastVersion }: Pick<StoredConnection, 'id' | 'lastVersion'>): Live {
    const found = this.#live.get(id);
    if (found) return found;
    const { transport, credentials, now, changed } = this.options;
    const live = new Live({
      transport,
      now,
      lastVersion,
      keeper: {
        read: (url) => credentials.read(id, url),
        write: (value) => credentials.write(id, value),
        remove: () => credentials.remove(id),
      },
      place: () => this.#placeOf(id),
      changed: () => changed(id),
      reached: (version) => this.#noteReached(id, version),
    });
    this.#live.set(id, live);
    return live;
  }

  /** To be called when a connection is gone. */
  forget(id: string): void {
    this.#live.delete(id);
  }

  /** Read anew each time, so that an edit of the connection is what counts. */
  async #placeOf(id: string): Promise<Place> {
    const row = readConnection(this.options.reader, id);
    if (!row) throw new AppError('not_found', 'This connection is not there any more.');
    const target = { connection: id, url: row.url, ca: await this.options.caFiles.read(row.caFile) };
    return { target, way: row.signIn };
  }

  #noteReached(id: string, version: string | null): void {
    const { queue, now } = this.options;
    const time = new Date(now()).toISOString();
    // Only a note: the connection works without it.
    queue.submit((writer) => noteReached(writer, id, time, version)).catch(() => undefined);
  }
}
