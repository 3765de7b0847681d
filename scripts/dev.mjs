import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { devFolder } from './dev/place.mjs';
import { DevProgram } from './dev/program.mjs';
import { developmentLauncher, writeLauncher } from './package/launcher.mjs';
import { setup } from './setup.mjs';
import { inRoot } from './setup/paths.mjs';
import { main, say } from './setup/progress.mjs';
import { onToolsNode } from './setup/tools-node.mjs';

// `npm run dev [-- arguments]`: builds on every change; the window is loaded anew, and after a change of main or
// preload the program starts again. It has a data folder of its own.

const dist = inRoot('dist');
// Names without a hash: the program knows the files of its page from its start on.
const plainNames = {
  entryFileNames: 'assets/[name].js',
  chunkFileNames: 'assets/[name].js',
  assetFileNames: 'assets/[name][extname]',
};

/** Watches one part; `done` is told after each build that went well. */
async function watch(name, config, mode, more, done) {
  const { build } = await import('vite');
  const watcher = await build({
    configFile: inRoot(config),
    mode,
    logLevel: 'warn',
    build: { outDir: path.join(dist, name), emptyOutDir: true, minify: false, watch: {}, ...more },
  });
  await new Promise((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') say(`✗ ${name}: ${event.error?.message ?? 'it does not build'}`);
      if (event.code === 'BUNDLE_END') void event.result?.close?.();
      if (event.code !== 'END') return;
      say(`✓ ${name} built`);
      done();
      resolve();
    });
  });
  return watcher;
}

const filesOf = (folder) => readdirSync(folder, { recursive: true }).sort().join('\n');

await main(async () => {
  const runtime = await setup();
  if (await onToolsNode(runtime)) return;
  // Without its stamp the next `npm start` builds anew.
  rmSync(path.join(dist, '.stamp'), { force: true });
  mkdirSync(dist, { recursive: true });
  writeLauncher(path.join(dist, 'launch'), await developmentLauncher(runtime));

  let running = false;
  let served = '';
  const watchers = [];
  const program = new DevProgram(path.join(dist, 'launch'), process.argv.slice(2), (code) => {
    for (const watcher of watchers) void watcher.close();
    process.exitCode = code;
  });
  const restart = () => running && program.restart();
  const reload = async () => {
    if (!running) return;
    const files = filesOf(path.join(dist, 'renderer'));
    if (files !== served || !(await program.reload().catch(() => false))) program.restart();
    served = files;
  };
  const native = () => copyFileSync(runtime.nativeBinding, path.join(dist, 'main/better_sqlite3.node'));
  const parts = [
    watch('main', 'src-main/vite.config.ts', 'main', {}, () => {
      native();
      restart();
    }),
    watch('preload', 'src-main/vite.config.ts', 'preload', {}, restart),
    watch(
      'renderer',
      'src-renderer/vite.config.ts',
      'development',
      { rolldownOptions: { output: plainNames } },
      () => void reload(),
    ),
  ];
  watchers.push(...(await Promise.all(parts)));
  served = filesOf(path.join(dist, 'renderer'));
  running = true;
  say(`Data folder ${devFolder}; \`npm run sample\` fills it.`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => program.stop());
  program.start();
});
