import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Events, KeyUses, SecretPage } from '../../../src-shared/contract';
import { deriveKey } from '../../../src-main/secrets/local/cipher';
import { KeyRing } from '../../../src-main/secrets/local/key-ring';
import { openDatabase, query } from '../../support/database';
import { filesWith, fingerprint } from '../../support/files';
import {
  callAsWindow,
  phoenixSecret,
  startService,
  temporaryFolder,
  window,
  type TestService,
} from '../../support/service';

const list = (service: TestService, after: string | null = null, limit = 1000) =>
  callAsWindow<SecretPage>(service, 'secrets.list', { after, limit });
const put = (service: TestService, entries: Record<string, string | null>, onExisting = 'replace') =>
  callAsWindow(service, 'secrets.put', {
    secrets: Object.entries(entries).map(([key, value]) => ({ key, value })),
    onExisting,
  });

function sql(folder: string) {
  return openDatabase(join(folder, 'secrets.db'));
}

function tokenOf(folder: string, key: string): Buffer {
  const [row] = query<{ value: Buffer }>(
    join(folder, 'secrets.db'),
    `SELECT value FROM secrets WHERE key = '${key}'`,
  );
  if (!row) throw new Error(`${key} is not stored.`);
  return row.value;
}

describe('the list', () => {
  it('is paged in key order, with the last writer and the time', async () => {
    const service = await startService({ now: () => Date.UTC(2026, 10, 24, 12, 0, 1, 900) });
    await put(service, { B: 'v', a: 'v', A: 'v' });
    const first = await list(service, null, 2);
    expect(first).toEqual({
      rows: ['A', 'B'].map((key) => ({
        key,
        updatedAt: '2026-11-24T12:00:01Z',
        owner: { id: '2', name: 'admin' },
        unreadable: null,
        reason: null,
      })),
      next: 'B',
      total: 3,
      revision: 1,
    });
    expect(await list(service, first.next, 2)).toMatchObject({ rows: [{ key: 'a' }], next: null, total: 3 });
  });

  it('shows rows that another program wrote oddly', async () => {
    const service = await startService();
    const database = sql(service.folder);
    database.exec(
      `INSERT INTO secrets (key, value, user_id, updated_at) VALUES
        ('TEXT', 'plain', NULL, 'yesterday'),
        ('', 'plain', NULL, '2026-02-03 24:00:00'),
        ('DATE', 'plain', NULL, '2023-02-31 00:00:00'),
        (X'4142', 'plain', NULL, '2026-02-03 04:05:06')`,
    );
    database.close();
    expect((await list(service)).rows).toEqual([
      { key: '', updatedAt: '2026-02-04T00:00:00Z', owner: null, unreadable: 'damaged', reason: null },
      { key: 'DATE', updatedAt: '2023-03-03T00:00:00Z', owner: null, unreadable: 'damaged', reason: null },
      { key: 'TEXT', updatedAt: '1970-01-01T00:00:00Z', owner: null, unreadable: 'damaged', reason: null },
      { key: 'AB', updatedAt: '2026-02-03T04:05:06Z', owner: null, unreadable: 'damaged', reason: null },
    ]);
  });

  it('reads the rows of a real Phoenix', async () => {
    const service = await startService();
    const phoenix = join(import.meta.dirname, '../../fixtures/phoenix-20.26.1.db');
    const database = sql(service.folder);
    const insert = database.prepare(
      'INSERT INTO secrets (key, value, user_id, updated_at) VALUES (?, ?, ?, ?)',
    );
    for (const row of query(phoenix, 'SELECT * FROM secrets')) {
      insert.run(row['key'], row['value'], row['user_id'], row['updated_at']);
    }
    database.close();
    const { rows } = await list(service);
    expect(rows).toHaveLength(16);
    expect(rows.every(({ unreadable }) => unreadable === null)).toBe(true);
    expect(rows.find(({ key }) => key === 'BY_ADMIN_SECRET')?.owner).toEqual({ id: '1', name: 'system' });
  });
});

