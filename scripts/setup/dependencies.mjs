import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';
import { SetupError, step } from './progress.mjs';
import { npm, tail } from './run.mjs';

function packages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * True when node_modules is what package-lock.json says. npm keeps its own record in node_modules/.package-lock.json
 * and writes it last, so a half-done install has none. Compared whole (about 10 ms) instead of by a stamp of ours:
 * it also holds after somebody's own `npm install`, and when one package was deleted.
 */
export function dependenciesCurrent() {
  try {
    const wanted = packages(inRoot('package-lock.json'));
    const installed = packages(inRoot('node_modules/.package-lock.json'));
    return Object.entries(wanted).every(([at, entry]) => {
      if (at === '') return true;
      const have = installed[at];
      // Optional packages are those of other platforms, as a rule; when one is installed it has to be the right one.
      if (!have) return entry.optional === true || entry.devOptional === true;
      return (
        have.version === entry.version &&
        have.integrity === entry.integrity &&
        existsSync(path.join(root, at, 'package.json'))
      );
    });
  } catch {
    return false;
  }
}

/** Installs exactly what the lockfile names; no install script of any package runs. */
export async function installDependencies() {
  if (dependenciesCurrent()) return;
  await step('Dependencies from the lockfile (npm ci)', async () => {
    const everything = ['--include=dev', '--include=optional', '--prefer-offline'];
    const { code, output } = await npm(['ci', ...everything], { cwd: root });
    if (code !== 0) throw new SetupError(`npm ci failed:\n${tail(output)}`);
  });
}
