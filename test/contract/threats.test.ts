import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decrypt, deriveKey } from '../../src-main/secrets/local/cipher';
import { openDatabase, query } from '../support/database';
import {
  adminSecret,
  callAsWindow,
  phoenixSecret,
  put,
  startService,
  temporaryFolder,
} from '../support/service';
import { smallDisk } from '../support/small-disk';

// Rows of the threat model that no other test has; each is named after its number and attack.

interface Row {
  key: string;
  unreadable: string | null;
}
const list = async (service: Awaited<ReturnType<typeof startService>>) =>
  (await callAsWindow<{ rows: Row[] }>(service, 'secrets.list', { after: null, limit: 1000 })).rows;

const root = process.getuid?.() === 0;
const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];

describe.skipIf(!root)('another user of this computer', () => {
  it('row 8, connects: 401, with the store untouched', async () => {
    const service = await startService();
    // Not an answer to a caller without a token: to one of another user, who can reach every loopback port.
    const curl = spawnSync('setpriv', [...asNobody, 'curl', '--version']);
    const program = `fetch(${JSON.stringify(`${service.url}/v1/secrets`)}, { method: 'PUT', body: '{}' })`;
    const script = `${program}.then((answer) => console.log(process.getuid(), answer.status))`;
    const command =
      curl.status === 0
        ? [
            'curl',
            '-s',
            '-o',
            '/dev/null',
            '-w',
            '65534 %{http_code}',
            '-X',
            'PUT',
            `${service.url}/v1/secrets`,
          ]
        : [process.execPath, '-e', script];
    const { stdout } = await promisify(execFile)('setpriv', [...asNobody, ...command]);
    expect(stdout.trim()).toBe('65534 401');
    expect(await list(service)).toEqual([]);
  });

  it('row 9, reads database, WAL or any other file: none opens', async () => {
    const service = await startService();
    await put(service.url, { secrets: [{ key: 'A', value: 'v' }] });
    // The folder above is open to all, so that what keeps them out are our own permissions.
    chmodSync(join(service.folder, '..'), 0o755);
    const names = readdirSync(service.folder);
    expect(names).toEqual(
      expect.arrayContaining(['secrets.db', 'secrets.db-wal', 'endpoint.json', 'lock.json']),
    );
    for (const path of [service.folder, ...names.map((name) => join(service.folder, name))]) {
      const { status } = spawnSync('setpriv', [...asNobody, 'cat', path]);
      expect(status, path).not.toBe(0);
    }
    // Also when somebody opened the folder: each file has its own.
    chmodSync(service.folder, 0o755);
    for (const name of names) {
      const { status } = spawnSync('setpriv', [...asNobody, 'cat', join(service.folder, name)]);
      expect(status, name).not.toBe(0);
    }
  });
});

describe('somebody who can write the database', () => {
  it('row 39, moves a token to another key: it is read there, since Fernet has no associated data', async () => {
    const service = await startService();
    await put(service.url, {
      secrets: [
        { key: 'A', value: 'one' },
        { key: 'B', value: 'two' },
      ],
    });
    const path = join(service.folder, 'secrets.db');
    const other = openDatabase(path);
    other.exec(`UPDATE secrets SET value = (SELECT value FROM secrets WHERE key = 'A') WHERE key = 'B'`);
    other.close();
    const key = await deriveKey(phoenixSecret);
    const [stored] = query<{ value: Buffer }>(path, `SELECT value FROM secrets WHERE key = 'B'`);
    expect(decrypt(key, stored!.value)?.toString()).toBe('one');
    expect((await list(service)).map(({ unreadable }) => unreadable)).toEqual([null, null]);
  });

  it('row 45, writes beside the service: nothing of either is lost', async () => {
    const service = await startService();
    const other = openDatabase(join(service.folder, 'secrets.db'));
    other.pragma('busy_timeout = 5000');
    const insert = other.prepare('INSERT INTO secrets (key, value) VALUES (?, ?)');
    for (let round = 0; round < 100; round += 1) {
      const ours = put(service.url, { secrets: [{ key: `OURS_${round}`, value: 'v' }] });
      insert.run(`THEIRS_${round}`, Buffer.from('t'));
      expect((await ours).status).toBe(200);
    }
    other.close();
    const keys = (await list(service)).map(({ key }) => key);
    expect(keys.filter((key) => key.startsWith('OURS_'))).toHaveLength(100);
    expect(keys.filter((key) => key.startsWith('THEIRS_'))).toHaveLength(100);
  });
});

