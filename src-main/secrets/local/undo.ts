import { randomBytes } from 'node:crypto';
import type { StoredSecret } from './rows';

/** How long a delete can be undone. */
export const undoMs = 10_000;

interface Entry {
  readonly rows: readonly StoredSecret[];
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
    this.#entries.set(token, { rows, until: this.now() + undoMs, timer });
    return token;
  }

  /** The rows of a token that is still good, or null. They stay until `drop`, since putting them back may fail. */
  find(token: string): readonly StoredSecret[] | null {
    const entry = this.#entries.get(token);
    return entry && this.now() < entry.until ? entry.rows : null;
  }

  drop(token: string): void {
    clearTimeout(this.#entries.get(token)?.timer);
    this.#entries.delete(token);
  }

  clear(): void {
    for (const token of [...this.#entries.keys()]) this.drop(token);
  }
}
