import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The tests that a text names: `unit/secrets/cipher` and the like. */
function testsIn(text: string): string[] {
  const names = text.matchAll(/`((?:contract|unit|e2e|renderer|architecture|proof|package)\/[\w/-]+)`/g);
  return [...new Set([...names].map((match) => match[1] ?? ''))];
}

it('every row of the threat model says what shows its defence, or why there is none', () => {
  const rows = read('docs/threat-model.md')
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.map(([, number]) => Number(number))).toEqual(
    // The attacks, then the items of Electron's checklist.
    [55, 20].flatMap((length) => Array.from({ length }, (_, index) => index + 1)),
  );
  const empty = rows.filter(
    ([, , , , shown = '']) => testsIn(shown).length === 0 && !/later|not defended/.test(shown),
  );
  expect(empty.map(([, number]) => number)).toEqual([]);
});

it.each(['docs/threat-model.md', 'SECURITY.md'])('the tests that %s names are there', (file) => {
  const names = testsIn(read(file));
  expect(names.length).toBeGreaterThan(20);
  // A folder stands for all that is in it.
  const missing = names.filter(
    (name) => !['', '.test.ts', '.spec.ts'].some((end) => existsSync(join(root, 'test', name + end))),
  );
  expect(missing).toEqual([]);
});
