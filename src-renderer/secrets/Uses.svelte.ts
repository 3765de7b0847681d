import type { Bridge, SecretUse } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';

/** Milliseconds. A server is asked no more often than this. */
const period = 60_000;

/**
 * How much is known of what reads the secrets of a store: an answer is on its way, is there, is there without some
 * kinds of use, or did not come.
 */
export type Knowledge = 'looking' | 'known' | 'partly' | 'unknown';

/** What reads the secrets of a store, and whether that is known at all: nothing known is not the same as not used. */
export class Uses {
  knowledge = $state<Knowledge>('looking');
  /** Why it is not known. */
  failure = $state.raw<Failure | null>(null);
  /** The kinds of use that the store could not be asked for. */
  missing = $state.raw<readonly SecretUse['kind'][]>([]);
  /** There are more prompts than were looked at. */
  cut = $state(false);
  /** It is being asked for. */
  busy = $state(false);
  #all = $state.raw<ReadonlyMap<string, readonly SecretUse[]>>(new Map());
  #asked = 0;
  #answeredAt = 0;

  constructor(readonly bridge: Bridge) {}

  /** What reads a key, as far as that is known. */
  of(key: string): readonly SecretUse[] {
    return this.#all.get(key) ?? [];
  }

  /** Some of it, or all, is not known, and asking again may help. */
  get incomplete(): boolean {
    return this.knowledge === 'partly' || this.knowledge === 'unknown';
  }

  /** How many keys are known to be read by something. */
  get size(): number {
    return this.#all.size;
  }

  /** Asks, unless it is being asked or the last answer is younger than a minute. */
  async refresh(): Promise<void> {
    if (!this.busy && Date.now() - this.#answeredAt >= period) await this.load();
  }

  /** Asks; what was known before stays until there is an answer. */
  async load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.busy = true;
    const result = await this.bridge.secrets.usage({});
    if (asked !== this.#asked) return;
    this.busy = false;
    if (!result.ok) {
      this.failure = result.error;
      this.knowledge = 'unknown';
      return;
    }
    this.#answeredAt = Date.now();
    const { keys, unknown, cut } = result.value;
    this.#all = new Map(keys.map(({ key, uses }) => [key, uses]));
    this.failure = null;
    this.missing = unknown;
    this.cut = cut;
    this.knowledge = unknown.length > 0 ? 'partly' : 'known';
  }

  /** Forgets everything; an answer that is still on its way is dropped. */
  forget(): void {
    this.#asked += 1;
    this.#answeredAt = 0;
    this.#all = new Map();
    this.busy = false;
    this.failure = null;
    this.missing = [];
    this.cut = false;
    this.knowledge = 'looking';
  }
}
