import type { Preferences, SecretRow } from '../../src-shared/contract';
import { texts } from '../../src-shared/texts';
import { isSystemUser } from '../ui/avatar';

export type Sort = Preferences['sort'];
export type Owner = Preferences['owner'];

/** The owner's name as the table shows it; empty when nobody is known. */
export const ownerName = (row: SecretRow): string =>
  row.owner ? (isSystemUser(row.owner.id) ? texts.common.systemUser : row.owner.name) : '';

/** The rows that one person changed last. */
export const ownedBy = (rows: readonly SecretRow[], id: string): readonly SecretRow[] =>
  rows.filter((row) => row.owner?.id === id);

/** Where a query first stands in a text, whatever the case; null where it does not, or for an empty query. */
export function matchOf(text: string, query: string): readonly [number, number] | null {
  if (query === '') return null;
  const start = text.toLowerCase().indexOf(query.toLowerCase());
  return start < 0 ? null : [start, start + query.length];
}

/** A key has underscores where one would say a space: `openai api` finds OPENAI_API_KEY. */
export const keyQuery = (query: string): string => query.replace(/ /g, '_');

/**
 * The rows to show: those whose key or owner holds the query, in the order asked for.
 * @param rows in the order of their keys
 */
export function arrange(rows: readonly SecretRow[], query: string, sort: Sort): readonly SecretRow[] {
  const wanted = query.toLowerCase();
  const wantedKey = keyQuery(wanted);
  const found =
    wanted === ''
      ? rows
      : rows.filter(
          (row) => row.key.toLowerCase().includes(wantedKey) || ownerName(row).toLowerCase().includes(wanted),
        );
  if (sort.column === 'key') return sort.direction === 'ascending' ? found : found.toReversed();
  const sign = sort.direction === 'ascending' ? 1 : -1;
  // Times of one form, so they compare as texts; equal ones stay in the order of their keys.
  return found.toSorted((a, b) =>
    a.updatedAt === b.updatedAt ? 0 : a.updatedAt < b.updatedAt ? -sign : sign,
  );
}

/** What a press on a column header leads to. Times start with the latest. */
export function nextSort(sort: Sort, column: Sort['column']): Sort {
  if (sort.column !== column) {
    return { column, direction: column === 'key' ? 'ascending' : 'descending' };
  }
  return { column, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
}
