import type { ConnectionRow, Session } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import { ConnectionList } from '../connections/ConnectionList.svelte';
import { AppState, askEarly, type Early } from './AppState.svelte';
import type { Bridge } from './bridge';
import { Router } from './Router.svelte';
import { goesOn, stageOf, type Person, type Stage } from './stage';
import { Toasts } from './Toasts.svelte';
import { wipeFields } from './wipeFields';

/**
 * Who is in front of the window, which store it works on, and what it shows them. What the pages of one person on
 * one store hold lives in an `AppState` of its own, so that nothing of it is left for the next one.
 */
export class WindowState {
  readonly router = new Router();
  readonly toasts = new Toasts();
  readonly connections: ConnectionList;
  session = $state.raw<Session | null>(null);
  app = $state.raw<AppState | null>(null);
  /** Why it is not known who is here. */
  failure = $state.raw<Failure | null>(null);
  readonly stage = $derived<Stage>(stageOf(this.session));
  /** The server that this window works on; null for the local store. */
  #connection: ConnectionRow | null = null;

  constructor(readonly bridge: Bridge) {
    this.connections = new ConnectionList(bridge);
  }

  /** Subscribes, for as long as the page lives, and asks. */
  start(): void {
    this.bridge.on('access.session', (session) => {
      this.show(session);
    });
    this.bridge.on('connections.session', ({ connection }) => {
      this.workOn(connection);
    });
    this.connections.start();
    void this.ask();
  }

  async ask(): Promise<void> {
    this.failure = null;
    // Asked together, since most often the answers are wanted: without sign-in, and after a reload.
    const asked = this.bridge.access.session({});
    const connections = this.bridge.connections.list({});
    const early = this.app ? null : askEarly(this.bridge);
    const result = await asked;
    const listed = await connections;
    // What an event said meanwhile is newer.
    if (this.session) {
      early?.secrets.stop();
    } else if (result.ok) {
      this.connections.take(listed);
      // After a reload of the page the window still works on the server that it worked on.
      const { open } = listed.ok ? listed.value : { open: null };
      this.#connection = this.connections.rows.find(({ id }) => id === open) ?? null;
      this.show(result.value, early);
    } else {
      early?.secrets.stop();
      this.failure = result.error;
    }
  }

  /** Takes a session that has begun, changed or ended. */
  show(session: Session, early: Early | null = null): void {
    const before = this.session;
    this.session = session;
    if (goesOn(before, session)) return;
    if (before) wipeFields(document);
    this.app?.stop();
    this.toasts.dismiss();
    this.app = null;
    if (stageOf(session) === 'open' && session.user) {
      // They are those of one person.
      if (before) void this.connections.load();
      this.#begin(session.user, session.authentication, { early });
    } else {
      // A session that ends takes its server with it.
      this.#connection = null;
      this.connections.clear();
      early?.secrets.stop();
    }
  }

  /** Makes this window work on a server, or with null on the local store, and goes to its secrets; the failure, or null. */
  async open(id: string | null): Promise<Failure | null> {
    const result = await this.bridge.connections.open({ id });
    if (!result.ok) return result.error;
    this.router.go('secrets');
    this.workOn(result.value.connection);
    return null;
  }

  /** Takes what the window works on now: another store, or the same one in another state. */
  workOn(connection: ConnectionRow | null): void {
    const before = this.#connection;
    this.#connection = connection;
    if (connection) this.connections.put(connection);
    const { app } = this;
    if (!app) return;
    if (before?.id === connection?.id && before?.url === connection?.url) {
      if (connection) app.follow(connection);
      return;
    }
    wipeFields(document);
    app.stop();
    // Only what was deleted from the local store can come back.
    this.toasts.carry(connection ? texts.common.localStore : null);
    this.#begin(app.person, app.authentication, { switched: true });
  }

  #begin(person: Person, authentication: boolean, from: { early?: Early | null; switched?: boolean }): void {
    const connection = this.#connection;
    // What was asked for early does not know of a server.
    if (connection) from.early?.secrets.stop();
    this.app = new AppState(this, person, authentication, {
      connection,
      early: connection ? null : (from.early ?? null),
      switched: from.switched ?? false,
    });
    this.app.start();
  }
}
