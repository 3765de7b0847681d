import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { ServiceClient, type ServiceThread } from '../../../src-main/electron/service-client';
import type { FromService, ToService } from '../../../src-main/service-protocol';
import { noDesktop } from '../../support/service';

/** The other end of the port: keeps what it is sent, says what a test lets it say. */
class FakeThread extends EventEmitter {
  readonly received: ToService[] = [];
  postMessage = (message: ToService) => void this.received.push(message);
  terminate = vi.fn(() => {
    this.emit('exit', 1);
    return Promise.resolve(1);
  });
  say(message: FromService): void {
    this.emit('message', message);
  }
}

function connect() {
  const thread = new FakeThread();
  const client = new ServiceClient(thread as unknown as ServiceThread, noDesktop);
  return { thread, client };
}

const ready = { type: 'ready', url: 'http://127.0.0.1:1', fallbackKey: false } as const;
const ok = (value: unknown) => ({ ok: true, value }) as const;

test('answers find their call, in any order', async () => {
  const { thread, client } = connect();
  thread.say(ready);
  expect(await client.started).toEqual({
    state: 'ready',
    ready: { url: 'http://127.0.0.1:1', fallbackKey: false },
  });
  const first = client.call('secrets.list', { limit: 1 }, 7);
  const second = client.call('settings.get', {}, 7);
  expect(thread.received).toMatchObject([
    { type: 'call', operation: 'secrets.list', input: { limit: 1 }, session: 7 },
    { type: 'call', operation: 'settings.get', session: 7 },
  ]);
  const [a, b] = thread.received as Extract<ToService, { type: 'call' }>[];
  thread.say({ type: 'result', id: b!.id, result: ok('second') });
  thread.say({ type: 'result', id: a!.id, result: ok('first') });
  expect(await first).toEqual(ok('first'));
  expect(await second).toEqual(ok('second'));
});

test('who uses a window, leaves it or closes it is told to the thread, until it ends', () => {
  const { thread, client } = connect();
  client.active();
  client.lock();
  client.closeSession(7);
  expect(thread.received).toEqual([
    { type: 'active' },
    { type: 'lock', reason: 'locked' },
    { type: 'close-session', session: 7 },
  ]);
  client.onCrash = vi.fn();
  thread.emit('exit', 1);
  client.active();
  expect(thread.received).toHaveLength(3);
});

test('an event says which window it is for', () => {
  const { thread, client } = connect();
  const heard = vi.fn();
  client.onEvent = heard;
  thread.say({ type: 'event', name: 'settings.changed', payload: {}, session: null });
  thread.say({ type: 'event', name: 'access.changed', payload: {}, session: 7 });
  expect(heard.mock.calls).toEqual([
    ['settings.changed', {}, null],
    ['access.changed', {}, 7],
  ]);
});

test('a thread that dies answers what is open with a coded failure, and so every later call', async () => {
  const { thread, client } = connect();
  const crashed = vi.fn();
  client.onCrash = crashed;
  thread.say(ready);
  const open = client.call('secrets.list', {}, 1);
  thread.emit('error', new RangeError('canary of a value'));
  thread.emit('exit', 1);
  expect(await open).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(await client.call('secrets.list', {}, 1)).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(crashed).toHaveBeenCalledOnce();
  expect(client.fault).toBe('RangeError');
});

test('a thread that dies before it serves is a crashed start', async () => {
  const { thread, client } = connect();
  client.onCrash = vi.fn();
  thread.emit('exit', 1);
  expect(await client.started).toEqual({ state: 'crashed' });
  expect(client.onCrash).not.toHaveBeenCalled();
});

test('dispose waits for what is in flight and refuses what comes after', async () => {
  const { thread, client } = connect();
  const crashed = vi.fn();
  client.onCrash = crashed;
  thread.say(ready);
  const inFlight = client.call('secrets.put', {}, 1);
  const disposing = client.dispose(1_000);
  expect(await client.call('secrets.put', {}, 1)).toMatchObject({ error: { code: 'shutting_down' } });
  thread.say({ type: 'result', id: 1, result: ok('stored') });
  expect(await inFlight).toEqual(ok('stored'));
  thread.say({ type: 'disposed' });
  expect(await disposing).toBe(true);
  expect(thread.terminate).toHaveBeenCalledOnce();
  expect(crashed).not.toHaveBeenCalled();
});

test('a thread that does not end in time is stopped', async () => {
  const { thread, client } = connect();
  thread.say(ready);
  const inFlight = client.call('secrets.put', {}, 1);
  expect(await client.dispose(10)).toBe(false);
  expect(thread.terminate).toHaveBeenCalledOnce();
  expect(await inFlight).toMatchObject({ ok: false, error: { code: 'shutting_down' } });
});

test('a thread that breaks while it closes has not ended cleanly', async () => {
  const { thread, client } = connect();
  thread.say(ready);
  const disposing = client.dispose(1_000);
  thread.emit('error', new RangeError('canary of a value'));
  thread.emit('exit', 1);
  expect(await disposing).toBe(false);
});

test('a start that fails while the program ends is a clean end', async () => {
  const { thread, client } = connect();
  const disposing = client.dispose(1_000);
  thread.say({ type: 'failed', failure: { code: 'store', message: 'damaged' } });
  thread.emit('exit', 0);
  expect(await disposing).toBe(true);
});

test('the desktop is lent to the thread; its failures keep their reason here', async () => {
  const { thread } = connect();
  thread.say({ type: 'desktop', id: 5, method: 'getPreferences', args: [] });
  await vi.waitFor(() =>
    expect(thread.received).toMatchObject([{ type: 'desktop-result', id: 5, ok: true }]),
  );
  vi.spyOn(noDesktop, 'openFolder').mockRejectedValue(new Error('/a/path'));
  thread.say({ type: 'desktop', id: 6, method: 'openFolder', args: ['/a/path'] });
  await vi.waitFor(() => expect(thread.received[1]).toEqual({ type: 'desktop-result', id: 6, ok: false }));
});

test('a server’s answer is handed over to the thread, not copied', async () => {
  const body = new Uint8Array([1, 2, 3]);
  const answer = { ok: true, status: 200, headers: [], body } as const;
  const thread = new FakeThread();
  const post = vi.spyOn(thread, 'postMessage');
  new ServiceClient(thread as unknown as ServiceThread, {
    ...noDesktop,
    request: () => Promise.resolve(answer),
  });
  thread.say({ type: 'desktop', id: 1, method: 'request', args: [{}] });
  await vi.waitUntil(() => post.mock.calls.length > 0);
  expect(post.mock.calls).toEqual([
    [{ type: 'desktop-result', id: 1, ok: true, value: answer }, [body.buffer]],
  ]);
});
