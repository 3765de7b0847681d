import type { SecretRow } from '../../src-shared/contract';

/** Which rows are chosen. The set is replaced, never changed. */
export class Selection {
  keys = $state.raw<ReadonlySet<string>>(new Set());
  /** Where a range begins. */
  #anchor: string | null = null;
  readonly #shown: () => readonly SecretRow[];

  /** @param shown the rows in the order in which a range runs over them */
  constructor(shown: () => readonly SecretRow[]) {
    this.#shown = shown;
  }

  get count(): number {
    return this.keys.size;
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  toggle(key: string): void {
    const next = new Set(this.keys);
    if (!next.delete(key)) next.add(key);
    this.keys = next;
    this.#anchor = key;
  }

  /** Adds everything between where the selection began (`from`, when that is not selected any more) and this row. */
  extendTo(key: string, from: string | null = null): void {
    if (this.#anchor === null || !this.keys.has(this.#anchor)) this.#anchor = from ?? key;
    const keys = this.#shown().map((row) => row.key);
    const start = keys.indexOf(this.#anchor);
    const end = keys.indexOf(key);
    if (end < 0) return;
    const range = keys.slice(
      Math.min(start < 0 ? end : start, end),
      Math.max(start < 0 ? end : start, end) + 1,
    );
    this.keys = new Set([...this.keys, ...range]);
  }

  /** All rows that are shown. */
  selectAll(): void {
    this.keys = new Set(this.#shown().map((row) => row.key));
  }

  clear(): void {
    this.keys = new Set();
    this.#anchor = null;
  }

  /** Forgets keys that are gone. */
  keepOnly(rows: readonly SecretRow[]): void {
    if (this.keys.size === 0) return;
    const there = new Set(rows.map((row) => row.key));
    const left = [...this.keys].filter((key) => there.has(key));
    if (left.length < this.keys.size) this.keys = new Set(left);
  }
}
