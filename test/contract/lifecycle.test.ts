import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runService, startChild } from '../support/child';
import { locksOf, openDatabase } from '../support/database';
import { filesWith } from '../support/files';
import { closed, exchange, goodBody, goodRequest, openConnection, statusesIn } from '../support/raw-http';
import { adminSecret, callAsWindow, put, startService, window, temporaryFolder } from '../support/service';
import { smallDisk } from '../support/small-disk';

const listKeys = async (service: Awaited<ReturnType<typeof startService>>) =>
  (
    await callAsWindow<{ rows: { key: string }[] }>(service, 'secrets.list', { after: null, limit: 1000 })
  ).rows.map(({ key }) => key);

describe('endpoint.json', () => {
  it('is there while requests are served, and says where', async () => {
    const service = await startService({ versions: { app: '1.2.3', electron: '' } });
    const path = join(service.folder, 'endpoint.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      url: service.url,
      pid: process.pid,
      version: '1.2.3',
    });
    expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await service.dispose();
    expect(existsSync(path)).toBe(false);
  });

  it('goes and comes with the endpoint, on the same port', async () => {
    const service = await startService();
    const path = join(service.folder, 'endpoint.json');
    const running = async () =>
      (await callAsWindow<{ endpoint: { running: boolean; url: string } }>(service, 'settings.get', {}))
        .endpoint;
    expect(await running()).toMatchObject({
      running: true,
      url: `${service.url}/v1/secrets`,
      requestsToday: 0,
    });
    await callAsWindow(service, 'settings.stopEndpoint', {});
    expect(existsSync(path)).toBe(false);
    expect(await running()).toMatchObject({ running: false, url: `${service.url}/v1/secrets` });
    await expect(put(service.url, goodBody)).rejects.toThrow();
    await callAsWindow(service, 'settings.startEndpoint', {});
    await callAsWindow(service, 'settings.startEndpoint', {});
    expect((await put(service.url, goodBody)).status).toBe(200);
    expect(await running()).toMatchObject({ running: true, requestsToday: 1 });
    expect(existsSync(path)).toBe(true);
  });

  it('is there again when the endpoint is started while a stop still answers', async () => {
    const service = await startService();
    const slow = await openConnection(service.url);
    const request = goodRequest(service.url, { close: false });
    slow.write(request.slice(0, -5));
    await wait(50);
    const stopped = callAsWindow(service, 'settings.stopEndpoint', {});
    const started = callAsWindow(service, 'settings.startEndpoint', {});
    await wait(50);
    slow.resume().write(request.slice(-5));
    await Promise.all([stopped, started]);
    expect((await put(service.url, goodBody)).status).toBe(200);
    expect(existsSync(join(service.folder, 'endpoint.json'))).toBe(true);
    await callAsWindow(service, 'settings.startEndpoint', {});
    await callAsWindow(service, 'settings.stopEndpoint', {});
    expect(existsSync(join(service.folder, 'endpoint.json'))).toBe(false);
  });
});

describe('the port', () => {
  it('that is taken is named', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void squatter.close());
    await once(squatter, 'listening');
    const { port } = squatter.address() as { port: number };
    const folder = join(temporaryFolder(), 'data');
    await expect(startService({ settings: { port, dataFolder: folder } })).rejects.toMatchObject({
      failure: {
        code: 'setting',
        message: expect.stringMatching(new RegExp(`^PHOENIX_SECRETS_PORT: port ${port} is taken`)) as string,
      },
    });
    expect(readdirSync(folder).sort()).toEqual(['lock.db', 'secrets.db', 'secrets.db.reserve']);
    expect((await startService({ settings: { dataFolder: folder } })).url).toMatch(/^http/);
  });

  it('is served on both loopback addresses and on no other', async () => {
    const service = await startService();
    const { port } = new URL(service.url);
    const answers = await Promise.all(
      ['127.0.0.1', '[::1]'].map((host) =>
        fetch(`http://${host}:${port}/nothing`).then(({ status }) => status),
      ),
    );
    // fetch is a browser's: it says where it comes from and is refused, which is an answer too.
    expect(answers.every((status) => status === 403 || status === 404)).toBe(true);
    const { networkInterfaces } = await import('node:os');
    for (const address of Object.values(networkInterfaces()).flat()) {
      if (!address || address.internal || address.family !== 'IPv4') continue;
      await expect(fetch(`http://${address.address}:${port}/healthz`)).rejects.toThrow();
    }
  });
});

