import { AppError } from '../../../src-shared/errors';

/** Bounds of one run of pages, ten times beyond what is known to be in use; a server that gives few at a time ends soon. */
const mostRows = 100_000;
const mostPages = 200;
/** Of all texts in the rows of a run, some ten times what 100,000 ordinary rows have. */
const mostCharacters = 32_000_000;
/** How many places to go on from are remembered. */
const mostPlaces = 1_000;

/** Where a run of pages goes on. */
interface Place {
  readonly pages: number;
  readonly rows: number;
  readonly characters: number;
  /** On which page of the run each key came; a page that is asked for again may bring its own once more. */
  readonly pageOf: Map<string, number>;
  /** False when its beginning is not known, so that it cannot be counted. */
  readonly whole: boolean;
}

const beginning = (whole: boolean): Place => ({ pages: 0, rows: 0, characters: 0, pageOf: new Map(), whole });

/**
 * Follows pages from the first to the last: counts the rows, and ends a list that never ends. Keys are not
 * compared, since a database sorts them by rules of its own (PostgreSQL: by its collation), but none may come twice.
 */
export class PageRuns {
  readonly #places = new Map<string, Place>();
  #total: number | null = null;

  /** How many rows the last whole run found; null when that is not known (any more). */
  get total(): number | null {
    return this.#total;
  }

  /**
   * Takes one page; `size` is how many characters its rows have. Throws `bad_answer`: `endless` when it does not lead
   * to an end, `too_large` when the rows of the run hold more text than any list has.
   */
  take(after: string | null, keys: readonly string[], next: string | null, size: number): void {
    const place = (after === null ? beginning(true) : this.#places.get(after)) ?? beginning(false);
    const { pages, pageOf, whole } = place;
    const rows = place.rows + keys.length;
    const characters = place.characters + size + (next?.length ?? 0);
    const again = new Set(keys).size < keys.length || keys.some((key) => (pageOf.get(key) ?? pages) < pages);
    const stuck = next !== null && (keys.length === 0 || next === after);
    if (again || stuck || rows > mostRows || pages >= mostPages) {
      throw new AppError('bad_answer', "The server's list does not come to an end.", { rule: 'endless' });
    }
    if (characters > mostCharacters) {
      throw new AppError('bad_answer', "The server's list is too large.", { rule: 'too_large' });
    }
    if (next === null) {
      if (whole) this.#total = rows;
      this.#places.clear();
      return;
    }
    if (this.#total !== null && rows > this.#total) this.#total = null;
    if (this.#places.size >= mostPlaces) this.#places.clear();
    for (const key of keys) pageOf.set(key, pages);
    this.#places.set(next, { pages: pages + 1, rows, characters, pageOf, whole });
  }

  /** Something was written: how many there are is not known any more. */
  forgetTotal(): void {
    this.#total = null;
  }
}
