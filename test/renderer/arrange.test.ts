import { describe, expect, it } from 'vitest';
import { arrange, keyQuery, matchOf, nextSort } from '../../src-renderer/secrets/arrange';
import { row } from './rows';

const rows = [
  row('ANTHROPIC_API_KEY', { updatedAt: '2026-11-24T10:00:00Z', owner: { id: '5', name: 'Marta' } }),
  row('AZURE_OPENAI_API_KEY', { updatedAt: '2026-11-23T10:00:00Z', owner: null }),
  row('OPENAI_API_KEY', { updatedAt: '2026-11-24T10:00:00Z', owner: { id: '1', name: 'system' } }),
];
const keys = (query: string, column: 'key' | 'updated', direction: 'ascending' | 'descending') =>
  arrange(rows, query, { column, direction }).map(({ key }) => key);

describe('arrange', () => {
  it('finds by key and by owner, whatever the case', () => {
    expect(keys('opena', 'key', 'ascending')).toEqual(['AZURE_OPENAI_API_KEY', 'OPENAI_API_KEY']);
    expect(keys('openai api', 'key', 'ascending')).toHaveLength(2);
    expect(keys('MARTA', 'key', 'ascending')).toEqual(['ANTHROPIC_API_KEY']);
    expect(keys('System', 'key', 'ascending')).toEqual(['OPENAI_API_KEY']);
    expect(keys('.*', 'key', 'ascending')).toEqual([]);
  });

  it('sorts both ways; equal times stay in the order of the keys', () => {
    expect(keys('', 'key', 'descending')[0]).toBe('OPENAI_API_KEY');
    expect(keys('', 'updated', 'descending')).toEqual([
      'ANTHROPIC_API_KEY',
      'OPENAI_API_KEY',
      'AZURE_OPENAI_API_KEY',
    ]);
    expect(keys('', 'updated', 'ascending')[0]).toBe('AZURE_OPENAI_API_KEY');
  });
});

describe('nextSort', () => {
  it('turns round on the same column and starts times with the latest', () => {
    const byKey = { column: 'key', direction: 'ascending' } as const;
    expect(nextSort(byKey, 'key').direction).toBe('descending');
    expect(nextSort(byKey, 'updated')).toEqual({ column: 'updated', direction: 'descending' });
  });
});

describe('matchOf', () => {
  it('says where the query stands', () => {
    expect(matchOf('AZURE_OPENAI', 'open')).toEqual([6, 10]);
    expect(matchOf('OPENAI_API_KEY', keyQuery('i a'))).toEqual([5, 8]);
    expect(matchOf('OPENAI', '')).toBeNull();
    expect(matchOf('OPENAI', 'x')).toBeNull();
  });
});
