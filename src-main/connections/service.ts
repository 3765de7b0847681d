import type { Caller, CalledBy, Origin } from '../../src-shared/caller';
import {
  localConnection,
  type ConnectionDraft,
  type ConnectionRow,
  type ConnectionsService,
  type ConnectionTest,
} from '../../src-shared/contract';
import { AppError } from '../../src-shared/errors';
import { isSameServer } from './admission';
import { countSecrets } from './count';
import { discoverServer } from './discover';
import { checkDraft } from './entrance';
import { buildParts, type ConnectionParts, type ConnectionsOptions } from './parts';
import { revoke } from './revoke';
import type { StoredConnection } from './rows';
import type { ServerSession } from './server-session';
import { mayChange } from './status';
import { Windows, type BreakableSignIn } from './windows';

/** The servers that a user works on, and which window works on which of them. */
export class Connections implements CalledBy<Caller, ConnectionsService> {
  readonly #options: ConnectionsOptions;
  readonly #parts: ConnectionParts;
  readonly #windows = new Windows();
  readonly #end = new AbortController();

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#parts = buildParts(options, this.#end.signal, (id) => this.#changed(id));
  }

  async list(_input: Record<string, never>, { userId }: Caller, origin: Origin) {
    // First, since the rows say what it takes.
    const keychain = await this.#parts.credentials.describeKeychain();
    const open = origin.kind === 'window' ? this.connectionOf(origin.session, userId) : null;
    return {
      connections: this.#parts.registry.list(userId),
      open: open ?? localConnection,
      keychain,
    };
  }

  async check({ id }: { id: string }, { userId }: Caller) {
    await this.#parts.live.of(this.#parts.registry.own(id, userId)).check();
    return { connection: this.#parts.registry.shown(this.#parts.registry.own(id, userId)) };
  }

  discover(place: { url: string; allowHttp: boolean; caFile: string | null }) {
    return discoverServer(this.#parts.transport, this.#parts.caFiles, place);
  }

  async test(draft: ConnectionDraft, { userId }: Caller): Promise<ConnectionTest> {
    const existing = this.#edited(draft, userId);
    const checked = await checkDraft(this.#parts.caFiles, draft);
    const entered = await this.#parts.admission.enter(checked, existing, null);
    try {
      const { about, session } = entered;
      const secrets = await countSecrets(session, about);
      const { version, latencyMs, authentication, person } = about;
      return { version, latencyMs, authentication, person, canChange: mayChange(about), secrets };
    } finally {
      void revoke(this.#parts.transport, checked.target, entered.credentials);
    }
  }

  async save(draft: ConnectionDraft, { userId }: Caller, origin: Origin) {
    const existing = this.#edited(draft, userId);
    const checked = await checkDraft(this.#parts.caFiles, draft);
    if (existing && isSameServer(checked, existing)) {
      return this.#stored(await this.#parts.admission.rename(checked, existing));
    }
    return this.#signingIn(origin, userId, async (signIn) => {
      const entered = await this.#parts.admission.enter(checked, existing, signIn.signal);
      return this.#parts.admission.store(checked, existing, userId, entered, signIn);
    });
  }

  async remove({ id }: { id: string }, { userId }: Caller) {
    const row = this.#parts.registry.own(id, userId);
    await this.#parts.registry.remove(row);
    this.#forget(id);
    this.#options.changed(userId);
    return {};
  }

  async open({ id }: { id: string | null }, { userId }: Caller, origin: Origin) {
    if (origin.kind !== 'window') throw new AppError('forbidden', 'Only a window can do this.');
    const { session } = origin;
    if (id === null) {
      this.#windows.close(session);
      this.#options.opened(session, null);
      return { connection: null };
    }
    const live = this.#parts.live.of(this.#parts.registry.own(id, userId));
    this.#windows.open(session, { userId, connection: id });
    void live.check();
    const connection = this.#parts.registry.shown(this.#parts.registry.own(id, userId));
    this.#options.opened(session, connection);
    // Not waited for: while the database is held, the window would work on one store and show another.
    void this.#parts.registry
      .noteUse(id, new Date(this.#options.now()).toISOString())
      .then(() => this.#options.changed(userId));
    return { connection };
  }

  async signIn(
    input: { id: string; apiKey: string | null; email: string | null; password: string | null },
    { userId }: Caller,
    origin: Origin,
  ) {
    const row = this.#parts.registry.own(input.id, userId);
    const { name, url, allowHttp, caFile, label, signIn } = row;
    const kept = { name, url, allowHttp, caFile, label, signIn };
    const checked = await checkDraft(this.#parts.caFiles, {
      ...kept,
      ...input,
      email: input.email ?? row.email,
    });
    return this.#signingIn(origin, userId, async (running) => {
      const entered = await this.#parts.admission.enterAnew(checked, running.signal);
      return this.#parts.admission.store(checked, row, userId, entered, running);
    });
  }

  async cancelSignIn(_input: Record<string, never>, _caller: Caller, origin: Origin) {
    if (origin.kind === 'window') this.#windows.cancelSignIn(origin.session);
    return {};
  }

  async setPassword(
    { draft, newPassword }: { draft: ConnectionDraft; newPassword: string },
    { userId }: Caller,
    origin: Origin,
  ) {
    const existing = this.#edited(draft, userId);
    const checked = await checkDraft(this.#parts.caFiles, draft);
    return this.#signingIn(origin, userId, async (signIn) => {
      const entered = await this.#parts.admission.enterWithNewPassword(checked, newPassword);
      return this.#parts.admission.store(checked, existing, userId, entered, signIn);
    });
  }

  /** The connection that a user's window works on; null: the local store. */
  connectionOf(session: number, userId: number): string | null {
    return this.#windows.connectionOf(session, userId);
  }

  /** The windows that work on a connection. */
  windowsOn(id: string): number[] {
    return this.#windows.on(id);
  }

  /** A server to work on; it stays the right one when its connection is edited. */
  server(id: string): ServerSession {
    return this.#parts.live.of(this.#parts.registry.known(id)).session;
  }

  /** To be called when somebody else, or nobody, sits in front of a window. */
  userChanged(session: number, userId: number | null): void {
    this.#windows.cancelForeignSignIn(session, userId);
    if (!this.#windows.isForeign(session, userId)) return;
    this.#windows.close(session);
    this.#options.opened(session, null);
  }

  /** A window is gone. */
  closeWindow(session: number): void {
    this.#windows.close(session);
    this.#windows.cancelSignIn(session);
  }

  /** To be called when a user was deleted: the connections went along, and their credentials have to. */
  async userDeleted(): Promise<void> {
    await this.#parts.registry.forgetMissing((id) => this.#forget(id));
  }

  /** Breaks off all that is under way. */
  close(): void {
    this.#end.abort();
    this.#windows.closeAll();
  }

  #edited({ id }: ConnectionDraft, userId: number): StoredConnection | null {
    return id === null ? null : this.#parts.registry.own(id, userId);
  }

  /** Signs in and stores; the window can break it off, and it ends with the session of who began it. */
  async #signingIn(
    origin: Origin,
    userId: number,
    work: (signIn: BreakableSignIn) => Promise<StoredConnection>,
  ): Promise<{ connection: ConnectionRow }> {
    return this.#stored(await this.#windows.whileSigningIn(origin, userId, work));
  }

  #stored(row: StoredConnection): { connection: ConnectionRow } {
    this.#changed(row.id);
    return { connection: this.#parts.registry.shown(this.#parts.registry.known(row.id)) };
  }

  /** Tells everybody concerned how a connection is now. */
  #changed(id: string): void {
    // What was under way at the end still comes to its own.
    if (this.#end.signal.aborted) return;
    const row = this.#parts.registry.find(id);
    // Removed while it was asked.
    if (!row) return;
    this.#options.changed(row.userId);
    const shown = this.#parts.registry.shown(row);
    for (const session of this.#windows.on(id)) this.#options.opened(session, shown);
  }

  #forget(id: string): void {
    for (const session of this.#windows.on(id)) {
      this.#windows.close(session);
      this.#options.opened(session, null);
    }
    this.#options.removed(id);
  }
}
