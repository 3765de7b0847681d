import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SecretsList } from '../../src-renderer/secrets/SecretsList.svelte';
import type { Bridge, Events, SecretPage } from '../../src-shared/contract';
import type { Result } from '../../src-shared/errors';
import { row } from './rows';

type Change = Events['secrets.changed'];

/** A bridge whose list is a plain array; `fail` makes the next answers failures. */
function standIn(keys: string[]) {
  const state = { keys, revision: 1, fail: false, calls: 0 };
  let listener: (change: Change) => void = () => undefined;
  const bridge = {
    secrets: {
      list: ({ after, limit }: { after: string | null; limit: number }): Promise<Result<SecretPage>> => {
        state.calls += 1;
        if (state.fail) {
          return Promise.resolve({ ok: false, error: { code: 'storage_locked', message: '' } });
        }
        const rest = state.keys.filter((key) => after === null || key > after);
        const listed = rest.slice(0, limit);
        return Promise.resolve({
          ok: true,
          value: {
            rows: listed.map((key) => row(key)),
            next: rest.length > limit ? (listed.at(-1) ?? null) : null,
            total: state.keys.length,
            revision: state.revision,
          },
        });
      },
      usage: () => Promise.resolve({ ok: true, value: { keys: [], unknown: [], cut: false } }),
    },
    settings: {
      getPreferences: () =>
        Promise.resolve({
          ok: true,
          value: { theme: 'system', sort: { column: 'key', direction: 'ascending' }, owner: 'all' },
        }),
      setPreferences: () => Promise.resolve({ ok: true, value: {} }),
    },
    on: (_event: string, listen: (change: Change) => void) => {
      listener = listen;
      return () => undefined;
    },
  } as unknown as Bridge;
  return { bridge, state, send: (change: Change) => listener(change) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const keysOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `K${String(index).padStart(5, '0')}`);

describe('SecretsList', () => {
  it('reads every page and takes changes in', async () => {
    const { bridge, state, send } = standIn(keysOf(2_500));
    const list = new SecretsList(bridge);
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    expect(list.complete).toBe(true);
    expect(state.calls).toBe(4);
    expect(list.rows).toHaveLength(2_500);

    list.selection.toggle('K00001');
    list.selection.toggle('K00002');
    send({
      connection: 'local',
      revision: 2,
      reset: false,
      rows: [row('NEW')],
      deletedKeys: ['K00001'],
      total: 2_500,
    });
    await vi.advanceTimersByTimeAsync(60);
    expect(list.has('NEW')).toBe(true);
    expect(list.has('K00001')).toBe(false);
    expect([...list.selection.keys]).toEqual(['K00002']);
    expect(list.total).toBe(2_500);
  });

  it('draws a burst of changes once', async () => {
    const { bridge, send } = standIn([]);
    const list = new SecretsList(bridge);
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    const before = vi.fn();
    list.hooks = { before, after: () => undefined };
    for (let index = 0; index < 100; index += 1) {
      const change = { connection: 'local', reset: false, rows: [row(`K${String(index)}`)], deletedKeys: [] };
      send({ ...change, revision: index + 2, total: index + 1 });
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(before).toHaveBeenCalledOnce();
    expect(list.rows).toHaveLength(100);
  });

  it('reads again on a reset, and keeps the old rows when that fails, then tries after 2, 4, 8 s', async () => {
    const { bridge, state, send } = standIn(['A', 'B']);
    const list = new SecretsList(bridge);
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    state.fail = true;
    send({ connection: 'local', revision: 5, reset: true, rows: [], deletedKeys: [], total: 0 });
    await vi.advanceTimersByTimeAsync(1);
    expect(list.failure?.code).toBe('storage_locked');
    expect(list.rows).toHaveLength(2);
    expect(state.calls).toBe(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(state.calls).toBe(3);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(state.calls).toBe(4);
    state.fail = false;
    state.keys = ['B'];
    state.revision = 6;
    await vi.advanceTimersByTimeAsync(8_000);
    expect(list.failure).toBeNull();
    expect(list.retry.nextAt).toBeNull();
    expect(list.rows.map(({ key }) => key)).toEqual(['B']);
  });

  it('gets to its end while one reset follows another, and then reads once more', async () => {
    const { bridge, state, send } = standIn(keysOf(2_500));
    const { list: ask } = bridge.secrets;
    vi.spyOn(bridge.secrets, 'list').mockImplementation(async (input) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return ask(input);
    });
    const list = new SecretsList(bridge);
    void list.start();
    for (let index = 0; index < 20; index += 1) {
      await vi.advanceTimersByTimeAsync(15);
      send({
        connection: 'local',
        revision: index + 2,
        reset: true,
        rows: [],
        deletedKeys: [],
        total: 2_500,
      });
    }
    expect(list.rows).toHaveLength(2_500);
    state.keys = ['LAST'];
    state.revision = 100;
    send({ connection: 'local', revision: 100, reset: true, rows: [], deletedKeys: [], total: 1 });
    await vi.advanceTimersByTimeAsync(100);
    expect(list.rows.map(({ key }) => key)).toEqual(['LAST']);
    expect(list.complete).toBe(true);
    const { calls } = state;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state.calls).toBe(calls);
  });
});

describe('a selection', () => {
  it('toggles, extends over what is shown, and takes all', async () => {
    const { bridge } = standIn(['A', 'B', 'C', 'D']);
    const list = new SecretsList(bridge);
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    list.selection.toggle('B');
    list.selection.extendTo('D');
    expect([...list.selection.keys]).toEqual(['B', 'C', 'D']);
    list.selection.clear();
    list.query = 'a';
    list.selection.selectAll();
    expect([...list.selection.keys]).toEqual(['A']);
  });

  it('extends from the focused row when the one it began with is not selected any more', async () => {
    const { bridge } = standIn(['A', 'B', 'C', 'D', 'E', 'F']);
    const list = new SecretsList(bridge);
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    list.selection.toggle('A');
    list.selection.toggle('A');
    list.selection.extendTo('F', 'E');
    expect([...list.selection.keys]).toEqual(['E', 'F']);
  });
});

describe('the owner filter', () => {
  it('narrows list and counts to one’s own, and only with sign-in', async () => {
    const { bridge, send } = standIn(['A', 'B', 'C']);
    const list = new SecretsList(bridge);
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    const owner = { id: '5', name: 'marta' };
    send({
      connection: 'local',
      revision: 2,
      reset: false,
      rows: [row('B', { owner })],
      deletedKeys: [],
      total: 3,
    });
    await vi.advanceTimersByTimeAsync(60);
    list.show('mine');
    expect(list.shown).toHaveLength(3);
    expect(list.scopeTotal).toBe(3);
    list.ownId = '5';
    expect(list.shown.map(({ key }) => key)).toEqual(['B']);
    expect(list.scopeTotal).toBe(1);
    list.query = 'c';
    expect(list.shown).toHaveLength(0);
    list.show('all');
    expect(list.shown).toHaveLength(1);
  });
});
