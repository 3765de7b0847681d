/** How English writes numbers, dates and lists. Only the catalogue uses these. */
const locale = 'en-GB';

const pluralRules = new Intl.PluralRules(locale);
const numberFormat = new Intl.NumberFormat(locale);
const listFormat = new Intl.ListFormat(locale, { type: 'conjunction' });
const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
const dayFormat = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDayFormat = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const clockFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });

/** A distance in time, as `relativeTime` of the window measures it. */
export interface TimeDistance {
  readonly unit: 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month';
  readonly count: number;
}

/** A number with its thousands separated: `1,284`. */
export const number = (value: number): string => numberFormat.format(value);

/** `1 secret`, `14 secrets`: the form that the plural rules of the language ask for. */
export function counted(count: number, one: string, other: string): string {
  return `${number(count)} ${pluralRules.select(count) === 'one' ? one : other}`;
}

/** Picks the form without the number. */
export function plural<T>(count: number, one: T, other: T): T {
  return pluralRules.select(count) === 'one' ? one : other;
}

/** `A, B and C`. */
export const list = (items: readonly string[]): string => listFormat.format(items);

/** `24 November 2026`. */
export const day = (time: number): string => dayFormat.format(time);

/** `24 Nov 2026`. */
export const shortDay = (time: number): string => shortDayFormat.format(time);

/** `13:50`. */
export const clock = (time: number): string => clockFormat.format(time);

/** `24 November 2026, 13:50`. */
export const moment = (time: number): string => `${day(time)}, ${clock(time)}`;

/** `12 minutes ago`. */
export const longAgo = ({ unit, count }: TimeDistance): string => relativeFormat.format(-count, unit);
