import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/service';

const launcher = path.join(import.meta.dirname, '../../resources/linux/phoenix-secrets-launch');

/** Runs the launcher on a machine without a display; `echo` stands for Electron and prints its arguments. */
function launch(...args: string[]) {
  const { status, stdout } = spawnSync('sh', [launcher, ...args], {
    env: { PATH: process.env['PATH'], PHOENIX_SECRETS_ELECTRON: 'echo' },
    encoding: 'utf8',
  });
  return { status, stdout };
}

test('--headless starts without a display, with the arguments as they were', () => {
  const { status, stdout } = launch('app', '--headless', '--', 'x');
  expect(status).toBe(0);
  expect(stdout).toMatch(/--ozone-platform=headless .* app --headless -- x\n$/);
});

// Electron sees a start with a window there, and would crash without a display.
test('after -- it is no flag', () => {
  expect(launch('app', '--', '--headless')).toEqual({ status: 2, stdout: '' });
});

// Row 55 of the threat model: what was in memory must not lie about on the disk.
test('whatever it starts may write no core dump', () => {
  const program = path.join(temporaryFolder(), 'electron');
  writeFileSync(program, '#!/bin/sh\nulimit -c; kill -ABRT $$\n', { mode: 0o700 });
  const folder = path.dirname(program);
  const { status, signal, stdout } = spawnSync('sh', [launcher, 'app', '--headless'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PHOENIX_SECRETS_ELECTRON: program },
    encoding: 'utf8',
  });
  expect(stdout).toBe('0\n');
  expect(signal ?? status).not.toBe(0);
  expect(readdirSync(folder)).toEqual(['electron']);
});
