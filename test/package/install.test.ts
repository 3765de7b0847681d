import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { nativeBinding } from '../support/service';
import { binary, folder, long } from './support';

// The .deb on this very Debian, and yet nothing of it is changed: all happens in a copy, as scripts/in-copy.sh says.

const checkout = path.join(import.meta.dirname, '../..');
const [first = '', second = ''] = (process.env['PACKAGE_DEBS'] ?? '').split(path.delimiter);

const possible = () =>
  process.getuid?.() === 0 &&
  existsSync('/var/lib/dpkg/status') &&
  spawnSync('unshare', ['-m', 'true']).status === 0 &&
  spawnSync('dpkg-query', ['-W', 'phoenix-secrets']).status !== 0;

function inCopy(restricted: boolean) {
  const work = path.join(tmpdir(), `phoenix-secrets-copy-${process.pid}`);
  mkdirSync(work);
  const given = {
    first,
    second,
    display: process.env['DISPLAY'],
    nodeModules: path.join(checkout, 'node_modules'),
    nativeBinding: nativeBinding(),
    restricted,
  };
  const inside = [process.execPath, path.join(import.meta.dirname, 'install.mjs'), JSON.stringify(given)];
  const script = path.join(checkout, 'scripts/in-copy.sh');
  const { stdout, stderr, status } = spawnSync('unshare', ['-m', 'sh', script, work, ...inside], {
    encoding: 'utf8',
    env: { ...process.env, SHARED: checkout, RESTRICTED: restricted ? 'yes' : '' },
  });
  rmSync(work, { recursive: true, force: true });
  expect(status, stderr.split('\n').slice(-30).join('\n')).toBe(0);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

const expected = {
  installed: { status: 0, warnings: [] },
  verified: { status: 0, printed: '' },
  version: expect.stringMatching(/^Phoenix Secrets \d/) as string,
  sandboxMode: '4755',
  desktop: true,
  manual: 0,
  icons: 9,
  put: 200,
  upgraded: { status: 0, warnings: [] },
  putDuring: 200,
  ended: 0,
  putAfter: 200,
  endedAgain: 0,
  keys: ['AFTER', 'BEFORE', 'DURING'],
  removed: { status: 0, warnings: [] },
  left: [],
  // It has no settings of its own: once removed, nothing is left to purge.
  purged: 0,
  known: false,
  kept: ['AFTER', 'BEFORE', 'DURING'],
};

test.runIf(long && possible())(
  'the .deb installs, starts in the sandbox, upgrades while it runs, is removed, and leaves the data',
  { timeout: 300_000 },
  () => {
    expect(inCopy(false)).toEqual({
      ...expected,
      drawing: { seccomp: '2', locked: '1', ownUsers: true, ownProcesses: true },
    });
  },
);

test.runIf(long && possible())(
  'where ordinary users may have no namespaces, the helper with root’s rights makes the sandbox',
  { timeout: 300_000 },
  () => {
    expect(inCopy(true)).toEqual({
      ...expected,
      drawing: { seccomp: '2', locked: '1', ownUsers: false, ownProcesses: true },
    });
  },
);

test.runIf(long && possible())(
  'each library the binaries are linked to comes with a package that is named',
  () => {
    const output = (command: string, ...args: string[]) =>
      spawnSync(command, args, { encoding: 'utf8' }).stdout;
    const named = /^Depends: (.*)$/m.exec(
      output('dpkg-deb', '-f', first, 'Depends') && `Depends: ${output('dpkg-deb', '-f', first, 'Depends')}`,
    );
    const depends = (named?.[1] ?? '').split(/[,|]/).map((one) => one.trim().replace(/ .*/, ''));
    // Those that they need in turn, two steps far.
    let all = new Set(depends);
    for (let step = 0; step < 2; step += 1) {
      const listed = output('dpkg-query', '-W', '-f', '${Depends}\\n', ...all);
      all = new Set(
        [...all, ...listed.split(/[,|\n]/).map((one) => one.trim().replace(/[ :].*/, ''))].filter(Boolean),
      );
    }
    const libraries = [
      binary,
      path.join(folder, 'resources/app.asar.unpacked/dist/main/better_sqlite3.node'),
    ].flatMap((file) =>
      [...output('ldd', file).matchAll(/^\t(\S+) => (\/\S+)/gm)].map((match) => match[2] ?? ''),
    );
    expect(libraries.length).toBeGreaterThan(20);
    const direct = new Set(directlyNeeded([binary]));
    const unknown = libraries
      .filter((file) => direct.has(path.basename(file)) && !file.startsWith(folder))
      .filter((file) => {
        const plain = file.replace(/^\/lib\//, '/usr/lib/');
        const owner =
          output('dpkg', '-S', file) ||
          output('dpkg', '-S', plain) ||
          output('dpkg', '-S', plain.replace('/usr/lib/', '/lib/'));
        return !all.has(owner.replace(/:.*/s, ''));
      });
    expect(unknown).toEqual([]);
  },
);

/** Sonames among the strings of a binary: what it is linked to, and more. */
function directlyNeeded(files: readonly string[]): string[] {
  return files.flatMap((file) =>
    [...readFileSync(file, 'latin1').matchAll(/lib[\w.+-]+\.so(?:\.\d+)*/g)].map(([name]) => name),
  );
}
