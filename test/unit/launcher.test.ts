import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { developmentLauncher, shippedLauncher, writeLauncher } from '../../scripts/package/launcher.mjs';
import { options } from '../../src-main/electron/command-line';
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
  ]) {
    const { status, stdout, stderr } = launch(shipped, ['--headless', refused]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${refused.replace(/=.*/, '')} is not an option`);
    expect(launch(development, ['app', '--headless', refused]).stdout).toContain(refused);
  }
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

// Row 55 of the threat model: what was in memory must not lie about on the disk.
test('whatever it starts may write no core dump', () => {
  const program = path.join(temporaryFolder(), 'electron');
  writeFileSync(program, '#!/bin/sh\nulimit -c; kill -ABRT $$\n', { mode: 0o700 });
  const place = path.dirname(program);
  const { status, signal, stdout } = spawnSync(development, ['app', '--headless'], {
    cwd: place,
    env: { PATH: process.env['PATH'], PHOENIX_SECRETS_ELECTRON: program },
    encoding: 'utf8',
  });
  expect(stdout).toBe('0\n');
  expect(signal ?? status).not.toBe(0);
  expect(readdirSync(place)).toEqual(['electron']);
});
