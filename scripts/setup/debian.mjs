import { existsSync } from 'node:fs';
import { say, step } from './progress.mjs';
import { run, tail } from './run.mjs';

/**
 * What a window and its tests need on Debian and its relatives. Xvfb and xauth are for tests without a display, dbus and
 * gnome-keyring for those of the keychain, strace for the proofs that count calls to the system or break them.
 */
export const PACKAGES = [
  'xvfb xauth dbus gnome-keyring strace',
  'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libnotify4 libsecret-1-0 libatk-bridge2.0-0',
].flatMap((names) => names.split(' '));

/** Debian 13 and Ubuntu 24.04 renamed some of them for 64-bit time: libgtk-3-0t64. */
export const renamed = (name) => `${name}t64`;

/** Which packages, by default all of these, are not installed; none where there is no dpkg. */
export async function missingPackages(packages = PACKAGES) {
  if (packages.length === 0 || process.platform !== 'linux' || !existsSync('/var/lib/dpkg/status')) return [];
  const names = packages.flatMap((name) => [name, renamed(name)]);
  const { stdout } = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names]);
  const installed = new Set(stdout.split('\n').map((line) => line.match(/^(\S+) installed$/)?.[1]));
  return packages.filter((name) => !installed.has(name) && !installed.has(renamed(name)));
}

/** Names as this release has them: apt refuses a name that only several others provide (libasound2). */
async function available(names) {
  const { stdout } = await run('apt-cache', ['pkgnames']);
  const known = new Set(stdout.split('\n'));
  return names.map((name) => (known.has(renamed(name)) ? renamed(name) : name));
}

/**
 * Installs them when we may (root), else says how in one line to copy. Never a reason to stop: without them the
 * window does not open, but everything else works.
 */
export async function installPackages(missing) {
  if (missing.length === 0) return;
  if (process.getuid() !== 0) {
    say(
      `! Packages that the window or its tests need are missing: sudo apt-get install ${(await available(missing)).join(' ')}`,
    );
    return;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const patient = ['-o', 'DPkg::Lock::Timeout=120'];
  const done = await step(`Debian packages: ${missing.join(' ')}`, async () => {
    await run('apt-get', ['update', '-q', ...patient], { env });
    const names = await available(missing);
    return run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...patient, ...names], { env });
  });
  if (done.code !== 0) say(`! apt-get install failed, the window may not open:\n${tail(done.output)}`);
}
