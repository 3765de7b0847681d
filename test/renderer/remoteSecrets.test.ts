import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../src-renderer/app/bridge';
import { saveOutcome } from '../../src-renderer/secrets/changeOutcome';
import { deleteWords } from '../../src-renderer/secrets/deleteWords';
import { reasonOf } from '../../src-renderer/secrets/reasonOf';
import { Refresh } from '../../src-renderer/secrets/Refresh';
import { SecretForm } from '../../src-renderer/secrets/SecretForm.svelte';
import { SecretsList } from '../../src-renderer/secrets/SecretsList.svelte';
import { noUsesWord, usesReason } from '../../src-renderer/secrets/usesReason';
import type { Events, KeyUses, PutSecretsInput, SecretRow, SecretsUsage } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { row } from './rows';

const server = 'prod000000000000';

/** A server whose pages take `pageMs` each and whose rows a test may change. */
function standIn(rows: SecretRow[], pageSize = 1_000) {
  const state = {
    rows,
    pageMs: 0,
    failure: null as Failure | null,
    putFailure: null as Failure | null,
    usageFailure: null as Failure | null,
    usageMs: 0,
    keys: [] as KeyUses[],
    unknown: [] as SecretsUsage['unknown'],
    cut: false,
  };
  const calls = { list: 0, usage: 0, puts: [] as PutSecretsInput[] };
  let revision = 0;
  let listener: (change: Events['secrets.changed']) => void = () => undefined;
  const bridge = {
    secrets: {
      list: async ({ after }: { after: string | null }) => {
        calls.list += 1;
        await new Promise((resolve) => setTimeout(resolve, state.pageMs));
        revision += 1;
        if (state.failure) return { ok: false, error: state.failure };
        const start = after === null ? 0 : state.rows.findIndex(({ key }) => key === after) + 1;
        const listed = state.rows.slice(start, start + pageSize);
        const last = start + pageSize >= state.rows.length;
        const next = last ? null : (listed.at(-1)?.key ?? null);
        return { ok: true, value: { rows: listed, next, total: last ? state.rows.length : null, revision } };
      },
      usage: async () => {
        calls.usage += 1;
        if (state.usageMs > 0) await new Promise((resolve) => setTimeout(resolve, state.usageMs));
        return state.usageFailure
          ? { ok: false, error: state.usageFailure }
          : { ok: true, value: { keys: state.keys, unknown: state.unknown, cut: state.cut } };
      },
      put: (input: PutSecretsInput) => {
        calls.puts.push(input);
        return Promise.resolve(
          state.putFailure
            ? { ok: false, error: state.putFailure }
            : { ok: true, value: { upsertedKeys: ['A'], deletedKeys: [] } },
        );
      },
    },
    settings: {
      getPreferences: () =>
        Promise.resolve({
          ok: true,
          value: { sort: { column: 'key', direction: 'ascending' }, owner: 'all' },
        }),
    },
    on: (_event: string, listen: typeof listener) => {
      listener = listen;
      return () => undefined;
    },
  } as unknown as Bridge;
  const list = new SecretsList(bridge, server);
  return { state, calls, list, send: (change: Events['secrets.changed']) => listener(change) };
}

const loaded = async (rows: SecretRow[]) => {
  const all = standIn(rows);
  void all.list.start();
  await vi.advanceTimersByTimeAsync(1);
  return all;
};

beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-24T14:02:00Z') }));
afterEach(() => vi.useRealTimers());

