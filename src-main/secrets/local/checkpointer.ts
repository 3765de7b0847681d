import type { Writer } from './database';

const quietMs = 500;
const atMostEveryMs = 5000;

/**
 * Empties the WAL soon after the last write, so that the previous text of a replaced or deleted value is
 * gone from the files; every 5 s while writes go on. It never waits for another connection: it comes again.
 */
export class Checkpointer {
  #timer: NodeJS.Timeout | undefined;
  #dirtySince: number | null = null;
  #lastWrite = 0;

  /** `emptied` is called each time the WAL was emptied. */
  constructor(
    private readonly writer: Writer,
    private readonly emptied: () => void = () => undefined,
  ) {}

  /** To be called after each commit, and at the start for those of a run that was killed. */
  committed(): void {
    this.#lastWrite = performance.now();
    this.#dirtySince ??= this.#lastWrite;
    this.#timer ??= setTimeout(() => this.#check(), quietMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    this.#timer = undefined;
    if (this.#dirtySince === null) return;
    const now = performance.now();
    const quiet = now - this.#lastWrite;
    if (quiet < quietMs && now - this.#dirtySince < atMostEveryMs) {
      this.#timer = setTimeout(() => this.#check(), quietMs - quiet);
    } else if (this.#checkpoint()) {
      this.#dirtySince = null;
      this.emptied();
    } else {
      this.#timer = setTimeout(() => this.#check(), atMostEveryMs);
    }
  }

  #checkpoint(): boolean {
    try {
      return this.writer.checkpoint();
    } catch {
      // A full or failing disk: what is acknowledged stays in the WAL, and the next round tries again.
      return false;
    }
  }
}
