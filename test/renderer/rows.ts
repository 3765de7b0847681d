import type { SecretRow } from '../../src-shared/contract';

/** A row of the list with what the test does not care about filled in. */
export const row = (key: string, more: Partial<SecretRow> = {}): SecretRow => ({
  key,
  updatedAt: '2026-11-24T12:00:00Z',
  owner: null,
  unreadable: null,
  reason: null,
  ...more,
});
