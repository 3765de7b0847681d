import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PACKAGES, renamed } from '../setup/debian.mjs';
import { inRoot } from '../setup/paths.mjs';
import { say, SetupError, step } from '../setup/progress.mjs';
import { run, tail } from '../setup/run.mjs';

/** With what postgres.mjs and phoenix.mjs of the set-up ask for when it is missing. */
const purged = [...PACKAGES, ...PACKAGES.map(renamed), 'postgresql*', 'python3*-venv'];
/** What Debian gives to everybody: not what this user has built or installed for himself. */
const plain = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * A copy of this system without the packages that the set-up would install, which nothing changes for good.
 * @param {string} shared the folder that is the same inside and outside
 * @returns {Promise<{inside: string[], path: string, end: () => void} | null>} `inside` goes before a command; null where
 * only the system as it is can be had
 */
export async function cleanCopy(shared) {
  const possible =
    process.getuid?.() === 0 &&
    existsSync('/var/lib/dpkg/status') &&
    spawnSync('unshare', ['-m', 'true']).status === 0;
  if (!possible) return null;
  const work = mkdtempSync(path.join(tmpdir(), 'phoenix-secrets-copy-'));
  // It lives as long as our end of the pipe.
  const command = ['-m', 'sh', inRoot('scripts/in-copy.sh'), work, 'sh', '-c', 'echo there; exec cat'];
  const holder = spawn('unshare', command, {
    env: { ...process.env, SHARED: shared },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const end = () => {
    holder.stdin.end();
    rmSync(work, { recursive: true, force: true });
  };
  await new Promise((resolve, reject) => {
    holder.stdout.once('data', resolve);
    holder.once('exit', () => reject(new SetupError('The copy of the system could not be made.')));
  });
  const inside = ['nsenter', '-m', '-t', String(holder.pid), '--'];
  try {
    await purge(inside);
  } catch (error) {
    end();
    throw error;
  }
  return { inside, path: [path.dirname(process.execPath), ...plain].join(':'), end };
}

async function purge(inside) {
  const within = ([command, ...args]) => run(inside[0], [...inside.slice(1), command, ...args]);
  // The processes are those outside: no package may stop a service when it goes, or start one when it comes.
  await within([
    'sh',
    '-c',
    'printf "#!/bin/sh\\nexit 101\\n" > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d',
  ]);
  const { stdout } = await within(['dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\n', ...purged]);
  const names = [...stdout.matchAll(/^(\S+) installed$/gm)].map(([, name]) => name);
  if (names.length === 0) return;
  const done = await step('A copy of the system without what set-up installs', () =>
    within([
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      'purge',
      '-y',
      '-q',
      '--auto-remove',
      ...names,
    ]),
  );
  if (done.code !== 0) throw new SetupError(`apt-get purge failed:\n${tail(done.output)}`);
  say(`  ${done.output.match(/^\d+ upgraded.*$/m)?.[0] ?? names.join(' ')}`);
}
