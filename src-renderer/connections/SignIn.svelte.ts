import type { ConnectionRow } from '../../src-shared/contract';

/** One question to sign in, and who waits for its end. */
export class SignInQuestion {
  readonly #end = Promise.withResolvers<boolean>();
  #open = true;

  /** @param connection where, if that is not the server that is open */
  constructor(readonly connection: ConnectionRow | null = null) {}

  /** True once signed in, false when it was given up. */
  get answer(): Promise<boolean> {
    return this.#end.promise;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  settle(signedIn: boolean): void {
    this.#open = false;
    this.#end.resolve(signedIn);
  }
}

/** Asks to sign in to a server; all who need it at the same time share one question. */
export class SignIn {
  /** Drawn as a dialog, also while that still fades. */
  question = $state.raw<SignInQuestion | null>(null);
  #asked = 0;
  #last: Promise<boolean> = Promise.resolve(false);

  /** How often it was asked so far: for who wants to know later whether it was asked meanwhile. */
  get asked(): number {
    return this.#asked;
  }

  /**
   * True once signed in, false when it was given up.
   * @param since a count of `asked`: a question that came up after it answers for this one too
   * @param connection where, if that is not the server that is open
   */
  ask(since = this.#asked, connection: ConnectionRow | null = null): Promise<boolean> {
    if (!this.question?.isOpen && since === this.#asked) {
      this.question = new SignInQuestion(connection);
      this.#asked += 1;
      this.#last = this.question.answer;
    }
    return this.#last;
  }

  /** The dialog has left the page. */
  closed(question: SignInQuestion): void {
    question.settle(false);
    if (this.question === question) this.question = null;
  }

  stop(): void {
    this.question?.settle(false);
    this.question = null;
  }
}
