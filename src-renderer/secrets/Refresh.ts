import type { SecretsList } from './SecretsList.svelte';

/** Milliseconds between two readings of a list that nobody has asked for. */
const calm = 60_000;
/** Between two looks at the clock. */
const step = 5_000;
/** A server that takes long is left in peace for so many times as long. */
const rest = 20;

/**
 * Reads the list of a server again: when the window gets the focus and once a minute, but not more often than
 * twenty times what the last reading took. Never while a dialog is open, and not while a failure is being retried.
 */
export class Refresh {
  readonly #list: SecretsList;
  readonly #isBusy: () => boolean;

  /** @param isBusy whether somebody is at something that rows which move would disturb */
  constructor(list: SecretsList, isBusy: () => boolean) {
    this.#list = list;
    this.#isBusy = isBusy;
  }

  /** Begins; the function it returns ends it. */
  start(): () => void {
    const timer = setInterval(() => {
      this.#read(calm);
    }, step);
    this.#read(calm);
    return () => {
      clearInterval(timer);
    };
  }

  /** The window has got the focus. */
  focused(): void {
    this.#read(0);
  }

  #read(period: number): void {
    const list = this.#list;
    if (!list.complete || list.isLoading || list.failure || this.#isBusy()) return;
    const pause = Math.max(period, list.readMs * rest);
    if (Date.now() - list.readAt >= pause) void list.load();
  }
}