describe('the list of a server', () => {
  it('shows rows as they come, and counts what is there until the whole is known', async () => {
    const { list, state } = standIn(
      ['A', 'B', 'C', 'D', 'E'].map((key) => row(key)),
      2,
    );
    state.pageMs = 10;
    void list.start();
    await vi.advanceTimersByTimeAsync(10);
    expect([list.rows.length, list.total, list.complete]).toEqual([2, 2, false]);
    await vi.advanceTimersByTimeAsync(10);
    expect([list.rows.length, list.total]).toEqual([4, 4]);
    await vi.advanceTimersByTimeAsync(10);
    expect([list.rows.length, list.total, list.complete]).toEqual([5, 5, true]);
  });

  it('keeps its rows while it is read again, and learns what came and went elsewhere', async () => {
    const { list, state } = await loaded([row('A'), row('B'), row('C')]);
    state.rows = [row('A'), row('C', { updatedAt: '2026-11-24T13:00:00Z' }), row('D')];
    state.pageMs = 10;
    list.selection.toggle('A');
    const reading = list.load();
    expect(list.rows.map(({ key }) => key)).toEqual(['A', 'B', 'C']);
    expect(list.complete).toBe(true);
    await vi.advanceTimersByTimeAsync(10);
    await reading;
    expect(list.rows.map(({ key }) => key)).toEqual(['A', 'C', 'D']);
    expect(list.has('B')).toBe(false);
    expect([...list.selection.keys]).toEqual(['A']);
  });

  it('says as of when it is while the server does not answer, and that it is not whole', async () => {
    const { list, state } = await loaded([row('A')]);
    const seen = list.seenAt;
    await vi.advanceTimersByTimeAsync(60_000);
    state.failure = { code: 'unreachable', message: '', rule: 'refused' };
    void list.load();
    await vi.advanceTimersByTimeAsync(1);
    expect(list.rows).toHaveLength(1);
    expect(list.seenAt).toBe(seen);
    expect(list.retry.nextAt).not.toBeNull();
  });

  it('does not ask a server again that asks who one is, until one has signed in', async () => {
    const { list, state, calls } = standIn([row('A')]);
    state.failure = { code: 'sign_in_needed', message: '', rule: 'expired' };
    void list.start();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(calls.list).toBe(1);
    state.failure = null;
    list.signedIn();
    await vi.advanceTimersByTimeAsync(1);
    expect(list.failure).toBeNull();
    expect(list.rows).toHaveLength(1);
    list.signedIn();
    expect(calls.list).toBe(2);
  });

  it('takes changes of its own server only', async () => {
    const { list, send } = await loaded([row('A')]);
    const change = { revision: 50, reset: false, deletedKeys: [], total: null };
    send({ ...change, connection: 'local', rows: [row('LOCAL')] });
    send({ ...change, connection: server, rows: [row('B')] });
    await vi.advanceTimersByTimeAsync(60);
    expect(list.rows.map(({ key }) => key)).toEqual(['A', 'B']);
    expect(list.total).toBe(2);
  });

  it('asks what reads the secrets after the first rows, and no more than once a minute', async () => {
    const { list, calls } = await loaded([row('A')]);
    expect(calls.usage).toBe(1);
    await vi.advanceTimersByTimeAsync(30_000);
    void list.load();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(calls.usage).toBe(1);
    void list.load();
    await vi.advanceTimersByTimeAsync(1);
    expect(calls.usage).toBe(2);
  });
});

describe('what reads the secrets', () => {
  const uses = [{ kind: 'provider' as const, name: 'OpenAI', monogram: 'Oa', required: true }];
  const failure: Failure = { code: 'unreachable', message: '', rule: 'timeout' };

  it('is not known before there is an answer, and no form says that nothing reads a new key', async () => {
    const { list, state } = standIn([row('A')]);
    state.usageMs = 1_000;
    void list.start();
    await vi.advanceTimersByTimeAsync(500);
    expect(list.rows).toHaveLength(1);
    expect(list.uses.knowledge).toBe('looking');
    const form = new SecretForm(list, null);
    form.keyTyped('NEW', false);
    expect(form.keyHint.text).toBe('New key.');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(list.uses.knowledge).toBe('known');
    expect(form.keyHint.text).toBe('New key. Nothing uses it yet.');
  });

  it('is not known where asking failed; what was known stays, and the next reading asks again', async () => {
    const { list, state, calls } = standIn([row('A')]);
    state.keys = [{ key: 'A', uses }];
    void list.start();
    await vi.advanceTimersByTimeAsync(60_000);
    state.usageFailure = failure;
    void list.load();
    await vi.advanceTimersByTimeAsync(1);
    expect([list.uses.knowledge, list.uses.failure]).toEqual(['unknown', failure]);
    expect(list.uses.of('A')).toEqual(uses);
    expect(list.uses.of('B')).toEqual([]);
    state.usageFailure = null;
    void list.load();
    await vi.advanceTimersByTimeAsync(1);
    expect(calls.usage).toBe(3);
    expect([list.uses.knowledge, list.uses.failure]).toEqual(['known', null]);
  });

  it('is known in part where a server answers about some kinds only, and says about which it did not', async () => {
    const { list, state } = standIn([row('A'), row('B')]);
    state.keys = [{ key: 'A', uses }];
    state.unknown = ['sandbox', 'prompt'];
    state.cut = true;
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    expect([list.uses.knowledge, list.uses.incomplete, list.uses.cut]).toEqual(['partly', true, true]);
    expect(usesReason(list.uses, null)).toBe('The server gave no answer about sandboxes and prompts.');
    expect(noUsesWord(list.uses.knowledge)).toBe('Not known');
    Object.assign(state, { unknown: [], cut: false });
    await list.uses.load();
    expect([list.uses.knowledge, list.uses.incomplete, list.uses.cut]).toEqual(['known', false, false]);
    expect(usesReason(list.uses, null)).toBe('');
    expect(noUsesWord(list.uses.knowledge)).toBe('Not used');
  });

  it('is asked for once at a time, and forgotten with the list', async () => {
    const { list, state, calls } = standIn([row('A')]);
    state.usageMs = 1_000;
    state.keys = [{ key: 'A', uses }];
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    void list.load();
    await vi.advanceTimersByTimeAsync(1);
    expect(calls.usage).toBe(1);
    list.stop();
    await vi.advanceTimersByTimeAsync(2_000);
    expect([list.uses.knowledge, list.uses.of('A')]).toEqual(['looking', []]);
  });
});

