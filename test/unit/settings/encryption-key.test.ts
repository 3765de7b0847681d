import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Events, SecretPage, SettingsOutput } from '../../../src-shared/contract';
import type { Failure } from '../../../src-shared/errors';
import { newPhoenixSecret, phoenixSecretFaults } from '../../../src-main/settings/phoenix-secret';
import { openDatabase, query } from '../../support/database';
import { filesWith } from '../../support/files';
import {
  callAsWindow,
  noDesktop,
  noKeychain,
  phoenixSecret,
  put,
  startService,
  temporaryFolder,
  window,
  type TestService,
} from '../../support/service';

interface Changed {
  generated: string | null;
  reencrypted: number;
  unreadable: number;
}

/** A keychain that a test can look into and break. */
function keychain(folder = join(temporaryFolder(), 'data')) {
  const entry: { secret: string | null; works: boolean; unopenedFrom: string | null } = {
    secret: null,
    works: true,
    unopenedFrom: null,
  };
  const start = (settings: { phoenixSecret?: string | null } = {}, patienceMs?: number) =>
    startService({
      settings: { phoenixSecret: null, phoenixAdminSecret: null, ...settings, dataFolder: folder },
      keychain: {
        available: true,
        backend: 'gnome_libsecret',
        secret: entry.unopenedFrom === null ? entry.secret : null,
        unopenedFrom: entry.unopenedFrom,
      },
      desktop: {
        ...noDesktop,
        protectSecret: async (secret) => {
          if (!entry.works) throw new Error('locked');
          entry.secret = secret;
        },
      },
      ...(patienceMs !== undefined && { patienceMs }),
    });
  return { folder, entry, start };
}

const store = (service: TestService, entries: Record<string, string | null>) =>
  callAsWindow(service, 'secrets.put', {
    secrets: Object.entries(entries).map(([key, value]) => ({ key, value })),
  });
const list = async (service: TestService) =>
  (await callAsWindow<SecretPage>(service, 'secrets.list', { after: null, limit: 1000 })).rows;
const unreadable = async (service: TestService) =>
  (await list(service)).map(({ key, unreadable: reason }) => [key, reason]);
const encryption = async (service: TestService) =>
  (await callAsWindow<SettingsOutput>(service, 'settings.get', {})).encryption;
const setKey = (service: TestService, secret: string | null) =>
  callAsWindow<Changed>(service, 'settings.setEncryptionKey', { secret });
const stored = (folder: string) => query(join(folder, 'secrets.db'), 'SELECT * FROM secrets ORDER BY key');

async function failure(service: TestService, secret: string | null): Promise<Failure> {
  const result = await service.api.call('settings.setEncryptionKey', { secret }, window);
  if (result.ok) throw new Error('It was set.');
  return result.error;
}

