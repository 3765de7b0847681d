import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { intact, seal } from './manifest.mjs';
import { cacheRoot, inRoot } from './paths.mjs';
import { say, since, SetupError } from './progress.mjs';
import { run } from './run.mjs';

/** A host that sends nothing for this long is out of reach. */
const SILENCE_MS = 20_000;

const folder = inRoot('node_modules/electron');
const dist = path.join(folder, 'dist');

/** The Electron version that package.json pins: the one that ships. */
export function wantedVersion() {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
}

function describe(place, executable) {
  const version = readFileSync(path.join(place, 'version'), 'utf8').trim().replace(/^v/, '');
  return { executable: path.join(place, executable), folder: place, version, kind: 'release' };
}

/** An unpacked Electron that the user names: the variable that npm's `electron` itself understands. */
export function overriddenRuntime() {
  const place = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!place) return undefined;
  try {
    const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };
    const found = describe(path.resolve(place), names[process.platform] ?? 'electron');
    statSync(found.executable);
    return found;
  } catch {
    throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH names ${place}, where no Electron is.`);
  }
}

function size(at) {
  let bytes = 0;
  for (const entry of readdirSync(at, { withFileTypes: true, recursive: true })) {
    try {
      if (entry.isFile()) bytes += statSync(path.join(entry.parentPath ?? entry.path, entry.name)).size;
    } catch {
      // It was there a moment ago: the download was moved to its place. The next look sees that as growth.
    }
  }
  return bytes;
}

/** The released Electron when it is installed and whole. */
export function installedRelease() {
  try {
    const executable = readFileSync(path.join(folder, 'path.txt'), 'utf8');
    const found = describe(dist, executable);
    return found.version === wantedVersion() && intact(dist) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Electron's own installer, ended when the host is silent: it has no time limit of its own. */
async function install(node) {
  const temporary = path.join(cacheRoot(), `release.${process.pid}.partial`);
  mkdirSync(temporary, { recursive: true });
  const env = {
    ...process.env,
    TMPDIR: temporary,
    TEMP: temporary,
    ELECTRON_GET_NO_PROGRESS: '1',
    NODE_USE_ENV_PROXY: '1',
  };
  let watch;
  try {
    return await run(node, [path.join(folder, 'install.js')], {
      env,
      onSpawn(child) {
        let before = 0;
        let heard = Date.now();
        watch = setInterval(() => {
          const now = size(temporary) + (existsSync(dist) ? size(dist) : 0);
          if (now !== before) heard = Date.now();
          before = now;
          if (Date.now() - heard > SILENCE_MS) child.kill('SIGKILL');
        }, 500);
        watch.unref();
      },
    });
  } finally {
    clearInterval(watch);
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * The released Electron, fetched from its host.
 * @returns {Promise<{ executable: string, version: string, kind: 'release' } | undefined>} undefined when out of reach
 */
export async function releaseRuntime(node) {
  const version = wantedVersion();
  // Unpacked by an earlier run that was ended, or damaged since: the installer would take it as it is.
  rmSync(dist, { recursive: true, force: true });
  rmSync(path.join(folder, 'path.txt'), { force: true });
  const started = performance.now();
  say(`· Electron ${version} from its release host …`);
  const { code } = await install(node);
  if (code !== 0) {
    say(
      `– Electron ${version}: its release host is out of reach (${since(started)}), taking the fallback runtime`,
    );
    return undefined;
  }
  seal(dist, { version });
  say(`✓ Electron ${version} from its release host: ${since(started)}`);
  return installedRelease();
}
