import type { Events } from '../src-shared/contract';
import type { EventName } from '../src-shared/operations';

/** `session`: the only window that may be told; null when every window may. */
export type EventListener = <E extends EventName>(
  name: E,
  payload: Events[E],
  session: number | null,
) => void;

/** What the rooms tell, to whoever listens. */
export class EventSource {
  readonly #listeners = new Set<EventListener>();

  /** The function it returns unsubscribes. */
  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  emit<E extends EventName>(name: E, payload: Events[E], session: number | null = null): void {
    for (const listener of this.#listeners) listener(name, payload, session);
  }
}

/** Runs at once, then at most once in `everyMs`; the last call is never lost. */
export function throttled(run: () => void, everyMs: number): { run: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  const fire = () => {
    again = false;
    run();
    timer = setTimeout(() => {
      timer = null;
      if (again) fire();
    }, everyMs);
  };
  return {
    run() {
      if (timer) again = true;
      else fire();
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
}
