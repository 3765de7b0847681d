import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { descendants, searchMemory, startedWith } from './support/memory';
import { adminSecret, endpointOf, exists, phoenixSecret, put } from './support/program';
import { openStore } from './support/store';
import { expect, test } from './support/test';

/** A machine without a display. */
const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };

test('--headless serves without a display and ends cleanly on SIGTERM and SIGINT', async ({
  folder,
  start,
}) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const service = start(['--headless'], noDisplay);
    const endpoint = await endpointOf(folder, service.pid);
    expect(Object.keys(endpoint).sort()).toEqual(['pid', 'url', 'version']);
    expect(endpoint.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await stat(path.join(folder, 'endpoint.json'))).mode & 0o777).toBe(0o600);
    expect((await fetch(`${endpoint.url}/healthz`)).status).toBe(200);
    expect((await put(endpoint.url, { [`SET_${signal}`]: 'v' })).status).toBe(200);
    expect(service.lines).toEqual([expect.stringContaining(`serving ${endpoint.url}/v1/secrets`)]);
    service.signal(signal);
    expect(await service.ended).toBe(0);
    expect(await exists(path.join(folder, 'endpoint.json'))).toBe(false);
    // Checkpointed: everything is in the one file.
    expect(await exists(path.join(folder, 'secrets.db-wal'))).toBe(false);
    expect(service.stdout).toBe('');
  }
  const store = openStore(folder);
  expect(store.prepare('SELECT key FROM secrets ORDER BY key').pluck().all()).toEqual([
    'SET_SIGINT',
    'SET_SIGTERM',
  ]);
  store.close();
});

