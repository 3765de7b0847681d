import { readFileSync } from 'node:fs';
import { mergeConfig } from 'vitest/config';
import config from './vitest.config';

interface Mutant {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const description = process.env['MUTANT'];
const mutant = description ? (JSON.parse(readFileSync(description, 'utf8')) as Mutant) : null;

/** The tests, with one part of one file replaced on its way into them: `npm run proof -- mutation`. */
export default mergeConfig(config, {
  // What one mutant was turned into would else be kept for the next.
  test: { fsModuleCache: false },
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform: (code: string, id: string) =>
        mutant && id.split('?', 1)[0] === mutant.file
          ? code.slice(0, mutant.start) + mutant.text + code.slice(mutant.end)
          : null,
    },
  ],
});
