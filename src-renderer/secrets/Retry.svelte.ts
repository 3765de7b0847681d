const firstDelay = 2_000;
const longestDelay = 60_000;

/** Tries again after 2, 4, 8 … 60 seconds, until it is told that all is well. */
export class Retry {
  /** Milliseconds since 1970; null while nothing is planned. */
  nextAt = $state<number | null>(null);
  #delay = firstDelay;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #run: () => void;

  constructor(run: () => void) {
    this.#run = run;
  }

  plan(): void {
    clearTimeout(this.#timer);
    this.nextAt = Date.now() + this.#delay;
    this.#timer = setTimeout(() => {
      this.nextAt = null;
      this.#run();
    }, this.#delay);
    this.#delay = Math.min(this.#delay * 2, longestDelay);
  }

  now(): void {
    clearTimeout(this.#timer);
    this.nextAt = null;
    this.#run();
  }

  succeeded(): void {
    clearTimeout(this.#timer);
    this.nextAt = null;
    this.#delay = firstDelay;
  }
}
