import { expect, test } from 'vitest';
import { errorPage } from '../../../src-main/electron/error-page';

test('texts from outside are text, never markup', () => {
  const page = errorPage({
    kind: 'setting',
    faults: ['<img src=x onerror="alert(1)"> & more'],
    dataFolder: '/tmp/"><script>',
  });
  expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; more');
  expect(page).toContain('/tmp/&quot;&gt;&lt;script&gt;');
  expect(page).not.toMatch(/<script|<img/);
});

test('each kind has a title, what to do, and the faults it was given', () => {
  for (const kind of ['setting', 'already_running', 'store', 'crash'] as const) {
    const page = errorPage({ kind, faults: [`fault of ${kind}`], dataFolder: null });
    expect(page).toMatch(/<title>Phoenix Secrets (?:can’t start|stopped)<\/title>/);
    expect(page).toContain(`fault of ${kind}`);
    expect(page).not.toContain('Data folder');
  }
});
