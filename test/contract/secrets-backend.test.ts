import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backendKinds, type BackendUnderTest } from '../support/backends';
import type { Events, PutSecretsInput, SecretPage, SecretRow } from '../../src-shared/contract';

/**
 * One suite for every place where secrets are kept, each behind the whole service as a window reaches it: the local
 * store, and real Phoenix servers with and without sign-in, on SQLite and on PostgreSQL.
 */
describe.each(backendKinds)('secrets in $name', { timeout: 60_000 }, ({ skip, start }) => {
  if (skip) {
    it.skip('PostgreSQL is not installed', () => undefined);
    return;
  }
  let backend: BackendUnderTest;
  const clean: (() => void | Promise<void>)[] = [];

  // Python and its packages are read from the disk first.
  beforeAll(async () => {
    backend = await start((step) => clean.push(step));
  }, 600_000);
  afterAll(async () => {
    for (const step of clean.reverse()) await step();
  }, 60_000);
  beforeEach(() => backend.empty());

  const put = (secrets: Record<string, string | null>, more: Partial<PutSecretsInput> = {}) =>
    backend.call<{ upsertedKeys: string[]; deletedKeys: string[] }>('put', {
      secrets: Object.entries(secrets).map(([key, value]) => ({ key, value })),
      ...more,
    });
  const page = (after: string | null, limit: number) => backend.call<SecretPage>('list', { after, limit });

  async function pages(limit: number): Promise<SecretPage[]> {
    const all = [await page(null, limit)];
    for (let next = all[0]?.next; next; next = all.at(-1)?.next) all.push(await page(next, limit));
    return all;
  }
  const rows = async (): Promise<SecretRow[]> => (await pages(1000)).flatMap((one) => one.rows);
  const keys = async () => (await rows()).map(({ key }) => key);

  describe('list', () => {
    it('gives every key once, page by page, in the order of the database', async () => {
      const all = ['A', 'A_B', 'AB', 'B1', 'B_1', '_X', 'a', 'b_A', 'bA', 'Z'];
      await put(Object.fromEntries(all.map((key) => [key, 'v'])));
      const three = await pages(3);
      expect(three.map((one) => one.rows.length)).toEqual([3, 3, 3, 1]);
      expect(three.flatMap((one) => one.rows.map(({ key }) => key))).toEqual([...all].sort(backend.order));
      expect(three.at(-1)).toMatchObject({ next: null, total: 10 });
      expect((await pages(10)).map((one) => one.rows.length)).toEqual([10]);
      expect((await pages(1)).flatMap((one) => one.rows)).toHaveLength(10);
    });

    it('of nothing is one empty page', async () => {
      expect(await pages(10)).toMatchObject([{ rows: [], next: null, total: 0 }]);
    });

    it('says who wrote a secret last, and when', async () => {
      await put({ MINE: 'v' });
      const [row] = await rows();
      expect(row).toMatchObject({ key: 'MINE', owner: backend.me, unreadable: null, reason: null });
      expect(Math.abs(Date.parse(row?.updatedAt ?? '') - Date.now())).toBeLessThan(60_000);
    });

    it('has a growing revision', async () => {
      const before = (await page(null, 1)).revision;
      await put({ A: 'v' });
      expect((await page(null, 1)).revision).toBeGreaterThan(before);
    });

    it('refuses limits other than 1 to 1,000', async () => {
      for (const limit of [0, 1001, 1.5]) await expect(page(null, limit)).rejects.toThrow('invalid_input');
    });
  });

  describe('put', () => {
    it('stores and deletes in one go, and answers in the order of the request', async () => {
      await put({ OLD: 'v', STAYS: 'v' });
      expect(await put({ NEW: 'w', OLD: null, ABSENT: null, ALSO: 'x' })).toEqual({
        upsertedKeys: ['NEW', 'ALSO'],
        deletedKeys: ['OLD', 'ABSENT'],
      });
      expect((await keys()).sort()).toEqual(['ALSO', 'NEW', 'STAYS']);
      expect(await backend.valueOf('NEW')).toBe('w');
      expect(await backend.valueOf('STAYS')).toBe('v');
    });

    it('takes the last of equal keys, once', async () => {
      const secrets = [
        { key: 'TWICE', value: 'first' },
        { key: 'GONE', value: 'v' },
        { key: 'TWICE', value: 'last' },
        { key: 'GONE', value: null },
      ];
      expect(await backend.call('put', { secrets })).toEqual({
        upsertedKeys: ['TWICE'],
        deletedKeys: ['GONE'],
      });
      expect(await backend.valueOf('TWICE')).toBe('last');
      expect(await keys()).toEqual(['TWICE']);
    });

    it('trims keys and values and keeps the case', async () => {
      expect(await put({ '  mixed_Case\n': '\t v \u3000' })).toMatchObject({ upsertedKeys: ['mixed_Case'] });
      expect(await backend.valueOf('mixed_Case')).toBe('v');
    });

    it.each([
      ['several lines', '-----BEGIN KEY-----\nabc\r\n\tdef\n-----END KEY-----'],
      ['quotes and backslashes', `"'\\ \\n \${HOME} $(id) \u0000 %00`],
      ['all of Unicode', 'sk-öffne-日本語-🔑-\u202e-\u200b-\ufeff'],
      ['100,000 characters', 'x'.repeat(100_000)],
    ])('keeps %s', async (_what, value) => {
      await put({ KEPT: value });
      expect(await backend.valueOf('KEPT')).toBe(value);
    });

    it('changes nothing when one entry breaks a rule', async () => {
      for (const bad of [{ 'A-B': 'v' }, { '1A': 'v' }, { A: '' }, { A: '  ' }, { '': 'v' }]) {
        await expect(put({ FINE: 'v', ...bad })).rejects.toThrow('invalid_input');
      }
      expect(await keys()).toEqual([]);
    });

    it('with "refuse" overwrites nothing and names the keys that are there', async () => {
      await put({ THERE: 'v', ALSO: 'v' });
      const refused = put({ NEW: 'v', ALSO: 'w', THERE: 'w' }, { onExisting: 'refuse' });
      await expect(refused).rejects.toMatchObject({
        failure: { code: 'already_exists', keys: ['ALSO', 'THERE'] },
      });
      expect((await keys()).sort()).toEqual(['ALSO', 'THERE']);
      expect(await backend.valueOf('THERE')).toBe('v');
      await put({ NEW: 'v', ABSENT: null }, { onExisting: 'refuse' });
      expect(await backend.valueOf('NEW')).toBe('v');
    });

    it('with "ifUnchanged" does not overwrite what was written or deleted meanwhile', async () => {
      await put({ K: 'v', GONE: 'v' });
      const seen = (await rows()).map(({ key, updatedAt }) => ({ key, updatedAt }));
      await backend.passTime();
      await put({ K: 'by somebody else', GONE: null });
      const late = put({ K: 'mine', GONE: 'mine' }, { ifUnchanged: seen });
      await expect(late).rejects.toMatchObject({
        failure: { code: 'conflict', rule: 'changed_meanwhile', keys: seen.map(({ key }) => key) },
      });
      expect(await backend.valueOf('K')).toBe('by somebody else');
      expect(await keys()).toEqual(['K']);
      const now = (await rows()).map(({ key, updatedAt }) => ({ key, updatedAt }));
      await put({ K: 'mine' }, { ifUnchanged: now });
      expect(await backend.valueOf('K')).toBe('mine');
    });

    it('with "ifUnchanged" does not delete what was written meanwhile', async () => {
      await put({ K: 'v', L: 'v' });
      const seen = (await rows()).map(({ key, updatedAt }) => ({ key, updatedAt }));
      await backend.passTime();
      await put({ K: 'by somebody else' });
      const late = backend.call('delete', { keys: ['K', 'L'], ifUnchanged: seen });
      await expect(late).rejects.toMatchObject({
        failure: { code: 'conflict', rule: 'changed_meanwhile', keys: ['K'] },
      });
      expect(await keys()).toEqual(['K', 'L']);
      const now = (await rows()).map(({ key, updatedAt }) => ({ key, updatedAt }));
      await backend.call('delete', { keys: ['K', 'L'], ifUnchanged: now });
      expect(await keys()).toEqual([]);
    });

    it('takes 1,000 at once and gives them back', async () => {
      const many = Array.from({ length: 1000 }, (_, index) => `MANY_${String(index).padStart(4, '0')}`);
      expect(
        (await put(Object.fromEntries(many.map((key) => [key, `value of ${key}`])))).upsertedKeys,
      ).toEqual(many);
      expect(await keys()).toEqual(many);
      expect(await backend.valueOf('MANY_0999')).toBe('value of MANY_0999');
      expect((await put(Object.fromEntries(many.map((key) => [key, null])))).deletedKeys).toEqual(many);
      expect(await keys()).toEqual([]);
    });
  });

  describe('delete', () => {
    it('lists absent keys too, each once', async () => {
      await put({ A: 'v', B: 'v', C: 'v' });
      const deleted = await backend.call<{ deletedKeys: string[]; undo: object | null }>('delete', {
        keys: ['B', 'ABSENT', 'A', 'B'],
      });
      expect(deleted.deletedKeys).toEqual(['B', 'ABSENT', 'A']);
      expect(deleted.undo === null).toBe(!backend.canUndo);
      expect(await keys()).toEqual(['C']);
    });

    it('can be undone where the place can', async () => {
      await put({ A: 'v' });
      const { undo } = await backend.call<{ undo: { token: string } | null }>('delete', { keys: ['A'] });
      const undone = backend.call('undoDelete', { token: undo?.token ?? 'x' });
      if (backend.canUndo) expect(await undone).toEqual({ restoredKeys: ['A'], keptKeys: [] });
      else await expect(undone).rejects.toMatchObject({ failure: { code: 'conflict', rule: 'no_undo' } });
      expect(await keys()).toEqual(backend.canUndo ? ['A'] : []);
    });
  });

  describe('a row that cannot be decrypted', () => {
    it('is listed with its reason, can be replaced and can be deleted', async () => {
      await put({ BROKEN: 'v', FINE: 'v', LOST: 'v' });
      await backend.damage('BROKEN');
      await backend.damage('LOST');
      const unreadable = async () => (await rows()).map(({ key, unreadable }) => [key, unreadable]);
      expect(await unreadable()).toEqual([
        ['BROKEN', backend.damaged],
        ['FINE', null],
        ['LOST', backend.damaged],
      ]);
      await put({ BROKEN: 'mended' });
      await backend.call('delete', { keys: ['LOST'] });
      expect(await unreadable()).toEqual([
        ['BROKEN', null],
        ['FINE', null],
      ]);
      expect(await backend.valueOf('BROKEN')).toBe('mended');
    });
  });

  describe('changes', () => {
    it('are told after a write, with the rows as they are and the keys that went', async () => {
      await put({ OLD: 'v' });
      const heard = backend.listen();
      await put({ NEW: 'v', OLD: null, ABSENT: null });
      await expect
        .poll(() => merged(heard.changes))
        .toMatchObject({
          // What an earlier test deleted may be told as late as now.
          deletedKeys: expect.arrayContaining(['ABSENT', 'OLD']) as unknown,
        });
      heard.stop();
      const told = merged(heard.changes);
      expect(told.connection).toBe(backend.connection);
      expect(told.rows).toEqual(await rows());
    });

    it('of more than 500 keys ask for a new load', async () => {
      const heard = backend.listen();
      await put(Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`K${index}`, 'v'])));
      const reset = { connection: backend.connection, reset: true, rows: [], deletedKeys: [] };
      await expect.poll(() => heard.changes).toContainEqual(expect.objectContaining(reset));
      heard.stop();
    });
  });

  it('knows what reads a key', async () => {
    const { keys: known } = await backend.call<{ keys: { key: string; uses: { name: string }[] }[] }>(
      'usage',
      {},
    );
    const names = (key: string) => known.find((use) => use.key === key)?.uses.map(({ name }) => name);
    expect(names('OPENAI_API_KEY')).toEqual(['OpenAI']);
    expect(names('GOOGLE_API_KEY')).toEqual(['Google Gemini']);
    expect(names('GITHUB_PERSONAL_ACCESS_TOKEN')).toEqual(['GitHub']);
    expect(names('DOCKER_PAT')).toHaveLength(1);
    expect(names('MINE')).toBeUndefined();
  });
});

/** What several events say together: the local store gathers changes, a server tells of each write. */
function merged(changes: readonly Events['secrets.changed'][]) {
  const rows = new Map<string, SecretRow | null>();
  for (const change of changes) {
    for (const key of change.deletedKeys) rows.set(key, null);
    for (const row of change.rows) rows.set(row.key, row);
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    connection: changes[0]?.connection,
    rows: sorted.flatMap(([, row]) => row ?? []),
    deletedKeys: sorted.filter(([, row]) => !row).map(([key]) => key),
  };
}
