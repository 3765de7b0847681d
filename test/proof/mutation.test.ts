import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { proofTimeout } from '../support/proof';

const script = join(import.meta.dirname, '../../scripts/proof/mutation.mjs');

// As a program of its own, which is what `npm run proof -- mutation` runs: it starts runs of the tests in turn. It ends
// badly when a mutant is not noticed, and when the control fails: the same tests with nothing replaced.
it(
  'N: one part of each guarded file is taken out, and a test fails each time',
  async () => {
    const { stderr } = await promisify(execFile)(process.execPath, [script, '--pinned']);
    expect(stderr).toContain('7 mutants, 0 survived, 0 ran out of time');
  },
  proofTimeout,
);
