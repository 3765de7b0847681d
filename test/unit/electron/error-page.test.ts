import { expect, test } from 'vitest';
import { errorPage } from '../../../src-main/electron/error-page';
import { textsIn } from '../../../src-main/electron/language';
import { languages } from '../../../src-shared/languages';

test('texts from outside are text, never markup', () => {
  const error = {
    kind: 'setting',
    faults: ['<img src=x onerror="alert(1)"> & more'],
    dataFolder: '/tmp/"><script>',
  } as const;
  const page = errorPage(error, 'en');
  expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; more');
  expect(page).toContain('/tmp/&quot;&gt;&lt;script&gt;');
  expect(page).not.toMatch(/<script|<img/);
});

test('each kind has a title, what to do, and the faults it was given', () => {
  for (const kind of ['setting', 'already_running', 'store', 'crash'] as const) {
    const page = errorPage({ kind, faults: [`fault of ${kind}`], dataFolder: null }, 'en');
    expect(page).toMatch(/<title>Phoenix Secrets (?:can’t start|stopped)<\/title>/);
    expect(page).toContain(`fault of ${kind}`);
    expect(page).not.toContain('Data folder');
  }
});

test('what is wrong is said in the language of the page, or marked as English', () => {
  const known = 'PHOENIX_ENABLE_AUTH must be true or false. Set one of them, or unset it for false.';
  const page = errorPage({ kind: 'setting', faults: [known, 'fault 1'], dataFolder: null }, 'de');
  expect(page).toContain('<li>PHOENIX_ENABLE_AUTH muss true oder false sein.');
  expect(page).toContain('<li lang="en">fault 1</li>');
});

test.each(languages)('in %s, nothing stands on it but its catalogue and what it was given', (language) => {
  const { startError } = textsIn(language);
  for (const kind of ['setting', 'already_running', 'store', 'crash'] as const) {
    const page = errorPage({ kind, faults: ['fault 1'], dataFolder: '/data' }, language);
    expect(page).toContain(`<html lang="${language}">`);
    const words = [...Object.values(startError[kind]), startError.dataFolder, startError.quit];
    const known = [...words, 'fault 1', '/data'].sort((a, b) => b.length - a.length);
    const rest = known.reduce((text, word) => text.replaceAll(word, ''), page.replace(/<[^>]*>/g, ''));
    expect(rest.trim()).toBe('');
  }
});
