import { createSubscriber } from 'svelte/reactivity';

/** A time that moves: reading `now` in a component draws it again every so often, and only while it is drawn. */
class Clock {
  readonly #subscribe: () => void;

  /** @param period milliseconds between two readings */
  constructor(period: number) {
    this.#subscribe = createSubscriber((update) => {
      const timer = setInterval(update, period);
      return () => {
        clearInterval(timer);
      };
    });
  }

  /** Milliseconds since 1970. */
  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}

/** For relative times in tables, whose smallest unit is a minute. */
export const slowClock = new Clock(15_000);
/** For seconds that count. */
export const secondClock = new Clock(1_000);
