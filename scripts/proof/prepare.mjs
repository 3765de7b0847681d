import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheRoot } from '../setup/paths.mjs';
import { SetupError, step } from '../setup/progress.mjs';
import { run, tail } from '../setup/run.mjs';

/** Programs from PyPI that a proof runs beside this one, at a fixed version, each in a folder of the cache. */
const programs = {
  phoenix: { package: 'arize-phoenix', version: '20.26.1', variable: 'PROOF_VENV_PHOENIX' },
  schemathesis: { package: 'schemathesis', version: '4.32.5', variable: 'PROOF_VENV_SCHEMATHESIS' },
};

/**
 * Installs one of them, once (Phoenix takes a minute and 850 MB).
 * @param {'phoenix' | 'schemathesis'} name
 * @returns {Promise<Record<string, string>>} the variable that tells a proof where it is
 */
export async function prepare(name) {
  const program = programs[name];
  // Somebody who has it somewhere says so.
  if (process.env[program.variable]) return {};
  const wanted = `${program.package}==${program.version}`;
  const venv = path.join(cacheRoot(), `${program.package}-${program.version}`);
  if (!existsSync(path.join(venv, 'bin', name))) {
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
  return { [program.variable]: venv };
}
