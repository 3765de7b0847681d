/** One question to sign in, and who waits for its end. */
export class SignInQuestion {
  readonly #end = Promise.withResolvers<boolean>();
  #open = true;

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

/** Asks to sign in to the server that is open; all who need it at the same time share one question. */
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
   */
  ask(since = this.#asked): Promise<boolean> {
    if (!this.question?.isOpen && since === this.#asked) {
      this.question = new SignInQuestion();
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
