import { describe, expect, it, vi } from 'vitest';
import { ConnectionList } from '../../src-renderer/connections/ConnectionList.svelte';
import { remoteFailure, remoteFailureText } from '../../src-renderer/connections/remoteFailure';
import { hostOf, needsYes, sameOrigin, withScheme } from '../../src-renderer/connections/serverPlace';
import { SignIn } from '../../src-renderer/connections/SignIn.svelte';
import { stateDetail } from '../../src-renderer/connections/state';
import { withSignIn } from '../../src-renderer/connections/withSignIn';
import type { Bridge } from '../../src-renderer/app/bridge';
import type { ErrorCode, Failure } from '../../src-shared/errors';
import { connection } from './connectionRows';

const failure = (code: ErrorCode, rule?: string): Failure => ({ code, message: '', ...(rule && { rule }) });
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the address of a server', () => {
  it('gets a scheme where it has none', () => {
    expect(withScheme(' phoenix.acme.dev ')).toBe('https://phoenix.acme.dev');
    expect(withScheme('localhost:6006')).toBe('http://localhost:6006');
    expect(withScheme('127.0.0.1:6006/x')).toBe('http://127.0.0.1:6006/x');
    expect(withScheme('[::1]:6006')).toBe('http://[::1]:6006');
    expect(withScheme('localhost.evil.example')).toBe('https://localhost.evil.example');
    expect(withScheme('HTTP://a.b')).toBe('HTTP://a.b');
    expect(withScheme('')).toBe('');
  });

  it('needs a yes for plain http to another machine, and for nothing else', () => {
    for (const url of ['http://10.0.4.12:6006', 'http://phoenix.acme.dev/x', 'HTTP://a.b']) {
      expect(needsYes(url), url).toBe(true);
    }
    for (const url of ['https://a.b', 'a.b', 'http://localhost:1', 'http://127.0.0.9', 'http://', '']) {
      expect(needsYes(url), url).toBe(false);
    }
  });

  it('is shown by host and path, with nothing invisible in it', () => {
    expect(hostOf('https://phoenix.acme.dev/')).toBe('phoenix.acme.dev');
    expect(hostOf('http://10.0.4.12:6006/phoenix/')).toBe('10.0.4.12:6006/phoenix');
    expect(hostOf('no url\u202e')).toBe('no url⟨U+202E⟩');
  });

  it('tells whether credentials may stay', () => {
    expect(sameOrigin('https://a.b/x', 'a.b')).toBe(true);
    expect(sameOrigin('https://a.b', 'https://a.b:8443')).toBe(false);
    expect(sameOrigin('not a url', 'not a url')).toBe(false);
  });
});

describe('a failure of a server', () => {
  it('is named with its host, one sentence for each code and rule', () => {
    const told = new Set<string>();
    const cases: [ErrorCode, string[]][] = [
      [
        'unreachable',
        [
          'refused',
          'dns',
          'timeout',
          'reset',
          'proxy',
          'offline',
          'tls_authority',
          'tls_expired',
          'tls_host',
          'tls',
        ],
      ],
      ['not_phoenix', ['html', 'redirect', 'other']],
      ['bad_answer', ['shape', 'too_large', 'endless', 'mismatch']],
      ['sign_in_needed', ['missing', 'expired', 'rejected']],
      ['server_failed', ['']],
      ['server_busy', ['']],
      ['storage_locked', ['']],
    ];
    for (const [code, rules] of cases) {
      for (const rule of rules) {
        const words = remoteFailure(failure(code, rule), 'phoenix.acme.dev');
        expect(words?.fact, `${code} ${rule}`).toContain('phoenix.acme.dev');
        told.add(`${words?.fact ?? ''} ${words?.text ?? ''}`);
      }
    }
    expect(told.size).toBe(cases.reduce((sum, [, rules]) => sum + rules.length, 0));
    expect(remoteFailure({ ...failure('too_old'), version: '13.4.0' }, 'h')?.fact).toContain('13.4.0');
    expect(remoteFailure(failure('storage_full'), 'h')).toBeNull();
  });

  it('has words for rules that it does not know, also such as every object has', () => {
    for (const rule of ['unheard_of', 'toString', 'constructor', '__proto__']) {
      expect(remoteFailure(failure('unreachable', rule), 'h')?.fact).toBe('Can’t reach h.');
      expect(remoteFailureText(failure('conflict', rule), 'h')).toContain('changed meanwhile');
    }
    expect(remoteFailureText(failure('conflict', 'password_sign_in_off'), 'h')).toContain('no passwords');
  });

  it('stands below the state on the page', () => {
    const old = connection('lab', {
      status: { state: 'read_only', version: '13.4.0', failure: { code: 'too_old', message: '' } },
    });
    expect(stateDetail(old, null)).toBe('Phoenix 13.4.0 has no secrets');
    const viewer = { id: 'x', name: 'v', role: 'VIEWER' as const };
    expect(stateDetail(connection('a', { status: { state: 'read_only', person: viewer } }), null)).toBe(
      'Viewer · Phoenix 20.26.1',
    );
    expect(stateDetail(connection('a', { status: { state: 'unreachable' } }), '2 h ago')).toBe(
      'Last reached 2 h ago',
    );
    expect(stateDetail(connection('a'), null)).toBe('Phoenix 20.26.1 · 38 ms');
  });
});

