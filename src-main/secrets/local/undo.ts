import { randomBytes } from 'node:crypto';
import type { StoredSecret } from './rows';

/** How long a delete can be undone. */
export const undoMs = 10_000;

interface Entry {
  /** Of all rows that were deleted. */
  readonly keys: readonly string[];
  /** Those that may still be put back. */
  rows: readonly StoredSecret[];
  readonly until: number;
  readonly timer: NodeJS.Timeout;
}

/** Deleted rows, encrypted as they were, in memory only and for 10 s. `now` is a monotonic clock in ms. */
export class UndoStore {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly now: () => number) {}

  /** Gives the token under which `find` gives back the rows. */
  keep(rows: readonly StoredSecret[]): string {
    const token = randomBytes(16).toString('base64url');
    const timer = setTimeout(() => this.#entries.delete(token), undoMs);
    timer.unref();
    const keys = rows.map(({ key }) => key);
    this.#entries.set(token, { keys, rows, until: this.now() + undoMs, timer });
    return token;
  }

  /** What a token that is still good stands for, or null. It stays until `drop`, since putting it back may fail. */
  find(token: string): Pick<Entry, 'keys' | 'rows'> | null {
    const entry = this.#entries.get(token);
    return entry && this.now() < entry.until ? entry : null;
  }

  /** Keys that were set or deleted once more: what they were before must not come back over that. */
  forget(changed: readonly string[]): void {
    if (this.#entries.size === 0) return;
    const keys = new Set(changed);
    for (const entry of this.#entries.values()) entry.rows = entry.rows.filter(({ key }) => !keys.has(key));
  }

  /** Replaces rows that are kept, such as by the same ones under another key. */
  replace(change: (row: StoredSecret) => StoredSecret): void {
    for (const [token, entry] of this.#entries) {
      this.#entries.set(token, { ...entry, rows: entry.rows.map(change) });
    }
  }

  drop(token: string): void {
    clearTimeout(this.#entries.get(token)?.timer);
    this.#entries.delete(token);
  }

  clear(): void {
    for (const token of [...this.#entries.keys()]) this.drop(token);
  }
}