describe('a list that is started again', () => {
  const change = {
    connection: server,
    revision: 9,
    reset: false,
    rows: [row('B')],
    deletedKeys: [],
    total: null,
  };

  it('asks again what reads the secrets, which it has forgotten', async () => {
    const { list, calls } = await loaded([row('A')]);
    list.stop();
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    expect(calls.usage).toBe(2);
  });

  it('takes changes, also when one was waiting at its end', async () => {
    const { list, send } = await loaded([row('A')]);
    send(change);
    list.stop();
    void list.start();
    await vi.advanceTimersByTimeAsync(1);
    send(change);
    await vi.advanceTimersByTimeAsync(60);
    expect(list.rows.map(({ key }) => key)).toEqual(['A', 'B']);
  });
});

describe('reading again in the background', () => {
  it('happens on focus and once a minute, not more often than twenty times what it takes', async () => {
    const { list, calls, state } = await loaded([row('A')]);
    const stop = new Refresh(list, () => false).start();
    await vi.advanceTimersByTimeAsync(55_000);
    expect(calls.list).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(calls.list).toBe(2);
    state.pageMs = 10_000;
    await vi.advanceTimersByTimeAsync(75_000);
    expect(calls.list).toBe(3);
    // It took 10 s: now 200 s of rest.
    await vi.advanceTimersByTimeAsync(190_000);
    expect(calls.list).toBe(3);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(calls.list).toBe(4);
    stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(calls.list).toBe(4);
  });

  it('reads when the window gets the focus', async () => {
    const { list, calls } = await loaded([row('A')]);
    const refresh = new Refresh(list, () => false);
    await vi.advanceTimersByTimeAsync(1_000);
    refresh.focused();
    expect(calls.list).toBe(2);
    // Not while that is under way.
    refresh.focused();
    expect(calls.list).toBe(2);
  });

  it('waits while a dialog is open, and leaves failures to the retry', async () => {
    const { list, calls, state } = await loaded([row('A')]);
    let dialog = true;
    const refresh = new Refresh(list, () => dialog);
    const stop = refresh.start();
    await vi.advanceTimersByTimeAsync(120_000);
    refresh.focused();
    expect(calls.list).toBe(1);
    dialog = false;
    state.failure = { code: 'sign_in_needed', message: '' };
    await vi.advanceTimersByTimeAsync(5_000);
    expect(calls.list).toBe(2);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(calls.list).toBe(2);
    stop();
  });
});

