import type { Identity, Origin } from '../../src-shared/caller';
import type { LocalAccess } from '../access/access';
import type { Identify } from '../api/guard';
import { connectionChanged } from '../connections/faults';
import { Connections } from '../connections/service';
import type { Desktop } from '../desktop';
import type { EventSource } from '../events';
import { openCallback } from '../rest/callback';
import type { SecretsBackend } from '../secrets/backend';
import type { Engine } from '../secrets/local/engine';
import { PhoenixSecrets } from '../secrets/phoenix/backend';

export interface RemoteOptions {
  readonly engine: Engine;
  readonly desktop: Desktop;
  readonly events: EventSource;
  readonly dataFolder: string;
  /** Called when it is needed: the rooms know of each other through these functions only. */
  readonly access: () => LocalAccess;
  /** True: people sign in here, so that a window may be another user's. */
  readonly authentication: boolean;
  readonly now: () => number;
  readonly elapsed: () => number;
}

/** The remote half of the graph: the connections, and the secrets of each server that a window works on. */
export class Remote {
  readonly connections: Connections;
  readonly #options: RemoteOptions;
  readonly #secrets = new Map<string, PhoenixSecrets>();

  constructor(options: RemoteOptions) {
    this.#options = options;
    const { engine, desktop, events, dataFolder, now, elapsed } = options;
    this.connections = new Connections({
      reader: engine.reader,
      queue: engine.queue,
      desktop,
      openCallback,
      dataFolder,
      now,
      elapsed,
      changed: (userId) => {
        for (const session of this.#windowsOf(userId)) events.emit('connections.changed', {}, session);
      },
      opened: (session, connection) => events.emit('connections.session', { connection }, session),
      removed: (id) => {
        void this.#secrets.get(id)?.close();
        this.#secrets.delete(id);
      },
    });
  }

  /** The secrets of a connection's server. */
  secrets(connection: string): SecretsBackend {
    const found = this.#secrets.get(connection);
    if (found) return found;
    const { events } = this.#options;
    const made = new PhoenixSecrets({
      server: this.connections.server(connection),
      connection,
      listener: (change) => {
        for (const session of this.connections.windowsOn(connection)) {
          events.emit('secrets.changed', change, session);
        }
      },
    });
    this.#secrets.set(connection, made);
    return made;
  }

  /**
   * Who an origin speaks for. For the secrets of a server that a window works on: whoever is signed in there, with the
   * role there. The caller here must be signed in all the same.
   */
  readonly identify: Identify = (origin, room) => {
    const here = this.#options.access().identify(origin);
    if (room !== 'secrets' || origin.kind !== 'window' || !here.caller || here.hold) return here;
    const connection = this.connections.connectionOf(origin.session, here.caller.userId);
    return connection === null ? here : this.#identifyThere(origin, connection, here.caller.userId);
  };

  /** To be called when the session of a window was opened or ended. */
  sessionChanged(session: number): void {
    const { caller } = this.#options.access().identify({ kind: 'window', session });
    this.connections.userChanged(session, caller?.userId ?? null);
  }

  async close(): Promise<void> {
    this.connections.close();
    await Promise.all([...this.#secrets.values()].map((secrets) => secrets.close()));
  }

  async #identifyThere(origin: Origin, connection: string, userId: number): Promise<Identity> {
    const server = this.connections.server(connection);
    const { generation } = server;
    const { person } = await server.about();
    // The rights that were looked at are those on another server, or of another person there.
    if (server.generation !== generation) throw connectionChanged();
    // The server took its time: who was signed in here may be no more, or be somebody else by now.
    const here = this.#options.access().identify(origin);
    if (!here.caller || here.hold) return here;
    if (here.caller.userId !== userId) return { caller: null, hold: null };
    const { role, name } = person ?? { role: 'ADMIN', name: here.caller.name };
    return { caller: { ...here.caller, role, name, connection }, hold: null };
  }

  /** Null: every window, since without sign-in there is one user. */
  #windowsOf(userId: number): readonly (number | null)[] {
    if (!this.#options.authentication) return [null];
    const { sessions } = this.#options.access();
    return sessions.all.filter((session) => sessions.userOf(session) === userId);
  }
}