describe('put', () => {
  it('with "refuse" overwrites nothing and names the keys that are there', async () => {
    const service = await startService();
    await put(service, { THERE: 'v' });
    const before = tokenOf(service.folder, 'THERE');
    const result = await service.api.call(
      'secrets.put',
      {
        secrets: [
          { key: 'NEW', value: 'v' },
          { key: ' THERE ', value: 'w' },
        ],
        onExisting: 'refuse',
      },
      window,
    );
    expect(result).toEqual({
      ok: false,
      error: { code: 'already_exists', message: expect.any(String) as string, keys: ['THERE'] },
    });
    expect((await list(service)).rows.map(({ key }) => key)).toEqual(['THERE']);
    expect(tokenOf(service.folder, 'THERE').equals(before)).toBe(true);
  });

  it('decides "refuse" inside the transaction: of two at the same time one wins', async () => {
    const service = await startService();
    const results = await Promise.allSettled([
      put(service, { K: 'a' }, 'refuse'),
      put(service, { K: 'b' }, 'refuse'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('stores a value that only the key opens', async () => {
    const service = await startService();
    await put(service, { K: '  sk-öffne-mich  ' });
    const ring = KeyRing.of(await deriveKey(phoenixSecret), 'environment');
    expect(ring.unreadable(tokenOf(service.folder, 'K'))).toBeNull();
    expect(filesWith(service.folder, 'sk-öffne-mich')).toEqual([]);
  });
});

describe('the previous text of a value', () => {
  it.each([
    ['replaced', { K: 'new' }],
    ['deleted', { K: null }],
  ])('is gone from all files when it was %s', async (_how, change) => {
    const service = await startService();
    await put(service, { K: 'x'.repeat(20_000), OTHER: 'v' });
    const old = tokenOf(service.folder, 'K').subarray(500, 600);
    expect(filesWith(service.folder, old)).not.toEqual([]);
    await put(service, change);
    await expect.poll(() => filesWith(service.folder, old), { timeout: 3000 }).toEqual([]);
    await service.dispose();
    expect(filesWith(service.folder, old)).toEqual([]);
  });
});

describe('undo of a delete', () => {
  it.each([
    ['a request', (service: TestService) => put(service, { K: null })],
    ['the window', (service: TestService) => callAsWindow(service, 'secrets.delete', { keys: ['K'] })],
  ])('does not bring an old value back over a later delete by %s', async (_who, deleteAgain) => {
    const service = await startService();
    await put(service, { K: 'old', OTHER: 'v' });
    const { undo } = await callAsWindow<{ undo: { token: string } }>(service, 'secrets.delete', {
      keys: ['K', 'OTHER'],
    });
    await put(service, { K: 'new' });
    await deleteAgain(service);
    expect(await callAsWindow(service, 'secrets.undoDelete', { token: undo.token })).toEqual({
      restoredKeys: ['OTHER'],
      keptKeys: ['K'],
    });
    expect((await list(service)).rows.map(({ key }) => key)).toEqual(['OTHER']);
  });

  it('brings nothing back that was set and deleted just before it, in the same moment', async () => {
    const service = await startService();
    await put(service, { K: 'old', OTHER: 'old' });
    const { undo } = await callAsWindow<{ undo: { token: string } }>(service, 'secrets.delete', {
      keys: ['K', 'OTHER'],
    });
    const [, , answer] = await Promise.all([
      put(service, { K: 'new' }),
      put(service, { K: null }),
      callAsWindow(service, 'secrets.undoDelete', { token: undo.token }),
    ]);
    expect(answer).toEqual({ restoredKeys: ['OTHER'], keptKeys: ['K'] });
    expect((await list(service)).rows.map(({ key }) => key)).toEqual(['OTHER']);
  });

  it('is still there after a write of the key that failed', async () => {
    const service = await startService({ patienceMs: 0 });
    await put(service, { K: 'old' });
    const { undo } = await callAsWindow<{ undo: { token: string } }>(service, 'secrets.delete', {
      keys: ['K'],
    });
    const other = sql(service.folder);
    other.exec('BEGIN IMMEDIATE');
    const failed = await Promise.allSettled([
      put(service, { K: 'new' }),
      callAsWindow(service, 'secrets.undoDelete', { token: undo.token }),
    ]);
    other.exec('ROLLBACK');
    other.close();
    expect(failed.map((one) => one.status === 'rejected' && String(one.reason))).toEqual([
      'Error: secrets.put: storage_locked',
      'Error: secrets.undoDelete: storage_locked',
    ]);
    expect(await callAsWindow(service, 'secrets.undoDelete', { token: undo.token })).toMatchObject({
      restoredKeys: ['K'],
    });
  });

  it('brings the rows back byte for byte, with owner and time', async () => {
    let now = Date.UTC(2026, 0, 1);
    const service = await startService({ now: () => now });
    await put(service, { A: 'a', B: 'b' });
    const [before, token] = [await list(service), tokenOf(service.folder, 'A')];
    now += 60_000;
    const deleted = await callAsWindow<{ deletedKeys: string[]; undo: { token: string; undoMs: number } }>(
      service,
      'secrets.delete',
      { keys: ['A', 'B', 'ABSENT', 'A'] },
    );
    expect(deleted).toMatchObject({ deletedKeys: ['A', 'B', 'ABSENT'], undo: { undoMs: 10_000 } });
    expect((await list(service)).total).toBe(0);
    await put(service, { B: 'set meanwhile' });
    expect(await callAsWindow(service, 'secrets.undoDelete', { token: deleted.undo.token })).toEqual({
      restoredKeys: ['A'],
      keptKeys: ['B'],
    });
    expect((await list(service)).rows[0]).toEqual(before.rows[0]);
    expect(tokenOf(service.folder, 'A').equals(token)).toBe(true);
    await expect(callAsWindow(service, 'secrets.undoDelete', { token: deleted.undo.token })).rejects.toThrow(
      'expired',
    );
  });

  it('is over after 10 s, and there is none when nothing was there', async () => {
    let elapsed = 0;
    const service = await startService({ elapsed: () => elapsed });
    await put(service, { A: 'a' });
    const { undo } = await callAsWindow<{ undo: { token: string } }>(service, 'secrets.delete', {
      keys: ['A'],
    });
    elapsed = 10_000;
    await expect(callAsWindow(service, 'secrets.undoDelete', { token: undo.token })).rejects.toThrow(
      'expired',
    );
    expect(await callAsWindow(service, 'secrets.delete', { keys: ['A'] })).toEqual({
      deletedKeys: ['A'],
      undo: null,
    });
  });
});

describe('a key that another program stored and that is none here', () => {
  const odd = ['', ' K ', '1ST', 'A-B', 'Ä\u202E\n', 'nul\0nul', 'ü'.repeat(100_000)];

  it('is deleted like any other, as it was seen, and comes back', async () => {
    const service = await startService();
    await put(service, { K: 'v' });
    const database = sql(service.folder);
    const insert = database.prepare('INSERT INTO secrets (key, value, updated_at) VALUES (?, ?, ?)');
    for (const key of odd) insert.run(key, 'plain', '2026-02-03 04:05:06');
    database.close();
    const seen = (await list(service)).rows.map(({ key, updatedAt }) => ({ key, updatedAt }));
    expect(seen).toHaveLength(odd.length + 1);
    const moved = seen.map((row) =>
      row.key === ' K ' ? { ...row, updatedAt: '2026-02-03T04:05:07Z' } : row,
    );
    expect(await service.api.call('secrets.delete', { keys: odd, ifUnchanged: moved }, window)).toMatchObject(
      { ok: false, error: { rule: 'changed_meanwhile', keys: [' K '] } },
    );

    const { undo } = await callAsWindow<{ undo: { token: string } }>(service, 'secrets.delete', {
      keys: odd,
      ifUnchanged: seen,
    });
    expect((await list(service)).rows.map(({ key }) => key)).toEqual(['K']);
    await callAsWindow(service, 'secrets.undoDelete', { token: undo.token });
    expect((await list(service)).rows.map(({ key }) => key).sort()).toEqual([...odd, 'K'].sort());
  });

  it('is not written, nor deleted, by who writes secrets', async () => {
    const service = await startService();
    for (const key of odd.filter((key) => key !== ' K ')) {
      await expect(put(service, { [key]: null })).rejects.toThrow('invalid_input');
    }
  });
});

describe('an unreadable row', () => {
  async function withThreeReasons() {
    const folder = join(temporaryFolder(), 'data');
    const settings = { dataFolder: folder };
    const under = async (secret: string | null, key: string) => {
      const service = await startService({ settings: { ...settings, phoenixSecret: secret } });
      await put(service, { [key]: 'v' });
      await service.dispose();
    };
    await under('0123456789abcdef0123456789abcdef!~', 'OTHER');
    await under(null, 'NONE');
    await under(phoenixSecret, 'FINE');
    const database = sql(folder);
    database.exec("INSERT INTO secrets (key, value) VALUES ('DAMAGED', x'00')");
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return { folder, settings };
  }

  it('has its reason, and starting changes no byte', async () => {
    const { folder, settings } = await withThreeReasons();
    const before = fingerprint(join(folder, 'secrets.db'));
    const service = await startService({ settings });
    expect((await list(service)).rows.map(({ key, unreadable }) => [key, unreadable])).toEqual([
      ['DAMAGED', 'damaged'],
      ['FINE', null],
      ['NONE', 'no_secret'],
      ['OTHER', 'other_secret'],
    ]);
    expect(await callAsWindow(service, 'settings.get', {})).toMatchObject({
      encryption: { key: 'own', total: 4, unreadable: 3 },
    });
    await service.dispose();
    expect(fingerprint(join(folder, 'secrets.db'))).toBe(before);
  });

  it('can be replaced and deleted', async () => {
    const { settings } = await withThreeReasons();
    const service = await startService({ settings });
    await put(service, { OTHER: 'v', DAMAGED: null });
    await callAsWindow(service, 'secrets.delete', { keys: ['NONE'] });
    expect((await list(service)).rows.map(({ key, unreadable }) => [key, unreadable])).toEqual([
      ['FINE', null],
      ['OTHER', null],
    ]);
    expect(await callAsWindow(service, 'settings.get', {})).toMatchObject({
      encryption: { total: 2, unreadable: 0 },
    });
  });

  it('is readable again with its own secret', async () => {
    const { settings } = await withThreeReasons();
    const service = await startService({
      settings: { ...settings, phoenixSecret: '0123456789abcdef0123456789abcdef!~' },
    });
    expect((await list(service)).rows.find(({ key }) => key === 'OTHER')?.unreadable).toBeNull();
  });
});

describe('put with what the caller saw', () => {
  async function twoRows() {
    let now = Date.UTC(2026, 10, 24, 12);
    const service = await startService({ now: () => now });
    await put(service, { A: 'v', B: 'v' });
    const [seen] = (await list(service)).rows;
    now += 60_000;
    const replace = (key: string) =>
      service.api.call(
        'secrets.put',
        {
          secrets: [
            { key, value: 'w' },
            { key: 'NEW', value: 'w' },
          ],
          ifUnchanged: [{ key, updatedAt: seen?.updatedAt }],
        },
        window,
      );
    return { service, replace };
  }
  const changed = { code: 'conflict', rule: 'changed_meanwhile' };

  it('replaces what nobody changed', async () => {
    const { replace } = await twoRows();
    expect(await replace('A')).toMatchObject({ ok: true, value: { upsertedKeys: ['A', 'NEW'] } });
  });

  it('writes nothing over what somebody changed, or deleted, and names it', async () => {
    const { service, replace } = await twoRows();
    await put(service, { A: 'theirs', B: null });
    const before = tokenOf(service.folder, 'A');
    expect(await replace('A')).toMatchObject({ ok: false, error: { ...changed, keys: ['A'] } });
    expect(await replace('B')).toMatchObject({ ok: false, error: { ...changed, keys: ['B'] } });
    expect(tokenOf(service.folder, 'A')).toEqual(before);
    expect((await list(service)).rows.map(({ key }) => key)).toEqual(['A']);
  });

  it('of two at once lets one through', async () => {
    const { replace } = await twoRows();
    const results = await Promise.all([replace('A'), replace('A')]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false]);
  });
});

describe('changes', () => {
  async function listening() {
    const service = await startService();
    const changes: Events['secrets.changed'][] = [];
    service.onEvent((name, payload) => {
      if (name === 'secrets.changed') changes.push(payload as Events['secrets.changed']);
    });
    return { service, changes };
  }

  it('of a burst are one event with the rows as they are at its end', async () => {
    const { service, changes } = await listening();
    await put(service, { A: '1' });
    await Promise.all([put(service, { A: '2' }), put(service, { B: '1' }), put(service, { C: '1' })]);
    await put(service, { C: null });
    await expect.poll(() => changes).toHaveLength(1);
    const page = await list(service);
    expect(changes[0]).toEqual({
      connection: 'local',
      revision: page.revision,
      reset: false,
      rows: page.rows,
      deletedKeys: ['C'],
      total: 2,
    });
  });

  it('of more than 500 keys ask for a new load', async () => {
    const { service, changes } = await listening();
    await put(service, Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`K${index}`, 'v'])));
    await expect
      .poll(() => changes)
      .toEqual([{ connection: 'local', revision: 1, reset: true, rows: [], deletedKeys: [], total: 501 }]);
  });

  it('are told no more after unsubscribing', async () => {
    const service = await startService();
    let told = 0;
    const unsubscribe = service.onEvent(() => (told += 1));
    unsubscribe();
    await put(service, { A: '1' });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(told).toBe(0);
  });
});

describe('what reads a key', () => {
  it("is Phoenix's own catalogue and the keys that it reads without listing them", async () => {
    const service = await startService();
    const { keys } = await callAsWindow<{ keys: KeyUses[] }>(service, 'secrets.usage', {});
    const recorded = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../fixtures/graphql.recorded.json'), 'utf8'),
    ) as {
      modelProviders: {
        data: {
          modelProviders: {
            name: string;
            credentialRequirements: { envVarName: string; isRequired: boolean }[];
          }[];
        };
      };
    };
    for (const { name, credentialRequirements } of recorded.modelProviders.data.modelProviders) {
      for (const { envVarName, isRequired } of credentialRequirements) {
        expect(keys.find(({ key }) => key === envVarName)?.uses).toContainEqual({
          kind: 'provider',
          name,
          monogram: expect.stringMatching(/^[A-Za-z]{2}$/) as string,
          required: isRequired,
        });
      }
    }
    const names = (key: string) => keys.find((known) => known.key === key)?.uses.map(({ name }) => name);
    expect(names('GOOGLE_API_KEY')).toEqual(['Google Gemini']);
    expect(names('GITHUB_PERSONAL_ACCESS_TOKEN')).toEqual(['GitHub']);
    for (const key of [
      'E2B_API_KEY',
      'DAYTONA_API_KEY',
      'VERCEL_TOKEN',
      'MODAL_TOKEN_ID',
      'MODAL_TOKEN_SECRET',
      'DOCKER_ID',
      'DOCKER_PAT',
    ]) {
      expect(names(key)).toHaveLength(1);
    }
    expect(keys.map(({ key }) => key)).toEqual([...keys.map(({ key }) => key)].sort());
  });
});
