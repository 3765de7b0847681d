import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { icns, ico } from './icons/containers.mjs';
import { setup } from './setup.mjs';
import { withDisplay } from './setup/display.mjs';
import { inRoot } from './setup/paths.mjs';
import { main, say, SetupError } from './setup/progress.mjs';
import { run, tail } from './setup/run.mjs';
import { onToolsNode } from './setup/tools-node.mjs';

// Draws the program's icons from their two SVG files. The results are committed: run it after changing one of those.

const folder = inRoot('resources/icons');
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS = [16, 24, 32, 48, 64, 128, 256];

await main(async () => {
  const runtime = await setup();
  if (await onToolsNode(runtime)) return;
  const work = mkdtempSync(path.join(tmpdir(), 'phoenix-secrets-icons-'));
  try {
    const sizes = [...LINUX, 1024];
    const jobs = sizes.map((size) => ({
      svg: path.join(folder, size <= 32 ? 'icon-small.svg' : 'icon.svg'),
      size,
      png: path.join(size <= 512 ? folder : work, `${size}x${size}.png`),
    }));
    // No sandbox, since it does not work for root; all that is drawn are two files of ours.
    const args = ['--no-sandbox', '--disable-gpu', inRoot('scripts/icons/draw.mjs')];
    const { code, output } = await withDisplay((display) =>
      run(runtime.executable, args, {
        env: { ...process.env, ...display, ICON_JOBS: JSON.stringify(jobs) },
      }),
    );
    if (code !== 0) throw new SetupError(`The icons were not drawn:\n${tail(output)}`);
    const pngs = new Map(jobs.map(({ size, png }) => [size, readFileSync(png)]));
    writeFileSync(path.join(folder, 'icon.ico'), ico(WINDOWS.map((size) => ({ size, png: pngs.get(size) }))));
    writeFileSync(path.join(folder, 'icon.icns'), icns(pngs));
    say(`✓ Icons of ${sizes.join(', ')} pixels, icon.ico, icon.icns`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
