import type { ApiKeyRow } from '../../src-shared/contract';

const day = 86_400_000;
/** From so many days before its end on a key is marked. */
const soon = 7;

/** The choices of the form; null never expires. */
export const lifetimes = { days30: 30, days90: 90, year: 365, never: null } as const;
export type Lifetime = keyof typeof lifetimes;

/** When a key that is made at `now` ends, in milliseconds; null when it never does. */
export function expiryOf(lifetime: Lifetime, now: number): number | null {
  const days = lifetimes[lifetime];
  return days === null ? null : now + days * day;
}

/** How an expiry looks in the table. */
export type ExpiryState = 'never' | 'later' | 'soon' | 'expired';

/** Says how near the end of a key is. */
export function expiryState(row: Pick<ApiKeyRow, 'expiresAt'>, now: number): ExpiryState {
  if (row.expiresAt === null) return 'never';
  const left = Date.parse(row.expiresAt) - now;
  return left <= 0 ? 'expired' : left <= soon * day ? 'soon' : 'later';
}

/** Whole days until a time, at least 0. */
export const daysUntil = (time: number, now: number): number => Math.max(0, Math.round((time - now) / day));
