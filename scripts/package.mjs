import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { writeAbout } from './package/about.mjs';
import { electronBuilder, folderIfNeeded, megabytes, out, unpacked } from './package/folder.mjs';
import { archive, architecture, canMakeDebian, debianPackage } from './package/linux.mjs';
import { sourceDateEpoch } from './package/tree.mjs';
import { verify } from './package/verify.mjs';
import { setup } from './setup.mjs';
import { inRoot } from './setup/paths.mjs';
import { main, say, step } from './setup/progress.mjs';
import { onToolsNode } from './setup/tools-node.mjs';

// `npm run package`: what this system can make, in out/. With --folder only the unpacked folder; with --test
// all tests of it afterwards, those of the .deb too; with --verify two builds from clean clones whose files have to be equal.

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
