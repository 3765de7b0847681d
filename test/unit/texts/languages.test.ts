import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inLanguage } from '../../../src-main/electron/language';
import { languageFor, languageNames, languages } from '../../../src-shared/languages';
import { de } from '../../../src-shared/texts/de';
import { main as deMain } from '../../../src-shared/texts/de/main';
import { signInPage as deSignInPage } from '../../../src-shared/texts/de/signInPage';
import { start as deStart } from '../../../src-shared/texts/de/start';
import { en } from '../../../src-shared/texts/en';
import { main as enMain } from '../../../src-shared/texts/en/main';
import { signInPage as enSignInPage } from '../../../src-shared/texts/en/signInPage';
import { start as enStart } from '../../../src-shared/texts/en/start';

const root = path.join(import.meta.dirname, '../../..');

describe('the language', () => {
  it.each([
    ['system', ['de-AT', 'en'], 'de'],
    ['system', ['de_DE'], 'de'],
    ['system', ['DE'], 'de'],
    ['system', ['en-GB', 'de'], 'en'],
    ['system', ['fr-FR', 'de'], 'de'],
    ['system', ['fr-FR', 'den'], 'en'],
    ['system', [], 'en'],
    ['de', ['en'], 'de'],
    ['en', ['de'], 'en'],
  ] as const)('%s on a computer that speaks %j is %s', (choice, wanted, expected) => {
    expect(languageFor(choice, wanted)).toBe(expected);
  });

  it('has a name in itself and a catalogue', () => {
    for (const language of languages) {
      expect(new Intl.DisplayNames(language, { type: 'language' }).of(language)).toBe(
        languageNames[language],
      );
      expect(readdirSync(path.join(root, 'src-shared/texts'))).toContain(`${language}.ts`);
    }
  });

  it('is written into the page each time that it is loaded, and into nothing else', async () => {
    const file = (type: string, text: string) => ({
      type,
      body: () => Promise.resolve(new TextEncoder().encode(text)),
    });
    const page = readFileSync(path.join(root, 'src-renderer/index.html'), 'utf8');
    let language: 'en' | 'de' = 'de';
    const files = inLanguage(
      new Map([
        ['/index.html', file('text/html', page)],
        ['/a.js', file('text/javascript', '<html lang="en">')],
      ]),
      () => language,
    );
    const bodyOf = async (name: string) => new TextDecoder().decode(await files.get(name)?.body());
    expect(await bodyOf('/index.html')).toBe(page.replace('lang="en"', 'lang="de"'));
    language = 'en';
    expect(await bodyOf('/index.html')).toBe(page);
    expect(await bodyOf('/a.js')).toContain('lang="en"');
    expect(inLanguage(new Map(), () => 'de').size).toBe(0);
  });
});

describe('the page', () => {
  afterEach(() => {
    vi.resetModules();
  });

  it.each([
    ['de', 'Allgemein'],
    ['en', 'General'],
    ['tlh', 'General'],
  ])('of the language %s says %s', async (lang, expected) => {
    vi.resetModules();
    vi.stubGlobal('document', { documentElement: { lang } });
    const { texts } = await import('../../../src-shared/texts');
    expect(texts.common.pages.general).toBe(expected);
  });
});

/** Every text of a catalogue by its path: a sentence, or what makes one. */
type Leaf = string | ((...values: never[]) => unknown);
function leaves(catalogue: object, above = ''): Map<string, Leaf> {
  const all = new Map<string, Leaf>();
  for (const [name, value] of Object.entries(catalogue) as [string, Leaf | object][]) {
    const place = above === '' ? name : `${above}.${name}`;
    if (typeof value === 'string' || typeof value === 'function') all.set(place, value as Leaf);
    else for (const entry of leaves(value, place)) all.set(...entry);
  }
  return all;
}

/** Texts that are the same word in both languages, names, and formats that hold no word. */
const sameInBoth = [
  /^common\.(?:appName|pages\.secrets|windowTitle|windowTitleOn|roles\..*|systemUser|keys\.(?:command|enter|escape))$/,
  /^common\.(?:number|clock|within|bytes|moment|day|shortDay|list)$/,
  /^secrets\.(?:title|table|more|use|deleteDialog\.kind)$/,
  /^apiKeys\.(?:introCode|kinds\.system|(?:columns|form)\.name)$/,
  /^connections\.(?:ways\.browser|labels\.staging|checked|versionOf|ownVersion|milliseconds)$/,
  /^connections\.form\.(?:url|name|unknownVersion)$/,
  /^general\.encryption\.(?:fallbackCode|keychains\..*)$/,
  /^general\.(?:setKey\.field|appearance\.system|lock\.minutes)$/,
  /^start\.running\.modes\.headless$/,
  /^main\.(?:appName|about|menu\.roles\.zoom)$/,
];

