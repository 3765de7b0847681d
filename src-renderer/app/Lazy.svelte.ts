import type { Component } from 'svelte';

/** A component in a file of its own, loaded when first needed or when the page is idle. */
export class Lazy<C extends Component<never>> {
  component = $state.raw<C | null>(null);
  readonly #load: () => Promise<{ default: C }>;
  #loading: Promise<void> | null = null;

  constructor(load: () => Promise<{ default: C }>) {
    this.#load = load;
  }

  load(): Promise<void> {
    this.#loading ??= this.#load().then((module) => {
      this.component = module.default;
    });
    return this.#loading;
  }
}

/** Loads them one after the other once nothing else is to be done. */
export function loadWhenIdle(parts: readonly { load: () => Promise<void> }[]): void {
  requestIdleCallback(() => {
    void parts.reduce((before, part) => before.then(() => part.load()), Promise.resolve());
  });
}
