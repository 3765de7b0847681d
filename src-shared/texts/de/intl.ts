/**
 * How German writes numbers, dates and lists. Only this catalogue uses it, and it uses nothing of the page: the page
 * waits for it before it goes on.
 */
const locale = 'de-DE';

const pluralRules = new Intl.PluralRules(locale);
const numberFormat = new Intl.NumberFormat(locale);
const listFormat = new Intl.ListFormat(locale, { type: 'conjunction' });
const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const shortDayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const clockFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });

/** `1.284`. */
export const number = (value: number): string => numberFormat.format(value);

/** `1 Zeile`, `14 Zeilen`: the form that the plural rules of the language ask for. */
export function counted(count: number, one: string, other: string): string {
  return `${number(count)} ${plural(count, one, other)}`;
}

/** Picks the form without the number. */
export function plural<T>(count: number, one: T, other: T): T {
  return pluralRules.select(count) === 'one' ? one : other;
}

/** `A, B und C`. */
export const list = (items: readonly string[]): string => listFormat.format(items);

/** `24. November 2026`. */
export const day = (time: number): string => dayFormat.format(time);

/** `24. Nov. 2026`. */
export const shortDay = (time: number): string => shortDayFormat.format(time);

/** `13:50`. */
export const clock = (time: number): string => clockFormat.format(time);

/** `24. November 2026, 13:50`. */
export const moment = (time: number): string => `${day(time)}, ${clock(time)}`;

/** `vor 12 Minuten`. */
export const longAgo = (distance: { unit: Intl.RelativeTimeFormatUnit; count: number }): string =>
  relativeFormat.format(-distance.count, distance.unit);
