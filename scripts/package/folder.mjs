import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildIfNeeded } from '../build.mjs';
import { fingerprint } from '../setup/fingerprint.mjs';
import { inRoot } from '../setup/paths.mjs';
import { say, step } from '../setup/progress.mjs';
import { writeAbout } from './about.mjs';
import { completeFolder } from './linux.mjs';
import { bytes, ownHash, sourceDateEpoch } from './tree.mjs';

// What electron-builder makes of the build; on Linux the folder that all packages are made of.

export const out = inRoot('out');
/** The unpacked folder of Linux: what is in every package. */
export const unpacked = path.join(out, 'linux-unpacked');
const stampFile = path.join(out, '.stamp');
const SOURCES = ['dist/.stamp', 'electron-builder.yml', 'resources', 'scripts/package', 'LICENSE'];
export const megabytes = (size) => `${(size / 1e6).toFixed(1)} MB`;

/**
 * @param {import('../setup.mjs').Runtime} runtime
 * @param {string} [targets] else those of the configuration
 */
export async function electronBuilder(runtime, targets) {
  const { build, Platform } = await import('electron-builder');
  const platform = Platform.current();
  await build({
    projectDir: inRoot(),
    targets: targets ? platform.createTarget(targets) : platform.createTarget(),
    publish: 'never',
    config: {
      extends: inRoot('electron-builder.yml'),
      electronDist: runtime.folder,
      electronVersion: runtime.version,
    },
  });
}

async function makeFolder(runtime, epoch) {
  const own = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  rmSync(stampFile, { force: true });
  rmSync(unpacked, { recursive: true, force: true });
  const count = await writeAbout(runtime, epoch, path.join(out, 'about'));
  await step(`Unpacked folder (electron-builder; bill of materials with ${count} parts)`, async () => {
    await electronBuilder(runtime, 'dir');
    await completeFolder(unpacked, own, epoch);
  });
  const { hash, files } = ownHash(unpacked);
  writeFileSync(path.join(out, 'SHA256SUMS.own'), `${files.join('\n')}\n`);
  writeFileSync(stampFile, `${fingerprint(SOURCES, '')} ${epoch}`);
  say(`  ${megabytes(bytes(unpacked))}; the app's own ${files.length} files: ${hash}`);
}

/**
 * Builds the unpacked folder, or finds that nothing changed since.
 * @param {import('../setup.mjs').Runtime} runtime
 * @param {number} [epoch] the time that its files have to carry; a test does not mind
 */
export async function folderIfNeeded(runtime, epoch) {
  await buildIfNeeded(runtime);
  mkdirSync(out, { recursive: true });
  if (existsSync(unpacked) && existsSync(stampFile)) {
    const [content, carried] = readFileSync(stampFile, 'utf8').split(' ');
    const current = content === fingerprint(SOURCES, '');
    if (current && (epoch === undefined || Number(carried) === epoch)) return;
  }
  await makeFolder(runtime, epoch ?? (await sourceDateEpoch()));
}