describe('a new key', () => {
  it('fits the rules of Phoenix', () => {
    for (let round = 0; round < 100; round += 1) expect(phoenixSecretFaults(newPhoenixSecret())).toEqual([]);
    const draws = [Buffer.alloc(32, 0xaa), Buffer.alloc(32, 0x1a)];
    expect(newPhoenixSecret(() => draws.shift() as Buffer)).toBe('1a'.repeat(32));
  });

  it('encrypts every row again that was readable; writer, time and the others stay', async () => {
    const { folder, entry, start } = keychain();
    const other = await start({ phoenixSecret: '0123456789abcdef0123456789abcdef!~' });
    await store(other, { OTHER: 'v' });
    await other.dispose();
    const service = await start();
    await store(service, { A: 'a', B: 'ö' });
    const database = openDatabase(join(folder, 'secrets.db'));
    database.exec("INSERT INTO secrets (key, value) VALUES ('DAMAGED', x'00')");
    database.close();
    const before = stored(folder);
    const changes: Events['secrets.changed'][] = [];
    service.onEvent((name, payload) => {
      if (name === 'secrets.changed') changes.push(payload as Events['secrets.changed']);
    });
    expect((await encryption(service)).source).toBe('none');
    expect(await setKey(service, `  ${phoenixSecret}\n`)).toEqual({
      generated: null,
      reencrypted: 2,
      unreadable: 2,
    });
    expect(entry.secret).toBe(phoenixSecret);
    const after = stored(folder);
    for (const [index, row] of after.entries()) {
      const { value, ...rest } = row;
      const { value: old, ...same } = before[index] as Record<string, unknown>;
      expect(rest).toEqual(same);
      if (row['key'] === 'A' || row['key'] === 'B') expect(value).not.toEqual(old);
      else expect(value).toEqual(old);
    }
    expect(await encryption(service)).toEqual({
      key: 'own',
      source: 'keychain',
      total: 4,
      unreadable: 2,
      keychain: { available: true, backend: 'gnome_libsecret', unopenedFrom: null },
    });
    await expect.poll(() => changes.map(({ reset }) => reset)).toContain(true);
    await store(service, { C: 'c' });
    await service.dispose();
    for (const file of [phoenixSecret, 'canary']) expect(filesWith(folder, file)).toEqual([]);

    const again = await start();
    expect(await unreadable(again)).toEqual([
      ['A', null],
      ['B', null],
      ['C', null],
      ['DAMAGED', 'damaged'],
      ['OTHER', 'other_secret'],
    ]);
    await again.dispose();
    // The same key out of the environment reads the same rows: it is Phoenix's own.
    const byEnvironment = await start({ phoenixSecret });
    expect((await unreadable(byEnvironment)).slice(0, 3)).toEqual([
      ['A', null],
      ['B', null],
      ['C', null],
    ]);
  });

  it('is made when none is given, and shown once', async () => {
    const { entry, start } = keychain();
    const service = await start();
    const { generated } = await setKey(service, null);
    expect(phoenixSecretFaults(generated ?? '')).toEqual([]);
    expect(entry.secret).toBe(generated);
  });

  it.each([
    ['', ['secret_empty']],
    ['short', ['secret_too_short', 'secret_digit']],
    ['0123456789ABCDEF 0123456789ABCDEFÜ', ['secret_space', 'secret_not_ascii', 'secret_lower_case']],
  ])('%j is refused by its rules', async (secret, rules) => {
    const { entry, start } = keychain();
    const service = await start();
    expect((await failure(service, secret)).issues).toEqual(
      rules.map((rule) => ({ path: ['secret'], rule })),
    );
    expect(entry.secret).toBeNull();
  });

  it('is set once, and not where the environment or no keychain is', async () => {
    const { start } = keychain();
    const service = await start();
    const both = await Promise.allSettled([setKey(service, null), setKey(service, null)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await failure(service, null)).toMatchObject({ code: 'conflict', rule: 'already_set' });
    await service.dispose();
    const byEnvironment = await start({ phoenixSecret });
    expect(await failure(byEnvironment, null)).toMatchObject({ rule: 'set_by_environment' });
    const without = await startService({
      keychain: noKeychain,
      settings: { phoenixSecret: null, phoenixAdminSecret: null },
    });
    expect(await failure(without, null)).toMatchObject({ rule: 'no_keychain' });
  });

  it('does not meet a write half way, nor a delete that is undone afterwards', async () => {
    const { start } = keychain();
    const service = await start();
    await store(service, { GONE: 'v' });
    const deleted = await callAsWindow<{ undo: { token: string } }>(service, 'secrets.delete', {
      keys: ['GONE'],
    });
    const state = { writing: true };
    const changing = setKey(service, null).finally(() => (state.writing = false));
    let written = 0;
    while (state.writing) {
      await Promise.all([0, 1, 2].map((n) => store(service, { [`K_${written}_${n}`]: 'v' })));
      written += 1;
    }
    await changing;
    await store(service, { LAST: 'v' });
    await callAsWindow(service, 'secrets.undoDelete', { token: deleted.undo.token });
    const rows = await unreadable(service);
    expect(rows.length).toBe(written * 3 + 2);
    expect(rows.filter(([, reason]) => reason !== null)).toEqual([]);
  });

  it('takes a moment for 10,000 rows', { timeout: 20_000 }, async () => {
    const { start } = keychain();
    const service = await start();
    await store(
      service,
      Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`K_${n}`, `value ${n}`])),
    );
    const began = performance.now();
    expect(await setKey(service, null)).toMatchObject({ reencrypted: 10_000, unreadable: 0 });
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('a change that fails', () => {
  it('in the keychain changes nothing', async () => {
    const { folder, entry, start } = keychain();
    const service = await start();
    await store(service, { A: 'a' });
    const before = stored(folder);
    entry.works = false;
    expect(await failure(service, null)).toMatchObject({ code: 'key_unavailable' });
    expect(stored(folder)).toEqual(before);
    expect(await unreadable(service)).toEqual([['A', null]]);
    entry.works = true;
    expect(await setKey(service, null)).toMatchObject({ reencrypted: 1 });
  });

  it('in the store leaves the old key in force, also after a new start', async () => {
    const { folder, entry, start } = keychain();
    const service = await start({}, 50);
    await store(service, { A: 'a' });
    const before = stored(folder);
    const other = openDatabase(join(folder, 'secrets.db'));
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    expect(await failure(service, phoenixSecret)).toMatchObject({ code: 'storage_locked' });
    other.exec('ROLLBACK');
    expect(entry.secret).toBe(phoenixSecret);
    expect(await unreadable(service)).toEqual([['A', null]]);
    await service.dispose();
    const again = await start();
    expect(stored(folder)).toEqual(before);
    expect(await unreadable(again)).toEqual([['A', null]]);
    expect(await encryption(again)).toMatchObject({ key: 'fallback', source: 'none' });
    expect(await setKey(again, null)).toMatchObject({ reencrypted: 1 });
  });
});

describe('a keychain entry that cannot be used', () => {
  it.each<[string, (entry: ReturnType<typeof keychain>['entry']) => void, string]>([
    ['is locked', (entry) => (entry.unopenedFrom = 'kwallet6'), 'kwallet6'],
    ['is gone', (entry) => (entry.secret = null), 'gnome_libsecret'],
    ['is another one', (entry) => (entry.secret = phoenixSecret), 'gnome_libsecret'],
  ])(
    'because it %s: rows are listed, none is rewritten, and all is well when it is back',
    async (_what, spoil, from) => {
      const { folder, entry, start } = keychain();
      const first = await start();
      await store(first, { A: 'a', B: 'b' });
      await setKey(first, null);
      await first.dispose();
      const [good, before] = [entry.secret, stored(folder)];
      spoil(entry);
      const service = await start();
      expect(await unreadable(service)).toEqual([
        ['A', 'other_secret'],
        ['B', 'other_secret'],
      ]);
      expect(await encryption(service)).toMatchObject({
        key: 'own',
        source: 'keychain',
        unreadable: 2,
        keychain: { unopenedFrom: from },
      });
      expect(service.fallbackKey).toBe(false);
      await expect(store(service, { A: 'new' })).rejects.toThrow('key_unavailable');
      const { apiKey: _key, token } = await callAsWindow<{ apiKey: unknown; token: string }>(
        service,
        'access.createApiKey',
        { name: 'k', kind: 'system', expiresInDays: null },
      );
      const answer = await put(service.url, { secrets: [{ key: 'A', value: 'new' }] }, { token });
      expect(answer.status).toBe(503);
      expect(await failure(service, null)).toMatchObject({ rule: 'already_set' });
      await service.dispose();
      expect(stored(folder)).toEqual(before);
      Object.assign(entry, { secret: good, unopenedFrom: null });
      expect(await unreadable(await start())).toEqual([
        ['A', null],
        ['B', null],
      ]);
    },
  );

  it('does not matter while the environment has the key', async () => {
    const { entry, start } = keychain();
    entry.unopenedFrom = 'kwallet6';
    const service = await start({ phoenixSecret });
    await store(service, { A: 'a' });
    expect(await encryption(service)).toMatchObject({
      source: 'environment',
      unreadable: 0,
      keychain: { unopenedFrom: null },
    });
  });
});
