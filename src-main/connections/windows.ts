import type { Origin } from '../../src-shared/caller';
import type { AppError } from '../../src-shared/errors';
import { cancelled, stopped } from './faults';

interface Opened {
  readonly userId: number;
  readonly connection: string;
}

/** A sign-in that can be broken off until it is stored. */
export interface BreakableSignIn {
  readonly signal: AbortSignal;
  /** To be called before anything is stored: from here on it goes through. Throws `cancelled` when it was broken off. */
  begin(): void;
}

/** One that a window waits for, and whose it is. */
interface SignIn {
  readonly userId: number;
  /** `why` is what it answers. */
  breakOff(why: AppError): void;
}

/** Which windows (the ids of their web contents) work on a server, and which wait for a sign-in in the browser. */
export class Windows {
  readonly #open = new Map<number, Opened>();
  readonly #signIns = new Map<number, SignIn>();

  /** The connection that a user's window works on; null: the local store. */
  connectionOf(session: number, userId: number): string | null {
    const opened = this.#open.get(session);
    return opened?.userId === userId ? opened.connection : null;
  }

  /** Those that work on a connection. */
  on(connection: string): number[] {
    return [...this.#open]
      .filter(([, opened]) => opened.connection === connection)
      .map(([session]) => session);
  }

  /** A window works on a server from now on. */
  open(session: number, opened: Opened): void {
    this.#open.set(session, opened);
  }

  /** Back to the local store. */
  close(session: number): void {
    this.#open.delete(session);
  }

  /** Every window back to the local store; what they wait for is broken off. */
  closeAll(): void {
    this.#open.clear();
    for (const signIn of this.#signIns.values()) signIn.breakOff(stopped());
  }

  /** True when it works on a server of another user than this one. */
  isForeign(session: number, userId: number | null): boolean {
    const opened = this.#open.get(session);
    return opened !== undefined && opened.userId !== userId;
  }

  /**
   * Runs a sign-in that the window can break off; one that it waits for already is broken off. The answer is `cancelled`
   * (`shutting_down` at the end) at once then: what was sent already may take its time, and comes to nothing.
   */
  async whileSigningIn<T>(
    origin: Origin,
    userId: number,
    work: (signIn: BreakableSignIn) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController();
    const { signal } = controller;
    let begun = false;
    const breakable = {
      signal,
      begin() {
        signal.throwIfAborted();
        begun = true;
      },
    };
    if (origin.kind !== 'window') return work(breakable);
    const { session } = origin;
    this.cancelSignIn(session);
    const signIn = {
      userId,
      breakOff(why: AppError) {
        if (!begun) controller.abort(why);
      },
    };
    this.#signIns.set(session, signIn);
    try {
      return await new Promise<T>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as AppError));
        work(breakable).then(resolve, reject);
      });
    } finally {
      if (this.#signIns.get(session) === signIn) this.#signIns.delete(session);
    }
  }

  /** Breaks off the sign-in that a window waits for. */
  cancelSignIn(session: number): void {
    this.#signIns.get(session)?.breakOff(cancelled());
  }

  /** Breaks it off unless it is this user's. */
  cancelForeignSignIn(session: number, userId: number | null): void {
    if (this.#signIns.get(session)?.userId !== userId) this.cancelSignIn(session);
  }
}
