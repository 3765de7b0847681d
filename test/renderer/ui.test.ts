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
  // Row 30 of the threat model.
  it.each([
    ['adm\u200bin', 'adm⟨U+200B⟩in'],
    ['ad\u200cmin', 'ad⟨U+200C⟩min'],
    ['ad\u200dmin', 'ad⟨U+200D⟩min'],
    ['\u200eadmin', '⟨U+200E⟩admin'],
    ['admin\u200f', 'admin⟨U+200F⟩'],
    ['\u202aadmin\u202c', '⟨U+202A⟩admin⟨U+202C⟩'],
    ['\u202badmin', '⟨U+202B⟩admin'],
    ['\u202dadmin', '⟨U+202D⟩admin'],
    ['\u202enimda', '⟨U+202E⟩nimda'],
    ['\u2066admin\u2069', '⟨U+2066⟩admin⟨U+2069⟩'],
    ['\u2067admin', '⟨U+2067⟩admin'],
    ['\u2068admin', '⟨U+2068⟩admin'],
    ['\u061cadmin', '⟨U+061C⟩admin'],
    ['\ufeffadmin', '⟨U+FEFF⟩admin'],
    ['ad\u00admin', 'ad⟨U+00AD⟩min'],
    ['ad\u034fmin', 'ad⟨U+034F⟩min'],
    ['ad\u2060min', 'ad⟨U+2060⟩min'],
    ['ad\u2063min', 'ad⟨U+2063⟩min'],
    ['admin\u3164', 'admin⟨U+3164⟩'],
    ['admin\uffa0', 'admin⟨U+FFA0⟩'],
    ['admin\u115f', 'admin⟨U+115F⟩'],
    ['admin\ufe0f', 'admin⟨U+FE0F⟩'],
    ['admin\u{e0041}', 'admin⟨U+E0041⟩'],
    ['admin\u{e0100}', 'admin⟨U+E0100⟩'],
    ['admin\u{1d173}', 'admin⟨U+1D173⟩'],
    ['admin\u2028', 'admin⟨U+2028⟩'],
    ['a\nb\u0000', 'a⟨U+000A⟩b⟨U+0000⟩'],
    ['a\u001b[31m\u009b', 'a⟨U+001B⟩[31m⟨U+009B⟩'],
    ['\ud800', '⟨U+D800⟩'],
    ['<b>\u202e</b>', '<b>⟨U+202E⟩</b>'],
  ])('shows what would hide or turn round a name: %j', (name, shown) => {
    expect(visibleText(name)).toBe(shown);
  });

  it('leaves ordinary names alone, in any script', () => {
    for (const name of ['Marta Okafor', 'Ines Pärk', '山田 太郎', 'محمد', 'аdmin', '<b>x</b>']) {
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
