import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheRoot } from '../setup/paths.mjs';
import { SetupError, step } from '../setup/progress.mjs';
import { run, tail } from '../setup/run.mjs';

const wanted = 'schemathesis==4.32.5';

/**
 * Installs schemathesis from PyPI in the cache, once. Only its proof needs it.
 * @returns {Promise<Record<string, string>>} the variable that tells the proof where it is
 */
export async function schemathesis() {
  // Somebody who has it somewhere says so.
  if (process.env.PROOF_VENV_SCHEMATHESIS) return {};
  const venv = path.join(cacheRoot(), wanted.replace('==', '-'));
  if (!existsSync(path.join(venv, 'bin/schemathesis'))) {
    await step(`${wanted} from PyPI`, async () => {
      for (const [command, args] of [
        ['python3', ['-m', 'venv', venv]],
        [path.join(venv, 'bin/pip'), ['install', '--quiet', wanted]],
      ]) {
        const { code, output } = await run(command, args);
        if (code !== 0) throw new SetupError(`${wanted} could not be installed:\n${tail(output)}`);
      }
    });
  }
  return { PROOF_VENV_SCHEMATHESIS: venv };
}
