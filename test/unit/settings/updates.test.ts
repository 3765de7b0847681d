import { afterEach, describe, expect, it, vi } from 'vitest';
import { UpdateCheck } from '../../../src-main/settings/updates';
import { smallServer, type Reply } from '../../support/small-server';

const page = 'https://releases.example/0.2.0';
const day = 24 * 60 * 60 * 1000;

afterEach(() => vi.useRealTimers());

/** A check of version 0.1.9 at a real server; `told` is each version that the windows heard of. */
async function started(answer: () => Reply | Promise<Reply>, version = '0.1.9') {
  const server = await smallServer(answer);
  const told: (string | null)[] = [];
  const check = new UpdateCheck({
    feed: `${server.url}/latest.json`,
    version,
    fetch: () => (input, init) => fetch(input, { ...init, redirect: 'manual' }),
    now: Date.now,
    changed: (newer) => told.push(newer),
  });
  return { check, told, server };
}

describe('the check for a newer version', () => {
  it('asks nobody until it is turned on, and nobody after it is turned off', async () => {
    const { check, server } = await started(() => ({ body: { version: '0.2.0', page } }));
    await check.check();
    expect(server.received).toEqual([]);
    expect(check.state).toEqual({
      feed: new URL(server.url).host,
      checkedAt: null,
      failed: false,
      newer: null,
    });
    check.follow(true);
    await check.check();
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({ method: 'GET', path: '/latest.json', body: '' });
    check.follow(false);
    await check.check();
    expect(server.received).toHaveLength(1);
  });

  it('asks once a day', async () => {
    const { check, server, told } = await started(() => ({ body: { version: '0.2.0', page } }));
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    check.follow(true);
    // The choice that it has already starts nothing.
    check.follow(true);
    await check.check();
    vi.advanceTimersByTime(day - 1);
    expect(server.received).toHaveLength(1);
    vi.advanceTimersByTime(1);
    await check.check();
    expect(server.received).toHaveLength(2);
    expect(told).toEqual(['0.2.0', '0.2.0']);
    check.follow(false);
  });

  it.each([
    ['0.1.9', '0.2.0', true],
    ['0.1.9', '0.1.10', true],
    ['0.9.0', '1.0.0', true],
    ['0.1.9', '0.1.9', false],
    ['0.2.0', '0.1.9', false],
    ['1.0.0', '0.9.9', false],
    ['0.2.0-beta.1', '0.2.0', true],
    ['0.2.0-beta.1', '0.1.9', false],
    ['0.2.0-beta.1', '0.2.1', true],
  ])('running %s, %s offered: newer is %s', async (running, version, isNewer) => {
    const { check, told } = await started(() => ({ body: { version, page } }), running);
    check.follow(true);
    await check.check();
    expect(check.state.newer).toEqual(isNewer ? { version, page } : null);
    expect(check.state.failed).toBe(false);
    expect(told).toEqual([isNewer ? version : null]);
    check.follow(false);
  });

  it.each<[string, Reply]>([
    ['no answer', null],
    ['another status', { status: 500, body: { version: '9.0.0', page } }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' }, body: { version: '9.0.0', page } }],
    ['no JSON', { body: '<html>' }],
    ['another form', { body: { version: 9, page } }],
    ['a version that is none', { body: { version: '9.0.0<b>', page } }],
    ['a page without https', { body: { version: '9.0.0', page: 'http://releases.example/' } }],
    ['a page with a password', { body: { version: '9.0.0', page: 'https://user:pass@releases.example/' } }],
    ['a page that is a script', { body: { version: '9.0.0', page: 'javascript:alert(1)' } }],
    ['a page that is a file', { body: { version: '9.0.0', page: 'file:///etc/passwd' } }],
  ])('tells nothing after %s, and says that it failed', async (_what, reply) => {
    const { check, told, server } = await started(() => reply);
    check.follow(true);
    await check.check();
    expect(check.state).toMatchObject({ failed: true, newer: null });
    expect(check.state.checkedAt).not.toBeNull();
    expect(told).toEqual([null]);
    expect(server.received).toHaveLength(1);
    check.follow(false);
  });

  it('says nothing of an answer that comes after it was turned off', async () => {
    let answer: (reply: Reply) => void = () => undefined;
    const { check, told, server } = await started(() => new Promise<Reply>((resolve) => (answer = resolve)));
    check.follow(true);
    const asked = check.check();
    await expect.poll(() => server.received.length).toBe(1);
    check.follow(false);
    answer({ body: { version: '0.2.0', page } });
    await asked;
    expect(told).toEqual([]);
    expect(check.state).toMatchObject({ checkedAt: null, newer: null });
  });

  it('keeps what it knew when a later try fails', async () => {
    let reply: Reply = { body: { version: '0.2.0', page, notes: 'a field of a later feed' } };
    const { check, told } = await started(() => reply);
    check.follow(true);
    await check.check();
    reply = { status: 503 };
    await check.check();
    expect(check.state).toMatchObject({ failed: true, newer: { version: '0.2.0', page } });
    expect(told).toEqual(['0.2.0', null]);
    check.follow(false);
    expect(check.state.newer).toBeNull();
  });
});
