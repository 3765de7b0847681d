import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { writeAbout } from './package/about.mjs';
import { archive, architecture, canMakeDebian, completeFolder, debianPackage } from './package/linux.mjs';
import { bytes, ownHash, sourceDateEpoch } from './package/tree.mjs';
import { verify } from './package/verify.mjs';
import { setup } from './setup.mjs';
import { fingerprint } from './setup/fingerprint.mjs';
import { inRoot } from './setup/paths.mjs';
import { isMain, main, say, step } from './setup/progress.mjs';
import { onToolsNode } from './setup/tools-node.mjs';

// `npm run package`: what this system can make, in out/. With --folder only the unpacked folder; with --test
// all tests of it afterwards, those of the .deb too; with --verify two builds from clean clones whose files have to be equal.

const out = inRoot('out');
/** The unpacked folder of Linux: what is in every package. */
export const unpacked = path.join(out, 'linux-unpacked');
const stampFile = path.join(out, '.stamp');
const SOURCES = [
  'dist/.stamp',
  'electron-builder.yml',
  'resources',
  'scripts/package',
  'scripts/package.mjs',
  'LICENSE',
];
const megabytes = (size) => `${(size / 1e6).toFixed(1)} MB`;

async function electronBuilder(runtime, targets) {
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
 * @param {import('./setup.mjs').Runtime} runtime
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

async function packages(runtime) {
  const epoch = await sourceDateEpoch();
  if (process.platform !== 'linux') {
    await buildIfNeeded(runtime);
    mkdirSync(out, { recursive: true });
    await writeAbout(runtime, epoch, path.join(out, 'about'));
    await electronBuilder(runtime);
    return [];
  }
  await folderIfNeeded(runtime, epoch);
  if (process.argv.includes('--folder')) return [];
  const own = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const name = `${own.name}-${own.version}-linux-${process.arch}`;
  const made = [];
  const make = async (file, work) => {
    const target = path.join(out, file);
    await step(file, () => work(target));
    made.push(target);
  };
  await make(`${name}.tar.gz`, (file) => archive(unpacked, file, name, epoch));
  if (canMakeDebian()) {
    await make(`${own.name}_${own.version}_${architecture}.deb`, (file) =>
      debianPackage(unpacked, file, own, epoch),
    );
  } else say('– .deb: there is no dpkg-deb on this system');
  if (process.argv.includes('--test') && canMakeDebian()) {
    // The one that the tests upgrade to.
    await make('test/next.deb', (file) => {
      mkdirSync(path.dirname(file), { recursive: true });
      return debianPackage(unpacked, file, own, epoch, {
        version: `${own.version}+1`,
        compression: ['-Znone'],
      });
    });
  }
  for (const file of made) say(`  ${path.basename(file)}: ${megabytes(statSync(file).size)}`);
  return made;
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const runtime = await setup();
    if (await onToolsNode(runtime)) return;
    if (process.argv.includes('--verify')) return verify(runtime);
    const made = await packages(runtime);
    if (process.argv.includes('--test')) {
      const { packageTests } = await import('./test.mjs');
      const debs = made.filter((file) => file.endsWith('.deb')).join(path.delimiter);
      const { failed } = await packageTests(runtime, [], { PACKAGE_LONG: '1', PACKAGE_DEBS: debs });
      process.exitCode = failed ? 1 : 0;
    }
  });
}
