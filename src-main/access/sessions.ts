import type { Session } from '../../src-shared/contract';

/** Why a session ended. */
export type SessionEnd = NonNullable<Session['ended']>;

interface Open {
  readonly userId: number;
  readonly email: string;
}

interface Ended {
  readonly ended: SessionEnd;
  readonly lastEmail: string | null;
}

export interface SessionsOptions {
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Called when a session was opened or ended. */
  readonly changed: (session: number) => void;
}

const minute = 60_000;

/**
 * Who signed in where: in memory only, each bound to the window it was opened in (the id of its web
 * contents). The windows themselves hold nothing.
 */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #open = new Map<number, Open>();
  readonly #ended = new Map<number, Ended>();
  readonly #tickets = new Map<number, symbol>();
  /** Until the choice is known the middle one holds. */
  #idleMs: number | null = 15 * minute;
  #lastUse: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#lastUse = options.elapsed();
  }

  /** The user of a window; null when nobody is signed in there. */
  userOf(session: number): number | null {
    this.#endIdle();
    return this.#open.get(session)?.userId ?? null;
  }

  /** Why nobody is signed in there any more. */
  endOf(session: number): Ended | null {
    return this.#ended.get(session) ?? null;
  }

  /** All windows in which somebody is signed in. */
  get all(): number[] {
    this.#endIdle();
    return [...this.#open.keys()];
  }

  /** Begins a sign-in. What happens to the window until it is through (lock, close, sign-out) makes it void. */
  begin(session: number): symbol {
    const ticket = Symbol();
    this.#tickets.set(session, ticket);
    return ticket;
  }

  /** Signs a user in; false when the ticket is void. */
  open(session: number, ticket: symbol, userId: number, email: string): boolean {
    if (this.#tickets.get(session) !== ticket) return false;
    this.#tickets.delete(session);
    this.#ended.delete(session);
    this.#lastUse = this.#options.elapsed();
    this.#open.set(session, { userId, email });
    this.#arm();
    this.#options.changed(session);
    return true;
  }

  /** Ends the session of one window; with `signed_out` nothing is remembered of who it was. */
  end(session: number, ended: SessionEnd): void {
    this.#tickets.delete(session);
    const open = this.#open.get(session);
    if (!open) return;
    this.#open.delete(session);
    this.#ended.set(session, { ended, lastEmail: ended === 'signed_out' ? null : open.email });
    this.#arm();
    this.#options.changed(session);
  }

  /** Ends all sessions of a user, except in one window. */
  endUser(userId: number, ended: SessionEnd, except: number | null = null): void {
    for (const [session, open] of this.#open) {
      if (open.userId === userId && session !== except) this.end(session, ended);
    }
  }

  /** The machine is left: everybody is signed out, and nobody is on the way in. */
  endAll(ended: SessionEnd): void {
    this.#tickets.clear();
    for (const session of this.#open.keys()) this.end(session, ended);
  }

  /** A window is gone. */
  close(session: number): void {
    this.#tickets.delete(session);
    this.#open.delete(session);
    this.#ended.delete(session);
    this.#arm();
  }

  /** Somebody used a window. */
  used(): void {
    this.#endIdle();
    this.#lastUse = this.#options.elapsed();
  }

  /** After how many minutes without use everybody is signed out; null: never. */
  setAutoLock(minutes: number | null): void {
    this.#idleMs = minutes === null ? null : minutes * minute;
    this.#endIdle();
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Asked at each look too: a timer may come late. */
  #endIdle(): void {
    if (this.#idleMs === null || this.#open.size === 0) return;
    if (this.#options.elapsed() - this.#lastUse >= this.#idleMs) this.endAll('idle');
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#idleMs === null || this.#open.size === 0) return;
    const left = this.#lastUse + this.#idleMs - this.#options.elapsed();
    this.#timer = setTimeout(
      () => {
        this.#endIdle();
        this.#arm();
      },
      Math.max(left, 1),
    );
    this.#timer.unref();
  }
}