describe('the storage', () => {
  it.skipIf(!root)(
    'row 43, turns read-only: 507, the old state is kept, and it works again',
    async ({ skip }) => {
      const folder = smallDisk('8m') ?? skip('no right to mount a disk here');
      const [data, view] = [join(folder, 'data'), temporaryFolder()];
      mkdirSync(data, { mode: 0o700 });
      // A view of the folder that can be made read-only while files in it are open, as a failing disk turns.
      execFileSync('mount', ['--bind', data, view]);
      onTestFinished(() => void execFileSync('umount', ['-l', view]));
      chmodSync(view, 0o700);
      const service = await startService({ settings: { dataFolder: view } });
      expect((await put(service.url, { secrets: [{ key: 'A', value: 'v' }] })).status).toBe(200);
      await service.dispose();
      execFileSync('mount', ['-o', 'remount,bind,ro', view]);
      await expect(startService({ settings: { dataFolder: view } })).rejects.toMatchObject({
        failure: { code: 'store' },
      });
      execFileSync('mount', ['-o', 'remount,bind,rw', view]);
      const again = await startService({ settings: { dataFolder: view } });
      expect((await list(again)).map(({ key }) => key)).toEqual(['A']);
    },
  );
});

describe('the clock', () => {
  const years = 365 * 24 * 60 * 60 * 1000;
  it.each([10, -10])('row 46, moved by %i years while it runs: secrets, keys and undo go on', async (by) => {
    let [shift, elapsed] = [0, 0];
    const service = await startService({ now: () => Date.now() + shift, elapsed: () => elapsed });
    await put(service.url, { secrets: [{ key: 'BEFORE', value: 'v' }] });
    const { token } = await callAsWindow<{ token: string }>(service, 'access.createApiKey', {
      name: 'a key',
      kind: 'system',
      expiresInDays: null,
    });
    const deletion = await callAsWindow<{ undo: { token: string } }>(service, 'secrets.delete', {
      keys: ['BEFORE'],
    });
    shift = by * years;
    elapsed = 5000;
    // The ten seconds of the undo do not run on this clock.
    await callAsWindow(service, 'secrets.undoDelete', { token: deletion.undo.token });
    expect((await put(service.url, { secrets: [{ key: 'AFTER', value: 'v' }] }, { token })).status).toBe(200);
    expect((await list(service)).map(({ key, unreadable }) => [key, unreadable])).toEqual([
      ['AFTER', null],
      ['BEFORE', null],
    ]);
  });
});

it('row 48, the secret changed twice and back: rows stay as they are, to the byte, and are readable again', async () => {
  const dataFolder = join(temporaryFolder(), 'data');
  const path = join(dataFolder, 'secrets.db');
  const start = (secret: string | null) =>
    startService({
      settings: { dataFolder, phoenixSecret: secret, phoenixAdminSecret: secret && adminSecret },
    });
  const first = await start(phoenixSecret);
  await put(first.url, {
    secrets: Array.from({ length: 20 }, (_, index) => ({ key: `K_${index}`, value: 'v' })),
  });
  await first.dispose();
  const before = query(path, 'SELECT * FROM secrets');
  for (const [secret, reason] of [
    ['another-secret-0123456789abcdefghij', 'other_secret'],
    [null, 'other_secret'],
    ['a-third-secret-0123456789abcdefghij', 'other_secret'],
    [phoenixSecret, null],
  ] as const) {
    const service = await start(secret);
    expect(new Set((await list(service)).map(({ unreadable }) => unreadable))).toEqual(new Set([reason]));
    await service.dispose();
    expect(query(path, 'SELECT * FROM secrets')).toEqual(before);
  }
});

it('row 53, hundreds who send slowly: a good client is answered meanwhile', { timeout: 30_000 }, async () => {
  const { connect } = await import('node:net');
  const service = await startService();
  const { port } = new URL(service.url);
  const slow = Array.from({ length: 500 }, () => connect(Number(port), '127.0.0.1'));
  onTestFinished(() => slow.forEach((socket) => void socket.destroy()));
  for (const socket of slow) {
    socket.on('error', () => undefined);
    socket.write('PUT /v1/secrets HTTP/1.1\r\nX-A: ');
  }
  const trickle = setInterval(() => slow.forEach((socket) => socket.writable && socket.write('a')), 100);
  onTestFinished(() => clearInterval(trickle));
  const times: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const began = performance.now();
    expect((await put(service.url, { secrets: [{ key: `K_${round}`, value: 'v' }] })).status).toBe(200);
    times.push(performance.now() - began);
  }
  expect(times.sort((a, b) => a - b)[25]).toBeLessThan(500);
});
