import type { Events, SecretPage, SecretRow } from '../../src-shared/contract';

interface Entry {
  /** Null: it was deleted at this revision, and an older page must not bring it back. */
  readonly row: SecretRow | null;
  readonly revision: number;
}

const byKey = (a: SecretRow, b: SecretRow): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/**
 * What is known about each key, from pages and from events, which arrive in any order.
 * Of two answers about one key the one with the higher revision is right.
 */
export class RowSet {
  readonly #entries = new Map<string, Entry>();
  #total: { readonly count: number | null; readonly revision: number } = { count: null, revision: -1 };

  /** How many secrets there are, also those that are not here yet; null while nobody knows (on a server). */
  get total(): number | null {
    return this.#total.count;
  }

  /**
   * Takes one page.
   * @param after what the page was asked for; it speaks of all keys from there to its last row (or to the end)
   */
  addPage(page: SecretPage, after: string | null): void {
    const listed = new Set(page.rows.map((row) => row.key));
    const last = page.next === null ? null : (page.rows.at(-1)?.key ?? null);
    for (const [key, entry] of this.#entries) {
      const spokenOf = (after === null || key > after) && (last === null || key <= last);
      if (spokenOf && !listed.has(key)) this.#set(key, null, page.revision, entry);
    }
    for (const row of page.rows) this.#set(row.key, row, page.revision);
    this.#setTotal(page.total, page.revision);
  }

  /** Takes one page of a server, whose pages come in an order of its own: what is gone is only known at the end. */
  addRemotePage(page: SecretPage): void {
    for (const row of page.rows) this.#set(row.key, row, page.revision);
    this.#setTotal(page.total, page.revision);
  }

  /**
   * A server has listed everything: what is not among it is gone.
   * @param revision of the first page; what is newer came by an event behind the pages
   */
  keepListed(listed: ReadonlySet<string>, revision: number): void {
    for (const [key, entry] of this.#entries) {
      if (!listed.has(key) && entry.revision <= revision) this.#entries.delete(key);
    }
  }

  /** Takes the rows and keys of one event (not of a `reset`, which has none). */
  addChange(change: Events['secrets.changed']): void {
    for (const row of change.rows) this.#set(row.key, row, change.revision);
    for (const key of change.deletedKeys) this.#set(key, null, change.revision);
    this.#setTotal(change.total, change.revision);
  }

  /** Forgets what was deleted. Only once no page is on its way any more that could still speak of it. */
  settle(): void {
    for (const [key, entry] of this.#entries) if (!entry.row) this.#entries.delete(key);
  }

  /** All rows in the order of their keys, the one that the service lists them in. */
  rows(): SecretRow[] {
    const rows: SecretRow[] = [];
    for (const { row } of this.#entries.values()) if (row) rows.push(row);
    return rows.sort(byKey);
  }

  #set(key: string, row: SecretRow | null, revision: number, known = this.#entries.get(key)): void {
    if (!known || known.revision <= revision) this.#entries.set(key, { row, revision });
  }

  #setTotal(count: number | null, revision: number): void {
    if (revision >= this.#total.revision) this.#total = { count, revision };
  }
}
