import type { Origin } from '../../src-shared/caller';

interface Opened {
  readonly userId: number;
  readonly connection: string;
}

/** A sign-in that a window waits for, and whose it is. */
interface SignIn {
  readonly userId: number;
  readonly controller: AbortController;
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
    for (const session of this.#signIns.keys()) this.cancelSignIn(session);
  }

  /** True when it works on a server of another user than this one. */
  isForeign(session: number, userId: number | null): boolean {
    const opened = this.#open.get(session);
    return opened !== undefined && opened.userId !== userId;
  }

  /** Runs a sign-in that the window can break off; one that it waits for already is broken off. */
  async whileSigningIn<T>(
    origin: Origin,
    userId: number,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController();
    if (origin.kind !== 'window') return work(controller.signal);
    const { session } = origin;
    this.cancelSignIn(session);
    const signIn = { userId, controller };
    this.#signIns.set(session, signIn);
    try {
      return await work(controller.signal);
    } finally {
      if (this.#signIns.get(session) === signIn) this.#signIns.delete(session);
    }
  }

  /** Breaks off the sign-in that a window waits for. */
  cancelSignIn(session: number): void {
    this.#signIns.get(session)?.controller.abort();
  }

  /** Breaks it off unless it is this user's. */
  cancelForeignSignIn(session: number, userId: number | null): void {
    if (this.#signIns.get(session)?.userId !== userId) this.cancelSignIn(session);
  }
}
