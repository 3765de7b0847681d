import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { intact, putInPlace, seal } from './manifest.mjs';
import { cacheRoot, inRoot } from './paths.mjs';
import { SetupError, step } from './progress.mjs';
import { run, tail } from './run.mjs';

const source = inRoot('node_modules/better-sqlite3');
const FILE = 'better_sqlite3.node';

// The prebuilds need Node-API 10. With these the same source keeps to what Node 20 and Electron 33 have (Node-API 9 and
// the one experimental call better-sqlite3 uses), and the file it gives runs in Node 20, Node 24 and Electron 33 alike.
const FLAGS = '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT';

/** The file that better-sqlite3 ships for this machine, if this Electron can load it (older ones crash at require). */
function prebuild(electronVersion) {
  if (Number(electronVersion.split('.')[0]) < 35) return undefined;
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  const file = path.join(source, `prebuilds/${process.platform}${musl ? 'musl' : ''}-${process.arch}.node`);
  return existsSync(file) ? file : undefined;
}

/** Headers to compile against: those beside the tools' Node, else beside this one; else node-gyp fetches them. */
function headers(node) {
  const prefixes = [node, process.execPath].map((file) => path.join(path.dirname(file), '..'));
  const found = prefixes.find((prefix) => existsSync(path.join(prefix, 'include/node/node_api.h')));
  return found ? [`--nodedir=${found}`] : [];
}

async function compile(work, node) {
  // In a copy: node_modules stays as npm left it, and two builds cannot meet.
  const at = path.join(work, 'node_modules/better-sqlite3');
  cpSync(source, at, { recursive: true, filter: (from) => path.basename(from) !== 'prebuilds' });
  cpSync(inRoot('node_modules/node-addon-api'), path.join(work, 'node_modules/node-addon-api'), {
    recursive: true,
  });
  // npm hands its settings down as variables, and node-gyp would take `nodedir` from there over our flag.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name)));
  env.PATH = `${path.dirname(node)}${path.delimiter}${env.PATH ?? ''}`;
  env.CXXFLAGS = `${env.CXXFLAGS ?? ''} ${FLAGS}`.trim();
  env.JOBS = 'max';
  const gyp = inRoot('node_modules/node-gyp/bin/node-gyp.js');
  const args = [gyp, 'rebuild', '--release', '--force_build=1', ...headers(node)];
  const { code, output } = await run(node, args, { cwd: at, env });
  if (code !== 0) {
    throw new SetupError(
      `better-sqlite3 did not compile (it needs a C++ compiler, make and Python 3):\n${tail(output)}`,
    );
  }
  return path.join(at, 'build/Release', FILE);
}

/** A file that crashes at require must not get into the cache. */
async function tryOut(file, node) {
  const code = `new (require(${JSON.stringify(source)}))(':memory:', { nativeBinding: ${JSON.stringify(file)} }).exec('select 1')`;
  const tried = await run(node, ['-e', code]);
  if (tried.code !== 0)
    throw new SetupError(`The compiled better-sqlite3 does not load:\n${tail(tried.output)}`);
}

function place() {
  const { version } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  return path.join(cacheRoot(), `better-sqlite3-${version}-${process.platform}-${process.arch}`);
}

/** The native half of better-sqlite3 when it is there already: the prebuild or the one compiled before. */
export function existingNative(electronVersion) {
  const shipped = prebuild(electronVersion);
  if (shipped) return shipped;
  return intact(place()) ? path.join(place(), FILE) : undefined;
}

/** The native half of better-sqlite3 for this Electron and for Node; compiled once where no prebuild serves. */
export async function nativeBinding(electronVersion, node) {
  const existing = existingNative(electronVersion);
  if (existing) return existing;
  const work = `${place()}.${process.pid}.partial`;
  rmSync(work, { recursive: true, force: true });
  await step(`better-sqlite3 compiled for Electron ${electronVersion}, once (about a minute)`, async () => {
    const built = await compile(work, node);
    await tryOut(built, node);
    mkdirSync(path.join(work, 'finished'));
    copyFileSync(built, path.join(work, 'finished', FILE));
  });
  seal(path.join(work, 'finished'), {});
  putInPlace(path.join(work, 'finished'), place());
  rmSync(work, { recursive: true, force: true });
  return path.join(place(), FILE);
}
