import type { TimeDistance } from '../../src-shared/texts/en/intl';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
/** A twelfth of a year. */
const month = 30.4375 * day;

/** How long ago something was: `now` under a minute, `date` from a year on, else a distance in one unit. */
export type Ago = { kind: 'now' } | { kind: 'date' } | { kind: 'ago'; distance: TimeDistance };

/** Measures how long `then` lies back, both in milliseconds. A time ahead of the clock counts as now. */
export function ago(then: number, now: number): Ago {
  const passed = now - then;
  if (passed < minute) return { kind: 'now' };
  if (passed >= 365 * day) return { kind: 'date' };
  return { kind: 'ago', distance: distance(passed) };
}

/** How long it is until something, in days or, on its last day, hours and minutes; null when it is past. */
export function until(then: number, now: number): TimeDistance | null {
  const left = then - now;
  if (left <= 0) return null;
  return left >= day ? { unit: 'day', count: Math.round(left / day) } : distance(left);
}

/** A distance with seconds, for what just happened. */
export function secondsAgo(then: number, now: number): TimeDistance {
  const passed = Math.max(0, now - then);
  return passed < minute ? { unit: 'second', count: Math.floor(passed / 1000) } : distance(passed);
}

function distance(passed: number): TimeDistance {
  if (passed < hour) return { unit: 'minute', count: Math.max(1, Math.floor(passed / minute)) };
  if (passed < day) return { unit: 'hour', count: Math.floor(passed / hour) };
  if (passed < 2 * week) return { unit: 'day', count: Math.floor(passed / day) };
  if (passed < 2 * month) return { unit: 'week', count: Math.floor(passed / week) };
  return { unit: 'month', count: Math.floor(passed / month) };
}
