import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { developmentLauncher, writeLauncher } from './package/launcher.mjs';
import { setup } from './setup.mjs';
import { exclusively } from './setup/lock.mjs';
import { putInPlace } from './setup/manifest.mjs';
import { inRoot } from './setup/paths.mjs';
import { isMain, main, say, since, step } from './setup/progress.mjs';
import { onToolsNode } from './setup/tools-node.mjs';
import { fingerprint } from './setup/fingerprint.mjs';

const dist = inRoot('dist');
const stampFile = path.join(dist, '.stamp');
const RESULTS = [
  'main/index.js',
  'main/service.js',
  'main/better_sqlite3.node',
  'main/icon.png',
  'preload/index.cjs',
  'renderer/index.html',
  'launch',
];
const SOURCES = [
  'src-shared',
  'src-main',
  'src-renderer',
  'resources',
  'scripts/build.mjs',
  'scripts/package/launcher.mjs',
  'package.json',
  'package-lock.json',
];

/** How to start the built app: on Linux through the launcher, which keeps secrets out of Electron's environment. */
export function launcher(runtime) {
  return process.platform === 'linux' ? path.join(dist, 'launch') : runtime.executable;
}

function upToDate(stamp) {
  try {
    if (readFileSync(stampFile, 'utf8') !== stamp) return false;
    return RESULTS.every((file) => existsSync(path.join(dist, file)));
  } catch {
    return false;
  }
}

async function buildAll(runtime, target) {
  const { build } = await import('vite');
  const parts = [
    ['main', 'src-main/vite.config.ts', 'main'],
    ['preload', 'src-main/vite.config.ts', 'preload'],
    ['renderer', 'src-renderer/vite.config.ts', 'production'],
  ];
  for (const [name, config, mode] of parts) {
    const outDir = path.join(target, name);
    const options = {
      configFile: inRoot(config),
      mode,
      logLevel: 'warn',
      build: { outDir, emptyOutDir: true },
    };
    await step(`Built ${name}`, () => build(options));
  }
  copyFileSync(runtime.nativeBinding, path.join(target, 'main/better_sqlite3.node'));
  copyFileSync(inRoot('resources/icons/128x128.png'), path.join(target, 'main/icon.png'));
  writeLauncher(path.join(target, 'launch'), await developmentLauncher(runtime));
}

/**
 * Builds main, preload and window into dist/, or finds that nothing changed since (about 20 ms). The new dist takes the
 * place of the old one in one move, so a build that is ended half-way leaves the old one.
 * @param {import('./setup.mjs').Runtime} runtime
 */
export async function buildIfNeeded(runtime) {
  const started = performance.now();
  const stamp = () => fingerprint(SOURCES, JSON.stringify(runtime));
  if (upToDate(stamp())) return say(`Build is up to date (${since(started)})`);
  await exclusively(async () => {
    const current = stamp();
    if (upToDate(current)) return;
    const target = inRoot('node_modules/.cache/phoenix-secrets/dist.partial');
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    await buildAll(runtime, target);
    writeFileSync(path.join(target, '.stamp'), current);
    putInPlace(target, dist);
    say(`Built in ${since(started)}`);
  });
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const runtime = await setup();
    if (await onToolsNode(runtime)) return;
    await buildIfNeeded(runtime);
  });
}