describe('the end', () => {
  it('answers what is in flight, takes no more and empties the WAL', async () => {
    const service = await startService();
    const other = await openConnection(service.url);
    const request = goodRequest(service.url, { close: false });
    other.write(request.slice(0, -5));
    await wait(50);
    const disposed = service.dispose();
    await wait(50);
    other.write(request.slice(-5));
    const [answer] = (await once(other, 'data')) as [Buffer];
    expect(statusesIn(answer.toString())).toEqual([200]);
    await disposed;
    await expect(put(service.url, goodBody)).rejects.toThrow();
    expect(readdirSync(service.folder).filter((name) => /wal|shm|json/.test(name))).toEqual([]);
    const again = await startService({ settings: { dataFolder: service.folder } });
    expect(await listKeys(again)).toEqual(['REACHED']);
  });

  it('is not held up by a connection that never ends', async () => {
    const service = await startService();
    const socket = await openConnection(service.url);
    socket.write(goodRequest(service.url).slice(0, 60));
    let told = '';
    socket.on('data', (data: Buffer) => (told += data.toString()));
    await service.dispose();
    await closed(socket);
    // Cut off by the end, not told by the parser that its headers took too long.
    expect(told).toBe('');
  });

  it('tells a request that comes too late', async () => {
    const service = await startService();
    const [late, busy] = [await openConnection(service.url), await openConnection(service.url)];
    late.write('PUT /v1/secrets HTTP/1.1\r\n');
    busy.write(goodRequest(service.url).slice(0, 60));
    await wait(30);
    const disposed = service.dispose();
    await wait(30);
    late.write(goodRequest(service.url).split('\r\n').slice(1).join('\r\n'));
    const [answer] = (await once(late, 'data')) as [Buffer];
    expect(statusesIn(answer.toString())).toEqual([503]);
    busy.destroy();
    await disposed;
  });
});

describe('one service per folder', () => {
  it('a second one is told who holds it', async () => {
    const service = await startService();
    const second = await runService(service.folder);
    expect(second.code).toBe(3);
    expect(second.stderr).toContain(`process ${process.pid} (--headless`);
    expect(second.stderr).toContain(service.folder);
    await expect(startService({ settings: { dataFolder: service.folder } })).rejects.toMatchObject({
      failure: { code: 'already_running', holder: 'headless' },
    });
    expect((await put(service.url, goodBody)).status).toBe(200);
  });

  it.runIf(process.platform === 'linux')('also after each of its files was named as a CA file', async () => {
    const service = await startService();
    await put(service.url, goodBody);
    const locks = locksOf(service.folder);
    const databases = readdirSync(service.folder).filter((name) => name.includes('.db'));
    expect(databases).toEqual(
      expect.arrayContaining(['lock.db', 'secrets.db', 'secrets.db-shm', 'secrets.db-wal']),
    );
    for (const name of databases) {
      const input = { url: 'https://127.0.0.1:1', allowHttp: false, caFile: join(service.folder, name) };
      const answer = await service.api.call('connections.discover', input, window);
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    }
    expect(locksOf(service.folder)).toEqual(locks);
    expect((await runService(service.folder)).code).toBe(3);
  });

  it('of 20 that start at once one serves', async () => {
    const settings = { dataFolder: join(temporaryFolder(), 'data') };
    const starts = await Promise.allSettled(Array.from({ length: 20 }, () => startService({ settings })));
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const start of starts) {
      if (start.status === 'rejected')
        expect(start.reason).toMatchObject({ failure: { code: 'already_running' } });
    }
  });

  it('takes over from one that was killed, with everything it had acknowledged', async () => {
    const folder = join(temporaryFolder(), 'data');
    const { url, child } = await startChild(folder);
    const acknowledged: string[] = [];
    const writing = (async () => {
      for (let index = 0; ; index += 1) {
        const { status } = await put(url, { secrets: [{ key: `K_${index}`, value: 'v' }] });
        if (status === 200) acknowledged.push(`K_${index}`);
      }
    })().catch(() => undefined);
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(20);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await writing;
    expect(existsSync(join(folder, 'endpoint.json'))).toBe(true);
    expect(existsSync(join(folder, 'lock.json'))).toBe(true);
    const service = await startService({ settings: { dataFolder: folder, phoenixSecret: null } });
    expect(await listKeys(service)).toEqual(expect.arrayContaining(acknowledged));
    expect(JSON.parse(readFileSync(join(folder, 'endpoint.json'), 'utf8'))).toMatchObject({
      url: service.url,
    });
  });

  it('ends cleanly on SIGTERM', async () => {
    const folder = join(temporaryFolder(), 'data');
    const { child } = await startChild(folder);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(readdirSync(folder).sort()).toEqual(['lock.db', 'secrets.db', 'secrets.db.reserve']);
  });
});

