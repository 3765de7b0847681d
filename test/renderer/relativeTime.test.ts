import { describe, expect, it } from 'vitest';
import { ago, secondsAgo, until } from '../../src-renderer/ui/relativeTime';
import { texts } from '../../src-shared/texts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 24, 12);

describe('ago', () => {
  it.each([
    [0, 'now'],
    [-5 * minute, 'now'],
    [59 * second, 'now'],
    [minute, '1 min ago'],
    [12 * minute, '12 min ago'],
    [59.9 * minute, '59 min ago'],
    [2 * hour, '2 h ago'],
    [25 * hour, '1 d ago'],
    [13 * day, '13 d ago'],
    [14 * day, '2 wk ago'],
    [36 * day, '5 wk ago'],
    [58 * day, '8 wk ago'],
    [62 * day, '2 mo ago'],
    [340 * day, '11 mo ago'],
    [364.9 * day, '11 mo ago'],
  ])('%d ms: %s', (passed, expected) => {
    const distance = ago(now - passed, now);
    expect(distance.kind === 'ago' ? texts.common.ago(distance.distance) : distance.kind).toBe(expected);
  });

  it('is a date from a year on', () => {
    expect(ago(now - 365 * day, now).kind).toBe('date');
    expect(texts.common.shortDay(now)).toBe('24 Nov 2026');
  });
});

describe('until', () => {
  it('counts in days and ends', () => {
    expect(until(now + 89.9999 * day, now)).toEqual({ unit: 'day', count: 90 });
    expect(until(now + 5 * hour, now)).toEqual({ unit: 'hour', count: 5 });
    expect(until(now, now)).toBeNull();
  });
});

describe('secondsAgo', () => {
  it('has seconds', () => {
    expect(texts.common.ago(secondsAgo(now - 40_500, now))).toBe('40 s ago');
    expect(texts.common.ago(secondsAgo(now + 5_000, now))).toBe('0 s ago');
  });
});

describe('the words of the catalogue', () => {
  it('follow the plural rules', () => {
    expect(texts.secrets.matches(2, 14, 'opena')).toBe('2 of 14 secrets match “opena”.');
    expect(texts.secrets.matches(1, 14, 'x')).toBe('1 of 14 secrets matches “x”.');
    expect(texts.secrets.deleteDialog.manyStop(['Cerebras', 'DeepSeek'])).toBe(
      'Cerebras and DeepSeek stop working as soon as their secrets are gone.',
    );
    expect(texts.common.bytes(1_084_000)).toBe('1.1 MB');
    expect(texts.common.bytes(20)).toBe('20 bytes');
  });
});
