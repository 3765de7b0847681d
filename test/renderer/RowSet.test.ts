import { describe, expect, it } from 'vitest';
import { RowSet } from '../../src-renderer/secrets/RowSet';
import { row } from './rows';

const page = (
  keys: string[],
  revision: number,
  next: string | null = null,
  total: number | null = keys.length,
) => ({
  rows: keys.map((key) => row(key)),
  next,
  total,
  revision,
});
const change = (revision: number, set: string[], deleted: string[], total: number | null) => ({
  connection: 'local',
  revision,
  reset: false,
  rows: set.map((key) => row(key, { unreadable: 'damaged' as const })),
  deletedKeys: deleted,
  total,
});
const keys = (set: RowSet): string[] => set.rows().map(({ key }) => key);

describe('RowSet', () => {
  it('puts pages and events together in the order of the keys', () => {
    const set = new RowSet();
    set.addPage(page(['A', 'C'], 1, 'C', 4), null);
    set.addChange(change(2, ['B'], [], 5));
    set.addPage(page(['D', 'E'], 2, null, 5), 'C');
    expect(keys(set)).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(set.total).toBe(5);
  });

  it('believes the higher revision, whichever comes first', () => {
    const set = new RowSet();
    set.addChange(change(7, ['A'], ['B'], 1));
    set.addPage(page(['A', 'B'], 6, null, 2), null);
    expect(set.rows()).toEqual([row('A', { unreadable: 'damaged' })]);
    expect(set.total).toBe(1);
  });

  it('drops what a newer page does not list, only in the part that the page speaks of', () => {
    const set = new RowSet();
    set.addPage(page(['A', 'B', 'C', 'D'], 1), null);
    set.addPage(page(['A', 'C'], 3, 'C', 3), null);
    expect(keys(set)).toEqual(['A', 'C', 'D']);
    set.addPage(page([], 3, null, 2), 'C');
    expect(keys(set)).toEqual(['A', 'C']);
  });

  it('keeps a key that was set after the page was read', () => {
    const set = new RowSet();
    set.addChange(change(9, ['B'], [], 2));
    set.addPage(page(['A'], 8, null, 1), null);
    expect(keys(set)).toEqual(['A', 'B']);
    expect(set.total).toBe(2);
  });

  it('concludes what is gone on a server only from all of its pages, whatever their order', () => {
    const set = new RowSet();
    // A database that sorts by a language puts `a` before `B`, and `A_B` before `AB`.
    set.addRemotePage(page(['A_B', 'AB', 'GONE'], 1, 'x', null));
    set.addRemotePage(page(['a', 'B'], 2, null, 5));
    expect(set.total).toBe(5);
    set.addRemotePage(page(['A_B', 'AB'], 3, 'x', null));
    expect(keys(set)).toEqual(['AB', 'A_B', 'B', 'GONE', 'a']);
    expect(set.total).toBeNull();
    // Written behind the pages that were read already.
    set.addChange(change(4, ['AA'], [], null));
    set.addRemotePage(page(['a', 'B'], 5, null, 5));
    set.keepListed(new Set(['A_B', 'AB', 'a', 'B']), 3);
    expect(keys(set)).toEqual(['AA', 'AB', 'A_B', 'B', 'a']);
  });

  it('forgets deletions once nothing old can come any more', () => {
    const set = new RowSet();
    set.addPage(page(['A'], 1), null);
    set.addChange(change(2, [], ['A'], 0));
    set.settle();
    expect(keys(set)).toEqual([]);
  });
});
