import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { writeAbout } from './package/about.mjs';
import { archive, architecture, canMakeDebian, completeFolder, debianPackage } from './package/linux.mjs';
import { bytes, ownHash, sourceDateEpoch } from './package/tree.mjs';
import { verify } from './package/verify.mjs';
import { setup } from './setup.mjs';
import { inRoot } from './setup/paths.mjs';
import { isMain, main, say, step } from './setup/progress.mjs';
import { onToolsNode } from './setup/tools-node.mjs';

// `npm run package`: what this system can make, in out/. With --folder only the unpacked folder, with --verify two builds
// from clean clones whose files have to be equal. `npm test -- package` drives what was made.

const out = inRoot('out');
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

/** The unpacked folder of Linux: what is in every package. */
export async function unpackedFolder(runtime, epoch) {
  const own = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const folder = path.join(out, 'linux-unpacked');
  rmSync(folder, { recursive: true, force: true });
  const count = await writeAbout(runtime, epoch, path.join(out, 'about'));
  await step(`Unpacked folder (electron-builder; bill of materials with ${count} parts)`, async () => {
    await electronBuilder(runtime, 'dir');
    await completeFolder(folder, own, epoch);
  });
  const { hash, files } = ownHash(folder);
  writeFileSync(path.join(out, 'SHA256SUMS.own'), `${files.join('\n')}\n`);
  say(`  ${megabytes(bytes(folder))}; the app's own ${files.length} files: ${hash}`);
  return { folder, own, hash };
}

async function packages(runtime) {
  await buildIfNeeded(runtime);
  const epoch = await sourceDateEpoch();
  mkdirSync(out, { recursive: true });
  if (process.platform !== 'linux') {
    await writeAbout(runtime, epoch, path.join(out, 'about'));
    return electronBuilder(runtime);
  }
  const { folder, own } = await unpackedFolder(runtime, epoch);
  if (process.argv.includes('--folder')) return;
  const name = `${own.name}-${own.version}-linux-${process.arch}`;
  const made = [];
  const make = async (file, work) => {
    const target = path.join(out, file);
    await step(file, () => work(target));
    made.push(target);
  };
  await make(`${name}.tar.gz`, (file) => archive(folder, file, name, epoch));
  if (canMakeDebian()) {
    await make(`${own.name}_${own.version}_${architecture}.deb`, (file) =>
      debianPackage(folder, file, own, own.version, epoch),
    );
  } else say('– .deb: there is no dpkg-deb on this system');
  for (const file of made) say(`  ${path.basename(file)}: ${megabytes(statSync(file).size)}`);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const runtime = await setup();
    if (await onToolsNode(runtime)) return;
    if (process.argv.includes('--verify')) return verify(runtime);
    await packages(runtime);
  });
}
