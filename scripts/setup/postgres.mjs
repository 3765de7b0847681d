import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { installPackages } from './debian.mjs';
import { exclusively } from './lock.mjs';
import { isMain, main, say } from './progress.mjs';

const DEBIAN = '/usr/lib/postgresql';

/**
 * The folder with PostgreSQL's programs: Debian's package, which is installed when we may (root), else what is on
 * PATH. Null, and one line that says so, when there is none: the tests that need it are skipped.
 */
export async function postgresPrograms() {
  const found = find();
  if (found) return found;
  if (existsSync('/var/lib/dpkg/status')) await exclusively(() => find() ?? installPackages(['postgresql']));
  const installed = find();
  if (!installed) say('– PostgreSQL is not installed: tests on it are skipped.');
  return installed;
}

function find() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => path.join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  const there = folders.find((folder) => folder && existsSync(path.join(folder, 'initdb')));
  return there ?? null;
}

if (isMain(import.meta.url)) {
  await main(async () => process.stdout.write(`${JSON.stringify({ folder: await postgresPrograms() })}\n`));
}
