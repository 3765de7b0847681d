import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';
import { endpointOf, put, type Environment } from '../e2e/support/program';
import { record } from '../support/proof';
import {
  asRoot,
  binary,
  filesBelow,
  launcher,
  listenedUntilEnd,
  listening,
  long,
  ownFolder,
  quiet,
  start,
} from './support';

// What opens a debugger, loads code, weakens TLS or writes logs, given to the program that ships: through its launcher,
// and to Electron's binary behind it. `@` stands for a file that would tell, and that must not be there afterwards.

const port = '47113';

const switches = [
  `--remote-debugging-port=${port}`,
  `-remote-debugging-port=${port}`,
  ` --remote-debugging-port=${port}`,
  '--remote-debugging-pipe',
  `--inspect=${port}`,
  `--inspect-brk=${port}`,
  '--require=@.cjs',
  '--ignore-certificate-errors',
  '--log-net-log=@',
  '--remote-debugging-address=0.0.0.0',
  '--remote-allow-origins=*',
  `--inspect-port=${port}`,
  `--inspect-wait=${port}`,
  `--debug-port=${port}`,
  '-r@.cjs',
  '--import=@.cjs',
  '--load-extension=/tmp',
  '--app=@.cjs',
  '--host-rules=MAP * 127.0.0.1',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--ignore-certificate-errors-spki-list=x',
  '--allow-insecure-localhost',
  '--proxy-server=127.0.0.1:9',
  '--net-log-capture-mode=Everything',
  '--ssl-key-log-file=@',
  '--disable-web-security',
  '--allow-file-access-from-files',
  '--disable-site-isolation-trials',
  '--auto-open-devtools-for-tabs',
  '--crash-dumps-dir=@',
  '--enable-features=x',
  '--enable-blink-features=x',
  '--disable-seccomp-filter-sandbox',
];

/** Read by Chromium before it starts any program, so that only the launcher can refuse them in time. */
const early = [
  '--js-flags=--logfile=@',
  '--user-data-dir=@',
  '--enable-logging=file --log-file=@',
  '\t--no-sandbox',
  '--renderer-cmd-prefix=touch @',
  '--gpu-launcher=touch @',
  '--no-zygote',
  '--single-process',
];