describe('trouble with the storage', () => {
  it('a lock of another process: 507, the service answers meanwhile, and it works again later', async () => {
    const service = await startService({ patienceMs: 100 });
    const other = openDatabase(join(service.folder, 'secrets.db'));
    other.exec('BEGIN IMMEDIATE');
    const [locked, health] = await Promise.all([
      put(service.url, goodBody),
      exchange(service.url, goodRequest(service.url, { line: 'GET /healthz HTTP/1.1', body: '' })),
    ]);
    expect(locked.status).toBe(507);
    expect(locked.text).toBe('Another process is writing to the store. Try again in a moment.');
    expect(statusesIn(health)).toEqual([200]);
    other.exec('ROLLBACK');
    other.close();
    expect((await put(service.url, goodBody)).status).toBe(200);
  });

  it('a lock at the start is a clear failure', async () => {
    const service = await startService();
    await service.dispose();
    const other = openDatabase(join(service.folder, 'secrets.db'));
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE');
    await expect(startService({ settings: { dataFolder: service.folder } })).rejects.toMatchObject({
      failure: { code: 'store', message: expect.stringContaining('locked by another process') as string },
    });
    other.close();
  });

  it.skipIf(process.getuid?.() !== 0)(
    'a disk that is full at the start: it serves, or says why not, and leaves no half file',
    { timeout: 60_000 },
    async ({ skip }) => {
      const folder = smallDisk('700k') ?? skip('no right to mount a small disk here');
      const ends: string[] = [];
      // Page by page, so that each file in turn is the one that finds no room.
      for (let pages = 175; pages >= 60; pages -= 1) {
        for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
        try {
          writeFileSync(join(folder, 'filler'), Buffer.alloc(pages * 4096));
        } catch {
          continue;
        }
        const end = await startService({ settings: { dataFolder: folder, phoenixSecret: null } }).then(
          async (service) => {
            expect(readdirSync(folder)).toContain('endpoint.json');
            await service.dispose();
            return 'serves';
          },
          (error: unknown) => {
            expect(error).toMatchObject({ failure: { code: 'store' } });
            return 'says why';
          },
        );
        expect(readdirSync(folder).filter((name) => /tmp|json/.test(name))).toEqual([]);
        if (ends.at(-1) !== end) ends.push(end);
      }
      expect(ends).toEqual(['says why', 'serves']);
    },
  );

  it.skipIf(process.getuid?.() !== 0)(
    'a full disk: 507, nothing lost, deletes still work',
    { timeout: 20_000 },
    async ({ skip }) => {
      const folder = smallDisk('700k') ?? skip('no right to mount a small disk here');
      const service = await startService({ settings: { dataFolder: folder } });
      const stored: string[] = [];
      let answer = { status: 200, text: '' };
      for (let index = 0; index < 200 && answer.status === 200; index += 1) {
        answer = await put(service.url, { secrets: [{ key: `K_${index}`, value: 'x'.repeat(4000) }] });
        if (answer.status === 200) stored.push(`K_${index}`);
      }
      expect(answer.status).toBe(507);
      expect(answer.text).toContain('insufficient storage');
      expect(stored.length).toBeGreaterThan(5);
      expect((await listKeys(service)).sort()).toEqual([...stored].sort());
      // Whatever is left of the disk is gone too.
      try {
        writeFileSync(join(folder, 'filler'), Buffer.alloc(700_000));
      } catch {
        expect(statSync(join(folder, 'filler')).size).toBeLessThan(700_000);
      }
      const deletion = await put(service.url, {
        secrets: stored.slice(0, 3).map((key) => ({ key, value: null })),
      });
      expect(deletion.status).toBe(200);
      expect(await listKeys(service)).toHaveLength(stored.length - 3);
    },
  );
});

describe('no value leaves', () => {
  it('in an answer, an event, a file or an error, whatever the fault', async () => {
    const canary = 'canary-7f3a9c51d2e84b06';
    const service = await startService();
    const said: string[] = [];
    service.onEvent((name, payload) => said.push(name + JSON.stringify(payload)));
    const bodies = [
      { secrets: [{ key: 'A', value: canary }] },
      { secrets: [{ key: canary, value: canary }] },
      { secrets: [{ value: canary }] },
      { secrets: [{ key: 'A', value: [canary] }] },
      { secrets: [{ key: 'A', value: `${canary}\ud800` }] },
      { secrets: [canary] },
      { secrets: canary },
      [canary],
      canary,
      `{"secrets": ${canary}`,
      `{"secrets":[{"key":"A","value":"${canary}\n"}]}`,
    ];
    for (const body of bodies) {
      for (const [type, token] of [
        ['application/json', adminSecret],
        ['text/plain', adminSecret],
        ['application/json', canary],
      ] as const) {
        const answer = await put(service.url, body, { type, token });
        said.push(answer.text, JSON.stringify([...answer.headers]));
      }
      said.push(JSON.stringify(await service.api.call('secrets.put', body, window)));
      said.push(JSON.stringify(await service.api.call('secrets.list', body, window)));
    }
    said.push(JSON.stringify(await service.api.call('secrets.list', { after: null, limit: 1000 }, window)));
    await wait(100);
    expect(said.length).toBeGreaterThan(90);
    expect(said.filter((text) => text.includes(canary))).toEqual([]);
    expect(filesWith(service.folder, canary)).toEqual([]);
    expect(filesWith(service.folder, adminSecret)).toEqual([]);
  });
});
