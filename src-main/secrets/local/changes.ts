import { localConnection, type Events, type SecretRow } from '../../../src-shared/contract';
import type { SecretsListener } from '../backend';

const everyMs = 50;
const mostRows = 500;

export interface ChangeSource {
  /** Nothing is read for nobody. */
  isHeard(): boolean;
  revision(): number;
  total(): number;
  /** Those of the keys that are there. */
  rows(keys: readonly string[]): SecretRow[];
}

/**
 * Gathers changed keys and tells of them at most every 50 ms, as they are at that moment: a burst of
 * requests is one event. More than 500 keys are not listed: the listener loads again.
 */
export class Changes {
  readonly #keys = new Set<string>();
  #reset = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #lastTotal = 0;

  constructor(
    private readonly source: ChangeSource,
    private readonly listener: SecretsListener,
  ) {}

  add(keys: Iterable<string>): void {
    if (this.#stopped || !this.source.isHeard()) return;
    for (const key of keys) {
      // One more than can be listed is enough to know.
      if (this.#keys.size > mostRows) break;
      this.#keys.add(key);
    }
    this.#timer ??= setTimeout(() => this.#tell(), everyMs);
  }

  /** Any row may look different now. */
  addAll(): void {
    if (this.#stopped || !this.source.isHeard()) return;
    this.#reset = true;
    this.#timer ??= setTimeout(() => this.#tell(), everyMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #tell(): void {
    this.#timer = undefined;
    const keys = [...this.#keys];
    this.#keys.clear();
    try {
      this.listener(this.#describe(keys));
    } catch {
      // Rows that cannot be read now: whoever loads again is told why.
      const revision = this.source.revision();
      this.listener({
        connection: localConnection,
        revision,
        reset: true,
        rows: [],
        deletedKeys: [],
        total: this.#lastTotal,
      });
    }
  }

  #describe(keys: readonly string[]): Events['secrets.changed'] {
    const reset = this.#reset || keys.length > mostRows;
    this.#reset = false;
    const rows = reset ? [] : this.source.rows(keys);
    const there = new Set(rows.map(({ key }) => key));
    const deletedKeys = reset ? [] : keys.filter((key) => !there.has(key));
    this.#lastTotal = this.source.total();
    return {
      connection: localConnection,
      revision: this.source.revision(),
      reset,
      rows,
      deletedKeys,
      total: this.#lastTotal,
    };
  }
}