describe('the list of connections', () => {
  it('asks two servers at a time, and stops when one has left', async () => {
    const waiting: (() => void)[] = [];
    const check = vi.fn(
      ({ id }: { id: string }) =>
        new Promise((resolve) => {
          waiting.push(() => resolve({ ok: true, value: { connection: connection(id.replace(/0+$/, '')) } }));
        }),
    );
    const rows = ['a', 'b', 'c', 'd', 'e'].map((name) => connection(name));
    const list = new ConnectionList({ connections: { check } } as unknown as Bridge);
    list.rows = rows;
    let left = false;
    const all = list.checkAll(() => left);
    await settled();
    expect(check).toHaveBeenCalledTimes(2);
    waiting.shift()?.();
    await settled();
    expect(check).toHaveBeenCalledTimes(3);
    left = true;
    for (const answer of waiting) answer();
    await all;
    expect(check).toHaveBeenCalledTimes(3);
  });

  it('takes the answer to the last question only', async () => {
    const answers: ((rows: string[]) => void)[] = [];
    const list = new ConnectionList({
      connections: {
        list: () =>
          new Promise((resolve) => {
            answers.push((names) =>
              resolve({
                ok: true,
                value: {
                  connections: names.map((name) => connection(name)),
                  open: 'local',
                  keychain: { available: false, backend: 'basic_text' },
                },
              }),
            );
          }),
      },
    } as unknown as Bridge);
    const first = list.load();
    const second = list.load();
    answers[1]?.(['new']);
    answers[0]?.(['old']);
    await Promise.all([first, second]);
    expect(list.rows.map(({ name }) => name)).toEqual(['new']);
    expect(list.hasKeychain).toBe(false);
  });
});

describe('a change that meets a server which asks who one is', () => {
  function standIn() {
    let signedIn = false;
    const put = vi.fn(() =>
      Promise.resolve(
        signedIn
          ? { ok: true, value: { upsertedKeys: ['A'], deletedKeys: [] } }
          : { ok: false, error: failure('sign_in_needed', 'expired') },
      ),
    );
    const list = vi.fn(() => Promise.resolve({ ok: false, error: failure('sign_in_needed') }));
    const signIn = new SignIn();
    const bridge = withSignIn({ secrets: { put, delete: put, list } } as unknown as Bridge, signIn);
    const input = { secrets: [{ key: 'A', value: 'v' }], onExisting: 'replace', ifUnchanged: [] } as const;
    return {
      signIn,
      put,
      bridge,
      save: () => bridge.secrets.put({ ...input, secrets: [...input.secrets], ifUnchanged: [] }),
      enter: () => {
        signedIn = true;
        signIn.question?.settle(true);
      },
    };
  }

  it('waits for the sign-in and is then made once more; several share one question', async () => {
    const { signIn, put, save, enter } = standIn();
    const saves = [save(), save()];
    await settled();
    const { question } = signIn;
    expect(question?.isOpen).toBe(true);
    expect(put).toHaveBeenCalledTimes(2);
    saves.push(save());
    await settled();
    expect(signIn.question).toBe(question);
    enter();
    expect((await Promise.all(saves)).map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(put).toHaveBeenCalledTimes(6);
  });

  it('gives the failure back when the question is given up, and asks anew the next time', async () => {
    const { signIn, put, save } = standIn();
    const saved = save();
    await settled();
    const first = signIn.question!;
    signIn.closed(first);
    expect(await saved).toMatchObject({ ok: false, error: { code: 'sign_in_needed' } });
    expect(put).toHaveBeenCalledTimes(1);
    expect(signIn.question).toBeNull();
    void save();
    await settled();
    expect(signIn.question).not.toBeNull();
    expect(signIn.question).not.toBe(first);
  });

  it('does not ask twice for calls that were under way when the question came up', async () => {
    const { signIn, bridge, put } = standIn();
    let answer: (result: unknown) => void = () => undefined;
    put.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve as typeof answer)));
    const slow = bridge.secrets.delete({ keys: ['A'] });
    const quick = bridge.secrets.delete({ keys: ['B'] });
    await settled();
    signIn.closed(signIn.question!);
    await quick;
    answer({ ok: false, error: failure('sign_in_needed') });
    expect((await slow).ok).toBe(false);
    expect(signIn.question).toBeNull();
  });

  it('asks only once: a server that refuses again is told as a failure', async () => {
    const { signIn, put, save } = standIn();
    const saved = save();
    await settled();
    signIn.question?.settle(true);
    expect((await saved).ok).toBe(false);
    expect(put).toHaveBeenCalledTimes(2);
  });

  it('is never asked by what is read', async () => {
    const { signIn, bridge } = standIn();
    expect((await bridge.secrets.list({ after: null, limit: 1 })).ok).toBe(false);
    expect(signIn.question).toBeNull();
  });
});
