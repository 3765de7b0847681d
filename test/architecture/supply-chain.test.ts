import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/service';

const root = join(import.meta.dirname, '../..');

interface Lockfile {
  packages: Record<string, { resolved?: string; integrity?: string; link?: boolean; inBundle?: boolean }>;
}

it('row 54, each package of the lockfile comes from the registry and has its hash', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  // Without an address it is the registry that npm is set to.
  const odd = Object.entries(packages).filter(
    ([name, { resolved = 'https://registry.npmjs.org/', integrity = '', link, inBundle }]) =>
      name !== '' &&
      (link === true ||
        !resolved.startsWith('https://registry.npmjs.org/') ||
        !(inBundle === true || /^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity))),
  );
  expect(odd.map(([name]) => name)).toEqual([]);
});

it('row 54, the install script of a package does not run', { timeout: 60_000 }, () => {
  const folder = temporaryFolder();
  const planted = join(folder, 'planted');
  mkdirSync(planted);
  const marker = join(folder, 'it-ran');
  const script = `node -e "require('fs').writeFileSync('${marker}', '')"`;
  const scripts = { preinstall: script, install: script, postinstall: script, prepare: script };
  writeFileSync(
    join(planted, 'package.json'),
    JSON.stringify({ name: 'planted', version: '1.0.0', scripts }),
  );
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'top', version: '1.0.0' }));
  copyFileSync(join(root, '.npmrc'), join(folder, '.npmrc'));
  execFileSync('npm', ['install', '--offline', '--install-links', planted], { cwd: folder, stdio: 'pipe' });
  expect(existsSync(join(folder, 'node_modules/planted/package.json'))).toBe(true);
  expect(existsSync(marker)).toBe(false);
});
