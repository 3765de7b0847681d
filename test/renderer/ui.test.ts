import { describe, expect, it } from 'vitest';
import { daysUntil, expiryOf, expiryState } from '../../src-renderer/access/apiKeyExpiry';
import { parseAddress } from '../../src-renderer/app/Router.svelte';
import { fitChips } from '../../src-renderer/secrets/fitChips';
import { nextIndex } from '../../src-renderer/secrets/rowNavigation';
import { avatarColor, initial } from '../../src-renderer/ui/avatar';
import { visibleText } from '../../src-renderer/ui/visibleText';

describe('avatars', () => {
  it('give the system its own colour and everybody else always the same', () => {
    expect(avatarColor('1')).toBe(6);
    expect(avatarColor('VXNlcjox')).toBe(6);
    const colors = Array.from({ length: 200 }, (_, id) => avatarColor(String(id + 2)));
    expect(new Set(colors)).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(avatarColor('42')).toBe(avatarColor('42'));
  });

  it('show the first letter as a person sees it', () => {
    expect(initial('marta')).toBe('M');
    expect(initial('  «é»')).toBe('É');
    expect(initial('e\u0301mile')).toBe('E\u0301');
    expect(initial('…')).toBe('?');
  });
});

describe('visibleText', () => {
  it('shows what would hide or turn round a name', () => {
    expect(visibleText('adm\u200bin')).toBe('adm⟨U+200B⟩in');
    expect(visibleText('\u202enimda')).toBe('⟨U+202E⟩nimda');
    expect(visibleText('a\nb\u0000')).toBe('a⟨U+000A⟩b⟨U+0000⟩');
    expect(visibleText('\ud800')).toBe('⟨U+D800⟩');
    expect(visibleText('\u{e0041}')).toBe('⟨U+E0041⟩');
  });

  it('leaves ordinary names alone, in any script', () => {
    for (const name of ['Marta Okafor', 'Ines Pärk', '山田 太郎', 'محمد', '<b>x</b>']) {
      expect(visibleText(name)).toBe(name);
    }
  });
});

describe('fitChips', () => {
  it('draws all that fit and leaves room for the rest’s number', () => {
    expect(fitChips([50, 60], 120, 30)).toBe(2);
    expect(fitChips([50, 60], 113, 30)).toBe(1);
    expect(fitChips([50, 60, 70], 150, 30)).toBe(2);
    expect(fitChips([50, 60, 70], 147, 30)).toBe(1);
    expect(fitChips([500, 60], 100, 30)).toBe(1);
    expect(fitChips([], 100, 30)).toBe(0);
  });
});

describe('the end of an API key', () => {
  const now = Date.UTC(2026, 10, 24);
  const day = 86_400_000;
  const ends = (days: number) => ({ expiresAt: new Date(now + days * day).toISOString() });

  it('is marked when it is near', () => {
    expect(expiryState({ expiresAt: null }, now)).toBe('never');
    expect(expiryState(ends(8), now)).toBe('later');
    expect(expiryState(ends(7), now)).toBe('soon');
    expect(expiryState(ends(0), now)).toBe('expired');
  });

  it('follows from the choice', () => {
    expect(expiryOf('never', now)).toBeNull();
    expect(daysUntil(expiryOf('days90', now) ?? 0, now + 5_000)).toBe(90);
  });
});

describe('addresses', () => {
  it('lead to pages and places, and to Secrets when they are unknown', () => {
    expect(parseAddress('')).toEqual({ page: 'secrets', place: null });
    expect(parseAddress('#/api-keys')).toEqual({ page: 'apiKeys', place: null });
    expect(parseAddress('#/general/encryption')).toEqual({ page: 'general', place: 'encryption' });
    expect(parseAddress('#/nowhere/else')).toEqual({ page: 'secrets', place: null });
  });
});

describe('keys that move between rows', () => {
  it('stop at both ends', () => {
    expect(nextIndex('ArrowDown', 9, 10, 400)).toBe(9);
    expect(nextIndex('ArrowUp', 0, 10, 400)).toBe(0);
    expect(nextIndex('PageDown', 0, 100, 400)).toBe(9);
    expect(nextIndex('PageUp', 5, 100, 400)).toBe(0);
    expect(nextIndex('Home', 5, 100, 400)).toBe(0);
    expect(nextIndex('End', 5, 100, 400)).toBe(99);
    expect(nextIndex('x', 5, 100, 400)).toBeNull();
  });
});