const variables: readonly (readonly [string, string])[] = [
  ['NODE_OPTIONS', '--require=@.cjs'],
  ['NODE_EXTRA_CA_CERTS', '@.pem'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ['NODE_REDIRECT_WARNINGS', '@'],
  ['SSLKEYLOGFILE', '@'],
  ['NODE_PATH', '/tmp'],
  ['NODE_DEBUG', 'net,http,tls'],
  ['NODE_INSPECT_RESUME_ON_START', '1'],
  ['SSL_CERT_FILE', '@.pem'],
  ['OPENSSL_CONF', '@.pem'],
  ['ELECTRON_ENABLE_LOGGING', 'file'],
  ['ELECTRON_LOG_FILE', '@'],
  ['ELECTRON_LOG_ASAR_READS', '1'],
  ['ELECTRON_NO_ASAR', '1'],
  ['ELECTRON_OVERRIDE_DIST_PATH', '/tmp'],
  ['CHROME_LOG_FILE', '@'],
  ['CHROME_DEVEL_SANDBOX', '@.cjs'],
  ['CHROME_SANDBOX_DEBUGGING', '1'],
  ['ELECTRON_PROFILE_INIT_SCRIPTS', '1'],
  ['NODE_PRESERVE_SYMLINKS', '1'],
  ['NODE_PRESERVE_SYMLINKS_MAIN', '1'],
];

/** The same of variables. */
const earlyVariables = [
  ['NODE_V8_COVERAGE', '@'],
  ['ELECTRON_RUN_AS_NODE', '1'],
  ['ELECTRON_DISABLE_SANDBOX', '1'],
] as const;

// In `npm test` those that matter most, in `npm run package -- --test` all.
const [directSwitches, directVariables] = long
  ? [switches, variables]
  : [switches.slice(0, 9), variables.slice(0, 5)];

let [tried, wrong] = [0, 0];
afterEach(({ task }) => {
  tried += 1;
  if (task.result?.state === 'fail') wrong += 1;
});
afterAll(() =>
  record('M', {
    attempts: tried,
    faults: wrong,
    measured: {
      'switches refused by the launcher': switches.length + early.length,
      'by the binary': directSwitches.length,
      'variables that the launcher keeps away': variables.length + earlyVariables.length,
      'without effect on the binary': directVariables.length,
    },
  }),
);

/** A home of its own, with code in it that leaves a mark when it is run. */
function trap() {
  const home = ownFolder();
  const mark = path.join(home, 'mark');
  writeFileSync(`${mark}.cjs`, `require('fs').writeFileSync(${JSON.stringify(mark)}, 'ran')\n`);
  writeFileSync(`${mark}.pem`, '');
  return { home, mark, fill: (text: string) => text.replaceAll('@', mark) };
}

test.each([...switches, ...early])('the launcher refuses %s at once', async (given) => {
  const { home, mark, fill } = trap();
  const program = start(launcher, ['--headless', ...fill(given).split(/(?<=\S) (?=--)/)], home);
  expect(await program.ended).toBe(2);
  expect(program.printed()).toMatch(
    /^Phoenix Secrets: -\S+ is not an option of this program; --help lists them\.\n$/,
  );
  expect(existsSync(mark)).toBe(false);
  expect(existsSync(path.join(home, 'data'))).toBe(false);
});

test.each(directSwitches)(
  'the binary refuses %s before it listens, reads or writes anything',
  async (given) => {
    const { home, mark, fill } = trap();
    const program = start(binary, [...asRoot, ...quiet, fill(given)], home);
    const { ended, ports } = await listenedUntilEnd(program);
    expect(program.printed()).toMatch(/is not an option of this program/);
    expect(ended).toBe(2);
    expect(ports).toEqual([]);
    expect(existsSync(mark), 'its file').toBe(false);
    expect(readdirSync(home).sort()).toEqual(['mark.cjs', 'mark.pem']);
  },
);

test('no variable reaches the binary through the launcher', async () => {
  const { home, fill } = trap();
  const link = path.join(home, 'phoenix-secrets');
  copyFileSync(launcher, link);
  // Stands for the binary and prints its environment.
  writeFileSync(path.join(home, 'printer'), '#!/bin/sh\nenv\n', { mode: 0o755 });
  symlinkSync('printer', path.join(home, 'phoenix-secrets-app'));
  const given = Object.fromEntries(
    [...variables, ...earlyVariables].map(([name, text]) => [name, fill(text)]),
  );
  const program = start(link, ['--headless'], home, { ...given, KEPT: 'yes' });
  expect(await program.ended).toBe(0);
  expect(program.printed()).toContain('KEPT=yes');
  const names = program
    .printed()
    .split('\n')
    .map((line) => line.replace(/=.*/, ''));
  const through = names.filter((name) => name in given && name !== 'NODE_INSPECT_RESUME_ON_START');
  expect(through).toEqual([]);
  expect(names.filter((name) => /PHOENIX_(?:ADMIN_)?SECRET$/.test(name))).toEqual([]);
});

/** A start that serves although something was given to it; only the endpoint's own port is open. */
async function serves(home: string, environment: Environment) {
  const program = start(binary, [...asRoot, ...quiet], home, environment);
  const { url } = await endpointOf(path.join(home, 'data'), program.pid);
  expect((await put(url, { A: 'v' })).status).toBe(200);
  expect([...new Set(listening(program.pid))]).toEqual([Number(new URL(url).port)]);
  return program;
}

test.each(directVariables)('%s has no effect on the binary', async (name, value) => {
  const { home, mark, fill } = trap();
  const program = await serves(home, { [name]: fill(value) });
  program.process.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(existsSync(mark), 'its file').toBe(false);
  expect(
    filesBelow(home).filter((file) => /\.log$|coverage|net-?log/i.test(file) && !file.includes('leveldb')),
  ).toEqual([]);
});

test('ELECTRON_DISABLE_SANDBOX, which Electron reads first, ends the binary', async ({ skip }) => {
  const { home } = trap();
  // Root has no sandbox that could be taken away.
  const asNobody =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  if (asNobody.length > 0) chownSync(home, 65_534, 65_534);
  const able = spawnSync('env', [...asNobody, 'test', '-x', binary]).status === 0;
  skip(!able, 'needs a package that the user nobody can read');
  const program = start('env', [...asNobody, binary, ...quiet], home, { ELECTRON_DISABLE_SANDBOX: '' });
  expect(await program.ended).toBe(2);
  expect(program.printed()).toContain('ELECTRON_DISABLE_SANDBOX');
  expect(readdirSync(home).sort()).toEqual(['mark.cjs', 'mark.pem']);
});

test('ELECTRON_RUN_AS_NODE makes no interpreter of it', async () => {
  const { home, mark } = trap();
  const program = start(binary, [`${mark}.cjs`, '--version'], home, { ELECTRON_RUN_AS_NODE: '1' });
  await program.ended;
  expect(program.printed()).not.toMatch(/^v\d+\./m);
  expect(existsSync(mark)).toBe(false);
});

test('SIGUSR1 opens no debugger', async () => {
  const { home } = trap();
  const program = await serves(home, {});
  const before = listening(program.pid);
  program.process.kill('SIGUSR1');
  await delay(1_000);
  expect(listening(program.pid).filter((one) => !before.includes(one))).toEqual([]);
  expect(program.printed()).not.toMatch(/debugger/i);
});

test('the same variables and switches do work on an Electron that nobody hardened', async () => {
  const executable = process.env['PACKAGE_RUNTIME'];
  expect(executable).toBeDefined();
  const { home, mark } = trap();
  const asNode = start(executable!, [`${mark}.cjs`], home, { ELECTRON_RUN_AS_NODE: '1' });
  expect(await asNode.ended).toBe(0);
  expect(existsSync(mark), 'the trap works').toBe(true);

  const app = path.join(home, 'idle.mjs');
  writeFileSync(app, 'setTimeout(() => process.exit(0), 4000);\n');
  const args = [...asRoot, '--ozone-platform=headless', '--disable-gpu', `--inspect=${port}`, app];
  const open = await listenedUntilEnd(start(executable!, args, home));
  expect(open.ports).toContain(Number(port));
});
