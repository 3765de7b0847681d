import { describe, expect, it } from 'vitest';
import { startTextIn } from '../../../src-main/electron/start-text';
import { start as de } from '../../../src-shared/texts/de/start';
import { start as en } from '../../../src-shared/texts/en/start';

type Say = (...values: unknown[]) => string;

function* both(english: object, german: object, above = ''): Generator<[string, string | Say, string | Say]> {
  for (const [name, text] of Object.entries(english) as [string, string | Say | object][]) {
    const other = (german as Record<string, string | Say | object>)[name] as string | Say | object;
    if (typeof text === 'object') yield* both(text, other as object, `${above}${name}.`);
    else yield [`${above}${name}`, text, other as string | Say];
  }
}

describe('why a start failed, in German', () => {
  it.each([...both(en, de)])('%s', (_name, english, german) => {
    const values = ['/data/a (1).db', 'EACCES', '2'].slice(
      0,
      typeof english === 'function' ? english.length : 0,
    );
    const say = (text: string | Say) => (typeof text === 'function' ? text(...values) : text);
    expect(startTextIn('de', say(english))).toBe(say(german));
    expect(startTextIn('en', say(english))).toBe(say(english));
  });

  it('also where a part of the sentence is one of its own', () => {
    const who = en.running.process(7, en.running.modes.window, '2026-11-24T12:00:00Z');
    expect(startTextIn('de', en.running.already('/data', who))).toBe(
      'Phoenix Secrets läuft schon auf /data: Prozess 7 (mit Fenster, seit 2026-11-24T12:00:00Z) hält den Ordner. ' +
        'Jenes zuerst beenden oder PHOENIX_WORKING_DIR auf einen anderen Ordner setzen.',
    );
    expect(startTextIn('de', en.settings.dataFolder(en.path.link('/data')))).toBe(
      de.settings.dataFolder(de.path.link('/data')),
    );
    expect(
      startTextIn('de', en.settings.secret('PHOENIX_SECRET', en.settings.secretRules.secret_empty)),
    ).toBe(de.settings.secret('PHOENIX_SECRET', de.settings.secretRules.secret_empty));
    expect(startTextIn('de', en.file.unwritable('/data/x'))).toBe(de.file.unwritable('/data/x'));
  });

  it('and what the catalogue does not have is not made up', () => {
    expect(startTextIn('de', 'A sentence of somebody else.')).toBeNull();
  });
});
