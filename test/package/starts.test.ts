import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { descendants, searchMemory, startedWith } from '../e2e/support/memory';
import { adminSecret, endpointOf, phoenixSecret, put } from '../e2e/support/program';
import { query } from '../support/database';
import { binary, folder, launcher, ownFolder, start } from './support';
import { windowsOn } from './x11';

const display = process.env['DISPLAY'] ?? '';
const page = (pid: number) => startedWith(pid).includes('--type=renderer');

test('a window appears, a secret goes in over REST, helpers hold none, and the end is clean', async () => {
  const home = ownFolder();
  const data = path.join(home, 'data');
  const initialPassword = 'initial-password-of-the-package-test';
  const program = start(launcher, [], home, { PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: initialPassword });
  const { url } = await endpointOf(data, program.pid);
  await expect
    .poll(() => windowsOn(display), { timeout: 20_000, interval: 200 })
    .toContainEqual({
      title: 'Phoenix Secrets',
      className: 'phoenix-secrets\0phoenix-secrets\0',
      pid: program.pid,
      mapped: true,
      hasIcon: true,
    });
  const value = 'sk-value-of-the-package-test-1234567890';
  expect((await put(url, { OPENAI_API_KEY: value })).status).toBe(200);

  await expect.poll(() => descendants(program.pid).some(page), { timeout: 15_000 }).toBe(true);
  await delay(1_000);
  const helpers = descendants(program.pid);
  expect(helpers.length).toBeGreaterThanOrEqual(3);
  const secrets = [phoenixSecret, adminSecret, initialPassword];
  for (const pid of [program.pid, ...helpers]) {
    expect(secrets.filter((secret) => startedWith(pid).includes(secret))).toEqual([]);
  }
  if (process.getuid?.() === 0) {
    const control = searchMemory([program.pid], [phoenixSecret]);
    expect(control.found, 'the scan finds it where it has to be').toHaveLength(1);
    const { found, searched } = searchMemory(helpers, [...secrets, value]);
    expect(found).toEqual([]);
    expect(searched).toBeGreaterThanOrEqual(3);
  }

  program.process.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(query(path.join(data, 'secrets.db'), 'SELECT key FROM secrets')).toEqual([
    { key: 'OPENAI_API_KEY' },
  ]);
  for (const name of readdirSync(data)) {
    if (name !== 'electron') expect(readFileSync(path.join(data, name)).includes(value)).toBe(false);
  }
});

test('--headless serves without a display', async () => {
  const home = ownFolder();
  const program = start(launcher, ['--headless'], home, { DISPLAY: undefined, WAYLAND_DISPLAY: undefined });
  const { url, version } = await endpointOf(path.join(home, 'data'), program.pid);
  expect((await put(url, { A: 'v' })).status).toBe(200);
  expect(program.printed()).toContain(`serving ${url}`);
  program.process.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  const own = JSON.parse(readFileSync(path.join(folder, '../../package.json'), 'utf8')) as {
    version: string;
  };
  expect(version).toBe(own.version);
});

test('--version and --help need no display and write nothing', async () => {
  for (const [command, before] of [
    [launcher, []],
    [binary, ['--no-sandbox']],
  ] as const) {
    const home = ownFolder();
    const started = performance.now();
    for (const [flag, said] of [
      ['--version', /^Phoenix Secrets \d+\.\d+\.\d+\n$/],
      ['--help', /^Phoenix Secrets \d.*\n\nUsage: phoenix-secrets \[options\]/],
    ] as const) {
      const program = start(command, [...before, flag], home, {
        DISPLAY: undefined,
        WAYLAND_DISPLAY: undefined,
      });
      expect(await program.ended).toBe(0);
      // Chromium's own notices about the machine come with a direct start.
      expect(program.printed().replace(/^\[\d.*\n/gm, '')).toMatch(said);
    }
    if (command === launcher) expect(performance.now() - started).toBeLessThan(1_000);
    expect(readdirSync(home)).toEqual([]);
  }
});
