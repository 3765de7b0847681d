import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installPackages, missingPackages } from './setup/debian.mjs';
import { dependenciesCurrent, installDependencies } from './setup/dependencies.mjs';
import { fallbackRuntime, fallbackVersion } from './setup/fallback.mjs';
import { useGitHooks } from './setup/git-hooks.mjs';
import { exclusively } from './setup/lock.mjs';
import { intact, sweep, writeWhole } from './setup/manifest.mjs';
import { existingNative, nativeBinding } from './setup/native.mjs';
import { toolsNode } from './setup/node.mjs';
import { cacheRoot, runtimeFile } from './setup/paths.mjs';
import { isMain, main, say, since } from './setup/progress.mjs';
import { installedRelease, overriddenRuntime, releaseRuntime, wantedVersion } from './setup/release.mjs';

/**
 * @typedef {object} Runtime what the other scripts start
 * @property {string} executable Electron's
 * @property {string} folder the one that was unpacked
 * @property {string} version Electron's
 * @property {'release' | 'fallback'} kind
 * @property {string} nativeBinding the native half of better-sqlite3, for this Electron and this Node
 * @property {string} node a Node that runs the tools
 * @property {string} wanted the Electron version that package.json pinned when this was found
 */

/** The runtime found by the last set-up, if it still is whole. */
function remembered() {
  try {
    const runtime = JSON.parse(readFileSync(runtimeFile, 'utf8'));
    const override = overriddenRuntime();
    const whole = override ? override.executable === runtime.executable : intact(runtime.folder);
    const current = runtime.wanted === wantedVersion() && runtime.node === toolsNode();
    return whole && current && existingNative(runtime.version) === runtime.nativeBinding
      ? runtime
      : undefined;
  } catch {
    return undefined;
  }
}

// In parallel, and when one part fails the others still come to their end: what they did is kept.
async function all(parts) {
  const results = await Promise.allSettled(parts);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return results.map((result) => result.value);
}

async function dependenciesAndRuntime() {
  await installDependencies();
  const found = remembered(); // another set-up, for which we waited, may have done it all
  if (found) return found;
  const node = toolsNode();
  const release = overriddenRuntime() ?? installedRelease() ?? (await releaseRuntime(node));
  const version = release?.version ?? fallbackVersion();
  const [runtime, native] = await all([release ?? fallbackRuntime(), nativeBinding(version, node)]);
  const complete = { ...runtime, nativeBinding: native, node, wanted: wantedVersion() };
  mkdirSync(path.dirname(runtimeFile), { recursive: true });
  writeWhole(runtimeFile, JSON.stringify(complete, null, 2));
  return complete;
}

/**
 * Makes this checkout ready to build and run, or finds that it is (about 0.1 s). Everything it says goes to stderr.
 * @param {{ fresh?: boolean }} [options] `fresh` forgets which Electron was found and looks again
 * @returns {Promise<Runtime>}
 */
export async function setup({ fresh = false } = {}) {
  const started = performance.now();
  const [missing] = await Promise.all([missingPackages(), useGitHooks()]);
  if (fresh) rmSync(runtimeFile, { force: true });
  let runtime = dependenciesCurrent() ? remembered() : undefined;
  const mayInstall = missing.length > 0 && process.getuid() === 0;
  if (!runtime || mayInstall) {
    [runtime] = await exclusively(() => {
      sweep(cacheRoot());
      return all([dependenciesAndRuntime(), installPackages(missing)]);
    });
  } else {
    await installPackages(missing); // names them
  }
  const kind = runtime.kind === 'fallback' ? 'fallback runtime' : 'release';
  say(`Electron ${runtime.version} (${kind}), set-up took ${since(started)}`);
  return runtime;
}

if (isMain(import.meta.url)) {
  await main(() => setup({ fresh: process.argv.includes('--fresh') }));
}
