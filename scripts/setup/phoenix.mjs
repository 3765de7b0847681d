import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installPackages } from './debian.mjs';
import { exclusively } from './lock.mjs';
import { putInPlace, writeWhole } from './manifest.mjs';
import { cacheRoot } from './paths.mjs';
import { SetupError, isMain, main, step } from './progress.mjs';
import { run, tail } from './run.mjs';

/** The Phoenix that this program is held against. */
const phoenixVersion = '20.26.1';

/**
 * When the versions that we try were published, and what else they need. Each is installed with its dependencies as
 * of then: they name no upper bounds, and with those of today an older one does not even start.
 */
export const published = {
  '20.26.1': ['2026-10-25'],
  '19.1.0': ['2026-07-18'],
  '17.12.0': ['2026-06-25'],
  '14.11.0': ['2026-04-22'],
  '13.8.0': ['2026-03-04'],
  // Takes for granted what pandas 3, two days older, brings no more.
  '12.31.1': ['2026-01-22', 'pandas<3'],
  '11.38.0': ['2025-09-29'],
};

/** The oldest pip that can look at dates, and then some. */
const pip = 'pip==26.3';
const COMPLETE = 'phoenix-secrets-complete';
/** With its driver for PostgreSQL. */
const wanted = (version) => `arize-phoenix[pg]==${version}`;
const inVenv = (venv, name) =>
  path.join(venv, ...(process.platform === 'win32' ? ['Scripts', `${name}.exe`] : ['bin', name]));

/**
 * A real Phoenix server from PyPI, in the cache: installed once (about a minute, 850 MB).
 * @param {string} [version] an exact one
 * @returns {Promise<{ command: string, args: string[] }>} what starts it; `serve` is among the arguments
 */
export async function phoenixServer(version = phoenixVersion) {
  const place = path.join(cacheRoot(), `arize-phoenix-${version}`);
  if (!isComplete(place, version)) {
    await exclusively(async () => {
      // Another set-up, for which we waited, may have done it.
      if (!isComplete(place, version)) {
        await step(`arize-phoenix ${version} from PyPI, once (about a minute, 850 MB)`, () =>
          install(version, place),
        );
      }
    });
  }
  // Not the script itself: its first line names the folder in which it was installed.
  return { command: inVenv(place, 'python'), args: [inVenv(place, 'phoenix'), 'serve'] };
}

function isComplete(place, version) {
  try {
    return readFileSync(path.join(place, COMPLETE), 'utf8') === wanted(version);
  } catch {
    return false;
  }
}

async function install(version, place) {
  const work = `${place}.${process.pid}.partial`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  await makeVenv(work);
  const python = inVenv(work, 'python');
  const quietly = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  await must(run(python, [...quietly, pip]), 'pip could not be updated');
  await must(
    run(python, [...quietly, ...asOf(version), wanted(version)]),
    `pip could not install ${wanted(version)}`,
  );
  await must(run(python, [inVenv(work, 'phoenix'), '--help']), `arize-phoenix ${version} does not start`);
  writeWhole(path.join(work, COMPLETE), wanted(version));
  putInPlace(work, place);
}

async function makeVenv(folder) {
  const python = process.platform === 'win32' ? 'python' : 'python3';
  const make = () => run(python, ['-m', 'venv', '--clear', folder]);
  let made = await make();
  // Debian keeps that part of Python in a package of its own.
  if (made.code !== 0 && existsSync('/var/lib/dpkg/status')) {
    await installPackages(['python3-venv']);
    made = await make();
  }
  await must(made, 'Python 3.10 or newer with venv is needed');
}

/** Of pip's arguments those that depend on the version: nothing that was published later than a few days after it. */
function asOf(version) {
  if (!Object.hasOwn(published, version)) return [];
  const [day, ...more] = published[version];
  const until = new Date(Date.parse(day) + 3 * 24 * 60 * 60 * 1000);
  return [`--uploaded-prior-to=${until.toISOString().slice(0, 10)}`, ...more];
}

async function must(running, sentence) {
  const { code, output } = await running;
  if (code !== 0) throw new SetupError(`${sentence}:\n${tail(output)}`);
}

if (isMain(import.meta.url)) {
  await main(async () => process.stdout.write(`${JSON.stringify(await phoenixServer(process.argv[2]))}\n`));
}
