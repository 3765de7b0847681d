import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { say, SetupError, step } from '../setup/progress.mjs';
import { run, tail } from '../setup/run.mjs';
import { ownHash, sums } from './tree.mjs';

/**
 * Builds the last commit twice, from two clean clones in folders of different names and, where one may, under another
 * umask and time zone, and compares every file.
 */
export async function verify(runtime) {
  const work = mkdtempSync(path.join(tmpdir(), 'phoenix-secrets-verify-'));
  try {
    const folders = [];
    for (const [index, umask] of ['022', '077'].entries()) {
      const clone = path.join(work, index === 0 ? 'first' : 'the second, with another name');
      const cloned = await run('git', ['clone', '--quiet', '--no-hardlinks', inRoot(), clone]);
      if (cloned.code !== 0) throw new SetupError(`git clone failed:\n${tail(cloned.output)}`);
      await step(`Build ${index + 1} from a clean clone`, async () => {
        const command = 'umask "$1" && exec "$2" scripts/package.mjs --folder';
        const env = { ...process.env, TZ: index === 0 ? 'UTC' : 'Asia/Tokyo', LC_ALL: 'C' };
        const args = ['-c', command, 'sh', umask, runtime.node];
        const { code, output } = await run('/bin/sh', args, { cwd: clone, env });
        if (code !== 0) throw new SetupError(`The build failed:\n${tail(output)}`);
      });
      folders.push(path.join(clone, 'out/linux-unpacked'));
    }
    const [first, second] = folders.map((folder) => sums(folder));
    const differing = first
      .filter((line) => !second.includes(line))
      .concat(second.filter((line) => !first.includes(line)));
    for (const line of differing) say(`  differs: ${line.slice(66)}`);
    if (differing.length > 0) throw new SetupError('The two builds are not equal.');
    const { hash, files } = ownHash(folders[0]);
    const commit = (await run('git', ['rev-parse', 'HEAD'], { cwd: inRoot() })).stdout.trim();
    const asar = files.find((line) => line.endsWith('  resources/app.asar'));
    say(`✓ ${first.length} files are equal in both builds of ${commit}`);
    say(`  app.asar ${asar.slice(0, 64)}`);
    say(`  all ${files.length} files of the app's own: ${hash}`);
    // In the checkout's own last build, when there is one of this commit.
    try {
      const here = readFileSync(inRoot('out/SHA256SUMS.own'), 'utf8').trimEnd() === files.join('\n');
      say(here ? '  out/linux-unpacked is that too' : '  out/linux-unpacked is another build');
    } catch {
      // Nothing was built here.
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
