import type { Session } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { AppState, askEarly } from './AppState.svelte';
import type { Bridge } from './bridge';
import { Router } from './Router.svelte';
import { goesOn, stageOf, type Stage } from './stage';
import { wipeFields } from './wipeFields';

/**
 * Who is in front of the window, and what the window shows them. What one person's pages hold lives in an
 * `AppState` of its own, so that nothing of it is left for the next one.
 */
export class WindowState {
  readonly router = new Router();
  session = $state.raw<Session | null>(null);
  app = $state.raw<AppState | null>(null);
  /** Why it is not known who is here. */
  failure = $state.raw<Failure | null>(null);
  readonly stage = $derived<Stage>(stageOf(this.session));

  constructor(readonly bridge: Bridge) {}

  /** Subscribes, for as long as the page lives, and asks. */
  start(): void {
    this.bridge.on('access.session', (session) => {
      this.show(session);
    });
    void this.ask();
  }

  async ask(): Promise<void> {
    this.failure = null;
    const asked = this.bridge.access.session({});
    // Asked together, since most often the answers are wanted: without sign-in, and after a reload.
    const early = this.app ? null : askEarly(this.bridge);
    const result = await asked;
    // What an event said meanwhile is newer.
    if (this.session) {
      early?.secrets.stop();
    } else if (result.ok) {
      this.show(result.value, early);
    } else {
      early?.secrets.stop();
      this.failure = result.error;
    }
  }

  /** Takes a session that has begun, changed or ended. */
  show(session: Session, early: ReturnType<typeof askEarly> | null = null): void {
    const before = this.session;
    this.session = session;
    if (goesOn(before, session)) return;
    if (before) wipeFields(document);
    this.app?.stop();
    this.app = null;
    if (stageOf(session) === 'open' && session.user) {
      this.app = new AppState(this, session.user, session.authentication, early);
      this.app.start();
    } else {
      early?.secrets.stop();
    }
  }
}