test('a request in flight is answered before the end', async ({ folder, start }) => {
  const service = start(['--headless'], noDisplay);
  const { url } = await endpointOf(folder, service.pid);
  const body = JSON.stringify({ secrets: [{ key: 'IN_FLIGHT', value: 'v' }] });
  const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(
    [
      'PUT /v1/secrets HTTP/1.1',
      `Host: ${new URL(url).host}`,
      `Authorization: Bearer ${adminSecret}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      // Answered once the token was looked at: from here on the request is in flight.
      'Expect: 100-continue',
      '',
      body.slice(0, -5),
    ].join('\r\n'),
  );
  const nextData = () =>
    new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
  expect(await nextData()).toMatch(/^HTTP\/1\.1 100 /);
  service.signal('SIGTERM');
  await expect.poll(() => exists(path.join(folder, 'endpoint.json'))).toBe(false);
  const answer = nextData();
  socket.write(body.slice(-5));
  expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(await service.ended).toBe(0);
  const store = openStore(folder);
  expect(store.prepare('SELECT key FROM secrets').pluck().all()).toEqual(['IN_FLIGHT']);
  store.close();
});

test('a second --headless on the folder exits 3 and says who holds it', async ({ folder, start }) => {
  const first = start(['--headless'], noDisplay);
  await endpointOf(folder, first.pid);
  const second = start(['--headless'], noDisplay);
  expect(await second.ended).toBe(3);
  expect(second.lines.join()).toContain(String(first.pid));
  expect(second.lines.join()).toContain('--headless');
  expect((await endpointOf(folder)).pid).toBe(first.pid);
});

test('what a killed process left behind is taken over', async ({ folder, start }) => {
  const first = start(['--headless'], noDisplay);
  const old = await endpointOf(folder, first.pid);
  expect((await put(old.url, { BEFORE: 'v' })).status).toBe(200);
  first.signal('SIGKILL');
  await first.ended;
  expect(await exists(path.join(folder, 'endpoint.json'))).toBe(true);

  const second = start(['--headless'], noDisplay);
  const { url } = await endpointOf(folder, second.pid);
  expect((await put(url, { AFTER: 'v' })).status).toBe(200);
  second.signal('SIGTERM');
  expect(await second.ended).toBe(0);
  const store = openStore(folder);
  expect(store.prepare('SELECT key FROM secrets ORDER BY key').pluck().all()).toEqual(['AFTER', 'BEFORE']);
  store.close();
});

test('every faulty setting is named on stderr with its rule, and no secret is', async ({ folder, start }) => {
  const short = 'too-short-Zq7';
  const faulty = start(['--headless'], {
    ...noDisplay,
    PHOENIX_SECRET: short,
    PHOENIX_ADMIN_SECRET: 'ALSO FAULTY Zq8',
    PHOENIX_SECRETS_PORT: '99999',
  });
  expect(await faulty.ended).toBe(2);
  const said = faulty.lines.join('\n');
  for (const name of ['PHOENIX_SECRET must', 'PHOENIX_ADMIN_SECRET must', 'PHOENIX_SECRETS_PORT must']) {
    expect(said).toContain(name);
  }
  expect(faulty.stderr + faulty.stdout).not.toMatch(/Zq7|Zq8/);
  expect(await exists(path.join(folder, 'secrets.db'))).toBe(false);
});

test('a taken port is an error that names it', async ({ start }) => {
  const other = net.createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as net.AddressInfo;
  const service = start(['--headless'], { ...noDisplay, PHOENIX_SECRETS_PORT: String(port) });
  expect(await service.ended).toBe(2);
  expect(service.lines.join()).toContain(String(port));
  other.close();
});

test('a window without a display says so and names --headless', async ({ start }) => {
  const program = start([], noDisplay);
  expect(await program.ended).toBe(2);
  expect(program.stderr).toContain('--headless');
});

test('without PHOENIX_SECRET stderr says that the key protects nothing', async ({ folder, start }) => {
  const service = start(['--headless'], {
    ...noDisplay,
    PHOENIX_SECRET: undefined,
    PHOENIX_ADMIN_SECRET: undefined,
  });
  await endpointOf(folder, service.pid);
  await expect.poll(() => service.lines.join('\n')).toContain('protects nothing');
});

test('no helper process has the secrets: not in its environment, its arguments or its memory', async ({
  folder,
  start,
}) => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  test.setTimeout(90_000);
  const initialPassword = 'initial-password-of-the-process-test';
  const program = start([], { PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: initialPassword });
  const secrets = [phoenixSecret, adminSecret, initialPassword];
  const { url } = await endpointOf(folder, program.pid);
  await put(url, { A: 'v' });
  // The page's own process comes last.
  const page = (pid: number) => startedWith(pid).includes('--type=renderer');
  await expect.poll(() => descendants(program.pid).some(page), { timeout: 15_000 }).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const helpers = descendants(program.pid);
  expect(helpers.length).toBeGreaterThanOrEqual(3);
  expect(startedWith(program.pid), 'the look at /proc works').toContain('PHOENIX_WORKING_DIR');
  for (const pid of [program.pid, ...helpers]) {
    const given = startedWith(pid);
    expect(secrets.some((secret) => given.includes(secret))).toBe(false);
  }
  if (process.getuid?.() !== 0) return;
  const control = searchMemory([program.pid], [phoenixSecret]);
  expect(control.found, 'the scan finds it where it has to be').toHaveLength(1);
  const { found, searched } = searchMemory(helpers, secrets);
  expect(found).toEqual([]);
  expect(searched).toBeGreaterThanOrEqual(3);
});

test('a core dump of no process would hold memory', async ({ start }) => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  const program = start([]);
  const page = (pid: number) => startedWith(pid).includes('--type=renderer');
  await expect.poll(() => descendants(program.pid).some(page), { timeout: 15_000 }).toBe(true);
  const filters = [program.pid, ...descendants(program.pid)].map((pid) =>
    readFile(`/proc/${pid}/coredump_filter`, 'utf8').catch(() => 'ended'),
  );
  const found = (await Promise.all(filters)).filter((filter) => filter !== 'ended');
  expect(found.length).toBeGreaterThanOrEqual(4);
  expect(new Set(found)).toEqual(new Set(['00000000\n']));
});

test('a data folder that is a link is refused, and nothing is written through it', async ({
  folder,
  start,
}) => {
  const victim = path.join(path.dirname(folder), 'victim');
  await mkdir(victim);
  await writeFile(path.join(victim, 'preferences.json'), 'somebody else’s', { mode: 0o644 });
  await symlink(victim, folder);
  const headless = start(['--headless'], noDisplay);
  expect(await headless.ended).toBe(2);
  expect(headless.lines.join()).toContain('is a symbolic link');
  const window = start([]);
  await expect.poll(() => window.lines.join(), { timeout: 15_000 }).toContain('is a symbolic link');
  window.signal('SIGTERM');
  expect(await window.ended).toBe(2);
  expect(await readdir(victim)).toEqual(['preferences.json']);
  expect(await readFile(path.join(victim, 'preferences.json'), 'utf8')).toBe('somebody else’s');
  expect((await stat(path.join(victim, 'preferences.json'))).mode & 0o777).toBe(0o644);
});

test('without HOME no folder is made up that anybody else could have made before', async ({
  folder,
  start,
}) => {
  test.skip(process.platform !== 'linux', 'HOME names the place on Linux alone');
  const temporary = path.join(path.dirname(folder), 'tmp');
  await mkdir(temporary);
  const homeless = {
    HOME: '',
    XDG_CONFIG_HOME: undefined,
    PHOENIX_WORKING_DIR: undefined,
    TMPDIR: temporary,
  };
  const refused = start(['--headless'], { ...noDisplay, ...homeless });
  expect(await refused.ended).toBe(2);
  expect(refused.lines.join()).toContain('HOME is not set');
  expect(await exists(path.join(temporary, '.config', 'phoenix-secrets'))).toBe(false);
  const config = path.join(path.dirname(folder), 'config');
  const placed = start(['--headless'], { ...noDisplay, ...homeless, XDG_CONFIG_HOME: config });
  await endpointOf(path.join(config, 'phoenix-secrets'), placed.pid);
});

test('a window that names a faulty setting leaves nothing behind', async ({ folder, start }) => {
  const [config, temporary] = ['config', 'tmp'].map((name) => path.join(path.dirname(folder), name));
  for (const made of [config, temporary]) await mkdir(made!);
  const program = start([], {
    PHOENIX_WORKING_DIR: undefined,
    PHOENIX_SECRET: 'too-short',
    XDG_CONFIG_HOME: config,
    TMPDIR: temporary,
  });
  const page = (pid: number) => startedWith(pid).includes('--type=renderer');
  await expect.poll(() => descendants(program.pid).some(page), { timeout: 15_000 }).toBe(true);
  // Until its page is there: one that was ended while it loaded has been seen to end with 1.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  program.signal('SIGTERM');
  expect(await program.ended).toBe(2);
  expect(await readdir(config!)).not.toContain('phoenix-secrets');
  expect((await readdir(temporary!)).filter((name) => name.startsWith('phoenix-secrets'))).toEqual([]);
});

test('a reader of stderr that goes away does not end the program', async ({ folder, start }) => {
  const service = start(['--headless'], {
    ...noDisplay,
    PHOENIX_SECRET: undefined,
    PHOENIX_ADMIN_SECRET: undefined,
  });
  service.process.stderr?.destroy();
  service.process.stdout?.destroy();
  const { url } = await endpointOf(folder, service.pid);
  // Both lines are written after the file.
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  service.signal('SIGTERM');
  expect(await service.ended).toBe(0);
  expect(await exists(path.join(folder, 'lock.json'))).toBe(false);
});

test('files are for their owner alone, whatever the umask', async ({ folder, start }) => {
  const before = process.umask(0);
  const service = start(['--headless'], noDisplay);
  process.umask(before);
  const { url } = await endpointOf(folder, service.pid);
  await put(url, { A: 'v' });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  expect(entries.length).toBeGreaterThan(3);
  expect((await stat(folder)).mode & 0o077).toBe(0);
  for (const entry of entries) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const mode = await stat(file).then(
      (found) => found.mode & 0o077,
      () => 0,
    );
    expect(mode, file).toBe(0);
  }
  expect(await readFile(path.join(folder, 'endpoint.json'), 'utf8')).toContain(url);
});
