import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../../src-main');
const files = [
  // What these say is said while the program runs.
  ...readdirSync(join(main, 'settings'))
    .filter((name) => !['encryption-key.ts', 'service.ts'].includes(name))
    .map((name) => join('settings', name)),
  'secrets/local/inspect.ts',
  'secrets/local/store.ts',
  'compose.ts',
];

// Whoever translates the program finds them all in the catalogue.
it.each(files)('%s holds no sentence that is shown when a start fails', (name) => {
  const code = readFileSync(join(main, name), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
  expect(code.match(/(['"`])(?:(?!\1).)*[a-z)}] [a-z0-9)}]+\.(?: (?:(?!\1).)*)?\1/g)).toBeNull();
});
