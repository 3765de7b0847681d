import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { developmentLauncher, shippedLauncher, writeLauncher } from '../../scripts/package/launcher.mjs';
import { options, readCommandLine } from '../../src-main/electron/command-line';
import { main as texts } from '../../src-shared/texts/en/main';
import { temporaryFolder } from '../support/service';

const folder = mkdtempSync(path.join(tmpdir(), 'phoenix-secrets-launcher-'));
const development = path.join(folder, 'launch');
const shipped = path.join(folder, 'phoenix-secrets');

beforeAll(async () => {
  writeLauncher(development, await developmentLauncher({ executable: '/nowhere/electron' }));
  writeLauncher(shipped, await shippedLauncher());
  // Stands for Electron and prints its arguments.
  symlinkSync('/bin/echo', path.join(folder, 'phoenix-secrets-app'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a launcher on a machine without a display. */
function launch(launcher: string, args: readonly string[], more: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(launcher, args, {
    env: { PATH: process.env['PATH'], PHOENIX_SECRETS_ELECTRON: 'echo', ...more },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('--headless starts without a display, with the arguments as they were', () => {
  const { status, stdout } = launch(development, ['app', '--headless', '--', 'x']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/--ozone-platform=headless .* app --headless -- x\n$/);
});

// Electron sees a start with a window there, and would crash without a display.
test('after -- it is no flag', () => {
  expect(launch(development, ['app', '--', '--headless'])).toMatchObject({ status: 2, stdout: '' });
});

test.each([development, shipped])(
  '%s answers --version and --help by itself, as the program does',
  (file) => {
    const version =
      process.env['npm_package_version'] ?? /\d+\.\d+\.\d+/.exec(launch(file, ['--version']).stdout)![0];
    const about = texts.commandLine;
    expect(launch(file, ['--version'])).toEqual({
      status: 0,
      stdout: `${about.version(version)}\n`,
      stderr: '',
    });
    for (const flag of ['--help', '-h']) {
      expect(launch(file, [flag])).toEqual({ status: 0, stdout: `${about.help(version)}\n`, stderr: '' });
    }
  },
);

test('one that ships takes the options of the help and refuses every other switch', () => {
  for (const option of options) {
    const given = option.endsWith('=') ? `${option}1` : option;
    expect(launch(shipped, ['--headless', given]).stdout).toContain(given);
  }
  for (const refused of [
    '--inspect=0',
    '--remote-debugging-port=1',
    '-js-flags=x',
    '--no-sandbox',
    '--disable-gpu-x',
    // Chromium takes the white space away.
    ' --no-sandbox',
    '\t--enable-logging=file',
    ' \n-x',
    ' --',
  ]) {
    const { status, stdout, stderr } = launch(shipped, ['--headless', refused]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`Phoenix Secrets: ${texts.commandLine.refused(refused.trim().replace(/=.*/, ''))}\n`);
    expect(launch(development, ['app', '--headless', refused]).stdout).toContain(refused);
  }
});

/** What a second start, or whoever writes a link or a .desktop file, may hand over. */
const refusedArguments = [
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '-remote-debugging-port=9222',
  '--REMOTE-DEBUGGING-PORT=9222',
  '--inspect',
  '--inspect-brk=0',
  '-inspect',
  '--js-flags=--expose-gc',
  '--no-sandbox',
  '--disable-gpu-sandbox',
  '--disable-web-security',
  '--ignore-certificate-errors',
  '--host-rules=MAP * 127.0.0.1',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--proxy-server=127.0.0.1:8080',
  '--log-net-log=/tmp/x',
  '--ssl-key-log-file=/tmp/x',
  '--enable-logging=file',
  '--log-file=/tmp/x',
  '--user-data-dir=/tmp/x',
  '--load-extension=/tmp/x',
  '--require=/tmp/x.js',
  '-r/tmp/x.js',
  '--app=/tmp/x',
  '--renderer-cmd-prefix=xterm',
  '--gpu-launcher=xterm',
  '--utility-cmd-prefix=xterm',
  '--enable-blink-features=X',
  '--unsafely-treat-insecure-origin-as-secure=http://evil.example',
  '--new-secret=X',
  '--headless=new',
  '--headless --inspect',
  '--password-store',
  '--lang',
  '--version=1',
  '--helpme',
  '---',
  '-',
  '-=',
  '--\n--inspect',
];
const passedOn = [
  'https://evil.example/',
  'http://127.0.0.1:6106/v1/secrets',
  'phoenix://delete/A',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '/etc/passwd',
  '$(touch marker)',
  '; touch marker',
  '`touch marker`',
  ' a --inspect',
  '\u2014inspect',
  '',
];

// Row 19 of the threat model: what neither refuses is an argument that nothing in the program reads.
test('50 hostile arguments are refused or passed on as they are, alike by the launcher and the program', () => {
  const judge = (argument: string) =>
    readCommandLine(['--headless', argument], {
      shipped: true,
      root: false,
      platform: 'linux',
      sandboxed: true,
    });
  const place = temporaryFolder();
  const start = (argument: string) =>
    spawnSync(shipped, ['--headless', argument], {
      cwd: place,
      env: { PATH: process.env['PATH'] },
      encoding: 'utf8',
    });
  expect(refusedArguments.length + passedOn.length).toBeGreaterThanOrEqual(50);
  for (const argument of refusedArguments) {
    expect(judge(argument), argument).toEqual({ kind: 'refused', option: argument.replace(/=.*$/s, '') });
    expect(start(argument), argument).toMatchObject({ status: 2, stdout: '' });
  }
  for (const argument of passedOn) {
    expect(judge(argument), argument).toEqual({ kind: 'start' });
    expect(start(argument).stdout, argument).toMatch(/ --headless /);
    expect(start(argument).stdout.endsWith(`--headless ${argument}\n`), argument).toBe(true);
  }
  expect(readdirSync(place)).toEqual([]);
});

test('what has a dash further on is no switch', () => {
  const { status, stdout } = launch(shipped, ['--headless', ' a -b', ' ', 'c-d']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/--headless  a -b   c-d\n$/);
});

test('every option is in the help', () => {
  for (const option of options) {
    if (option === '--ozone-platform-hint=') continue; // an older way to say --ozone-platform
    expect(texts.commandLine.help('1.0.0')).toContain(option);
  }
});

test('one that ships starts what lies beside it, also through a link, whatever the environment says', () => {
  const link = path.join(folder, 'link');
  symlinkSync(shipped, link);
  const environment = { PHOENIX_SECRETS_ELECTRON: 'false', NODE_OPTIONS: '--x', ELECTRON_RUN_AS_NODE: '1' };
  expect(launch(link, ['--headless'], environment)).toMatchObject({ status: 0 });
});

test('one that ships gives on no variable that takes the sandbox away, loads code or writes logs', () => {
  const place = temporaryFolder();
  copyFileSync(shipped, path.join(place, 'phoenix-secrets'));
  // Stands for Electron and prints its environment.
  writeFileSync(path.join(place, 'phoenix-secrets-app'), '#!/bin/sh\nenv\n', { mode: 0o700 });
  const unwanted = {
    ELECTRON_DISABLE_SANDBOX: '1',
    ELECTRON_PROFILE_INIT_SCRIPTS: '1',
    NODE_PRESERVE_SYMLINKS: '1',
    NODE_PRESERVE_SYMLINKS_MAIN: '1',
    CHROME_SANDBOX_DEBUGGING: '1',
    // Counts also when it is empty.
    NODE_OPTIONS: '',
  };
  const { stdout } = launch(path.join(place, 'phoenix-secrets'), ['--headless'], { ...unwanted, KEPT: '1' });
  const names = stdout.split('\n').map((line) => line.replace(/=.*/, ''));
  expect(names).toContain('KEPT');
  expect(names.filter((name) => name in unwanted)).toEqual([]);
});

/** A stand-in for Electron that prints its arguments and what is behind the descriptors of the secrets. */
function printer(): string {
  const program = path.join(temporaryFolder(), 'electron');
  const script = 'echo "$@"; for fd in 7 8 9; do readlink /proc/self/fd/$fd; done; cat <&8';
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  return program;
}

const hasBash = spawnSync('bash', ['--version']).status === 0;

// Bash writes here-documents into files: each of them before 5.1, which BASH_COMPAT asks newer ones for, and long ones.
function launchInBash(secret: string, more: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['--posix', development, 'app', '--headless'], {
    env: {
      PATH: process.env['PATH'],
      PHOENIX_SECRETS_ELECTRON: printer(),
      PHOENIX_SECRET: secret,
      ...more,
    },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test.skipIf(!hasBash)('a secret goes over in a pipe, also where BASH_COMPAT asks for a file', () => {
  const { stdout } = launchInBash('a1b2', { BASH_COMPAT: '4.4' });
  expect(stdout).toMatch(/^--phoenix-secret-fd=8 .*\npipe:\[\d+\]\na1b2\n$/);
});

test.skipIf(!hasBash)('a secret that the shell would write to a file is not handed over', () => {
  const { status, stdout, stderr } = launchInBash('a1b2'.repeat(20_000));
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^Phoenix Secrets: .* temporary file/);
  expect(stderr).not.toContain('a1b2');
});

test('an empty secret is handed over as well, so that it is named as a fault', () => {
  const { stdout } = launch(development, ['app', '--headless'], {
    PHOENIX_SECRETS_ELECTRON: printer(),
    PHOENIX_SECRET: '',
  });
  expect(stdout).toMatch(/^--phoenix-secret-fd=8 .*\npipe:\[\d+\]\n\n$/);
});

// The program reads one descriptor a secret; another one would stay open for whatever it starts.
test('a secret in the environment is dropped where the caller hands over a descriptor', () => {
  const { stdout } = launch(
    development,
    [
      'app',
      '--headless',
      '--phoenix-secret-fd=5',
      '--phoenix-admin-secret-fd=5',
      '--phoenix-initial-password-fd=5',
    ],
    {
      PHOENIX_SECRETS_ELECTRON: printer(),
      PHOENIX_SECRET: 'a1b2',
      PHOENIX_ADMIN_SECRET: 'c3d4',
      PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: 'e5f6',
    },
  );
  expect(stdout).toMatch(/^(?:--no-sandbox )?--ozone-platform=.*\n$/);
});

// Row 55 of the threat model: what was in memory must not lie about on the disk.
test('whatever it starts may write no core dump', () => {
  const program = path.join(temporaryFolder(), 'electron');
  writeFileSync(program, '#!/bin/sh\nulimit -c; cat /proc/self/coredump_filter; kill -ABRT $$\n', {
    mode: 0o700,
  });
  const place = path.dirname(program);
  const { status, signal, stdout } = spawnSync(development, ['app', '--headless'], {
    cwd: place,
    env: { PATH: process.env['PATH'], PHOENIX_SECRETS_ELECTRON: program },
    encoding: 'utf8',
  });
  expect(stdout).toBe('0\n00000000\n');
  expect(signal ?? status).not.toBe(0);
  expect(readdirSync(place)).toEqual(['electron']);
});
