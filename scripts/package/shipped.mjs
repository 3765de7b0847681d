import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { run, tail } from '../setup/run.mjs';

/**
 * @typedef {object} Package one of npm, as the lockfile has it
 * @property {string} place below the checkout: node_modules/…
 * @property {string} name
 * @property {string} version
 * @property {string} license SPDX
 * @property {string} [integrity]
 * @property {string[]} needs places of the packages it depends on
 */

/** Where Node would find `name` for the package at `place`. */
function resolve(packages, place, name) {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    const at = path.posix.join(from, 'node_modules', name);
    if (packages[at]) return at;
    if (from === '') return undefined;
  }
}

/**
 * The packages that are, or may be, in the bundles: what the lockfile needs without development. Some of them are
 * only needed by a compiler (svelte's), and too long a list is the safe side.
 * @returns {{ root: string[], packages: Package[] }} `root`: places of our own dependencies
 */
export function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const needs = (place, dependencies = {}) =>
    Object.keys(dependencies)
      .map((name) => resolve(packages, place, name))
      .filter((at) => at && !packages[at].dev);
  const list = Object.entries(packages)
    .filter(([place, { dev, optional, devOptional }]) => place && !dev && !optional && !devOptional)
    .map(([place, { version, license, integrity, dependencies }]) => ({
      place,
      name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      license,
      integrity,
      needs: needs(place, dependencies),
    }));
  return { root: needs('', packages[''].dependencies), packages: list };
}

/** Versions of what is inside Electron's binary and the native module. */
export async function shippedRuntime(runtime) {
  const asNode = (executable, code, more = {}) =>
    run(executable, ['-p', code], { env: { ...process.env, ...more } });
  const electron = await asNode(runtime.executable, 'JSON.stringify(process.versions)', {
    ELECTRON_RUN_AS_NODE: '1',
  });
  if (electron.code !== 0) throw new Error(`Electron did not tell its versions:\n${tail(electron.output)}`);
  const { chrome, node, v8, openssl } = JSON.parse(electron.stdout);
  const Database = createRequire(import.meta.url)(inRoot('node_modules/better-sqlite3'));
  const memory = new Database(':memory:', { nativeBinding: runtime.nativeBinding });
  const sqlite = memory.prepare('select sqlite_version()').pluck().get();
  memory.close();
  return { electron: runtime.version, chrome, node, v8, openssl, sqlite };
}

/** The licence texts that a package brings. */
export function licenceFiles(place, names) {
  return names
    .filter((name) => /^(licen[sc]e|copying|notice|ofl)/i.test(name) && existsSync(inRoot(place, name)))
    .map((name) => readFileSync(inRoot(place, name), 'utf8').replaceAll('\r\n', '\n').trimEnd());
}