describe('replacing a secret', () => {
  const conflict: Failure = { code: 'conflict', message: '', rule: 'changed_meanwhile' };

  it('says what one saw when the dialog opened, exactly as it was', async () => {
    const { list, calls, state } = await loaded([row('A', { updatedAt: '2026-11-24T12:00:00.123456Z' })]);
    const form = new SecretForm(list, 'A');
    state.rows = [row('A', { updatedAt: '2026-11-24T14:01:00Z' })];
    void list.load();
    await vi.advanceTimersByTimeAsync(1);
    expect(await form.save('v')).toBe(true);
    expect(calls.puts[0]?.ifUnchanged).toEqual([{ key: 'A', updatedAt: '2026-11-24T12:00:00.123456Z' }]);
  });

  it('stops where somebody changed it, and goes on when one insists', async () => {
    const { list, calls, state } = await loaded([row('A')]);
    const form = new SecretForm(list, 'A');
    form.valueTyped('v');
    state.putFailure = conflict;
    expect(await form.save('v')).toBe(false);
    expect(form.changed).toBe(true);
    expect(form.failure).toBeNull();
    expect(form.canSave).toBe(false);
    state.putFailure = null;
    expect(await form.save('v', true)).toBe(true);
    expect(calls.puts[1]?.ifUnchanged).toEqual([]);
    expect(form.changed).toBe(false);
  });

  it('looks at the key when one replaces an existing one after all', async () => {
    const { list, calls } = await loaded([row('A')]);
    const form = new SecretForm(list, null);
    form.keyTyped('A', false);
    expect(form.exists).toBe(true);
    form.replaceInstead();
    await form.save('v');
    expect(calls.puts[0]).toMatchObject({
      onExisting: 'replace',
      ifUnchanged: [{ key: 'A', updatedAt: row('A').updatedAt }],
    });
  });

  it('tells of a write without an answer what a look has found, and lets one save again', async () => {
    const { list, state, calls } = await loaded([row('A')]);
    const form = new SecretForm(list, 'A');
    state.putFailure = { code: 'outcome_unknown', message: '', rule: 'changed' };
    state.rows = [row('A', { updatedAt: '2026-11-24T14:02:30Z' })];
    await form.save('v');
    expect(saveOutcome(form.failure!, 'A', form.changedAt).text).toContain('most likely saved');
    await vi.advanceTimersByTimeAsync(1);
    expect(form.changedAt).toBe('2026-11-24T14:02:30Z');
    expect(saveOutcome(form.failure!, 'A', form.changedAt).text).toMatch(/changed at \d\d:\d\d/);
    await form.save('v');
    expect(calls.puts[1]?.ifUnchanged).toEqual([{ key: 'A', updatedAt: '2026-11-24T14:02:30Z' }]);
    const unchanged = { ...state.putFailure, rule: 'unchanged' };
    expect(saveOutcome(unchanged, 'A', null).text).toMatch(
      /^A had not changed when this was looked at, at \d\d:\d\d\. It may still arrive/,
    );
  });
});

describe('words about secrets of a server', () => {
  const prod = { name: 'prod', host: 'phoenix.acme.dev', isProduction: true };

  it('say before a deletion what reads it there, and promise no way back', () => {
    const one = deleteWords(['A'], ['OpenAI', 'OpenAI'], prod, 'known');
    expect(one.stops).toBe('On prod this is read by:');
    expect(one.final).toMatch(/^This can’t be undone\..*environment variable/);
    expect(deleteWords(['A'], [], prod, 'known').stops).toContain('Nothing that is known of prod');
    expect(deleteWords(['A', 'B'], ['1', '2', '3', '4', '5'], prod, 'known').stops).toBe(
      'On prod these are read by 1, 2, 3 and 2 more.',
    );
    expect(deleteWords(['A'], [], null, 'known').final).toContain('10 seconds');
  });

  it('never say that nothing reads it while that is not known', () => {
    for (const store of [prod, null]) {
      for (const keys of [['A'], ['A', 'B']]) {
        expect(deleteWords(keys, [], store, 'partly').stops).toBe('');
        expect(deleteWords(keys, [], store, 'looking').stops).toMatch(/^Looking for what reads/);
        expect(deleteWords(keys, [], store, 'unknown').stops).toBe('');
      }
    }
    expect(deleteWords(['A'], ['OpenAI'], prod, 'unknown').stops).toBe('On prod this is read by:');
  });

  it('give the server’s reason on one line, with nothing invisible in it', () => {
    const said = reasonOf(row('A', { unreadable: 'server', reason: 'No\nway \u202e<b>' }));
    expect(said).toContain('(No way ⟨U+202E⟩<b>)');
    expect(reasonOf(row('A', { unreadable: 'server' }))).not.toContain('(');
    expect(reasonOf(row('A', { unreadable: 'damaged' }))).toContain('damaged');
    expect(reasonOf(row('A'))).toBeNull();
  });
});