/** Nothing is said where a language puts the word elsewhere. */
const mayBeEmpty = /^secrets\.deleteDialog\.(?:title|mark)$/;

/** What a text may be given; each is tried at each place, and English says what fits. */
const values = [
  ...[0, 1, 2, 1284],
  ...['Beispiel', 'ADMIN', 'MEMBER', 'VIEWER', 'provider', 'prompt'],
  ...[['Erster'], ['Erster', 'Zweiter'], ['provider'], ['provider', 'prompt']],
  ...[{ unit: 'minute', count: 2 }, { electron: '45.4.1', chromium: '142.0' }, true, false, null],
] as const;

/** Where English would take anything, what comes first there. */
const onlyFirst: Record<string, readonly unknown[]> = {
  'secrets.use': ['provider', 'sandbox', 'assistant', 'prompt'],
};

function* combinations(count: number): Generator<readonly unknown[]> {
  if (count === 0) yield [];
  else for (const rest of combinations(count - 1)) for (const value of values) yield [value, ...rest];
}

/** What a text says of values, or null when they are not for it. */
function said(text: Leaf, given: readonly unknown[]): string | null {
  if (typeof text === 'string') return text;
  try {
    const result = (text as (...values: readonly unknown[]) => unknown)(...given);
    return typeof result === 'string' && !/undefined|NaN|\[object|function|null|true|false/.test(result)
      ? result
      : null;
  } catch {
    return null;
  }
}

/** What was given as a word has to stand in what is said. */
const wordsIn = (text: string) => ['Beispiel', 'Erster', 'Zweiter'].filter((word) => text.includes(word));

describe.each([['de', { ...de, main: deMain, start: deStart, signInPage: deSignInPage }]])(
  'the catalogue %s',
  (_language, catalogue) => {
    const { commandLine: _commandLine, stderr: _stderr, ...windows } = enMain;
    const english = leaves({ ...en, main: windows, start: enStart, signInPage: enSignInPage });
    const translated = leaves(catalogue);

    it('has every text, and none that English does not have', () => {
      expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
    });

    it.each([...english])('%s', (place, original) => {
      const translation = translated.get(place) as Leaf;
      expect(typeof translation).toBe(typeof original);
      const count = typeof original === 'function' ? original.length : 0;
      if (typeof translation === 'function') expect(translation).toHaveLength(count);
      const same = sameInBoth.some((pattern) => pattern.test(place));
      let tried = 0;
      for (const given of combinations(count)) {
        const expected = said(original, given);
        if (expected === null || onlyFirst[place]?.includes(given[0]) === false) continue;
        tried += 1;
        const found = said(translation, given);
        if (found === null) expect.fail(`${place}(${JSON.stringify(given)}) says ${String(found)}`);
        if (!mayBeEmpty.test(place)) expect(found.trim()).not.toBe('');
        if (!same) expect(found).not.toBe(expected);
        if (count > 0) expect(wordsIn(found)).toEqual(wordsIn(expected));
        // A number is written as this language writes it.
        if (expected.includes('1,284')) expect(found).toContain('1.284');
        expect(found).not.toMatch(/1,284|!|\b(?:bitte|erfolgreich)\b/i);
      }
      expect(tried).toBeGreaterThan(0);
    });
  },
);

describe('German', () => {
  const { common, secrets } = de;
  const time = new Date(2026, 10, 24, 13, 50).getTime();

  it('counts, dates and lists by its own rules', () => {
    expect(common.number(1284.5)).toBe('1.284,5');
    expect(common.bytes(1_084_000)).toBe('1,1 MB');
    expect(common.day(time)).toBe('24. November 2026');
    expect(common.shortDay(time)).toBe('24. Nov. 2026');
    expect(common.moment(time)).toBe('24. November 2026, 13:50');
    expect(common.longAgo({ unit: 'minute', count: 1 })).toBe('vor 1 Minute');
    expect(common.longAgo({ unit: 'day', count: 12 })).toBe('vor 12 Tagen');
    expect(common.ago({ unit: 'minute', count: 12 })).toBe('vor 12 Min.');
    expect(common.list(['A', 'B', 'C'])).toBe('A, B und C');
  });

  it('has one and many', () => {
    expect(secrets.matches(1, 14, 'opena')).toBe('1 von 14 Secrets passt zu „opena“.');
    expect(secrets.matches(2, 14, 'opena')).toBe('2 von 14 Secrets passen zu „opena“.');
    expect(secrets.deleteDialog.manyTitle(1)).toBe('1 Secret löschen?');
    expect(de.users.deleteDialog.apiKeys(0)).toBe('0 API-Schlüssel gelten ab sofort nicht mehr.');
    expect(de.general.setKey.text(1)).toContain('1 lesbares Secret wird');
  });
});
