import { describe, expect, it } from 'vitest';
import type { Network, NetworkFault } from '../../../src-main/connections/network';
import type { Transport } from '../../../src-main/connections/transport';
import { type Send } from '../../../src-main/connections/transport';
import { NodeNetwork } from '../../support/node-network';
import { quickTransport } from '../../support/remote';
import { smallServer, type Reply } from '../../support/small-server';

const read: Send = { method: 'GET', path: '/v1/user', kind: 'read' };
const write: Send = { method: 'PUT', path: '/v1/secrets', kind: 'write', body: '{"secrets":[]}' };
const targetOf = (url: string) => ({ connection: 'c', url, ca: null });

/** A server that gives these replies one after the other, the last one for ever. */
async function replying(...replies: Reply[]) {
  const server = await smallServer(() => (replies.length > 1 ? replies.shift() : replies[0]) ?? null);
  const network = new NodeNetwork();
  const send = (request: Send) => quickTransport(network).send(targetOf(server.url), request);
  return { ...server, network, send };
}

/** A network that answers every request with a fault. */
function faulty(fault: NetworkFault, sent: boolean): { transport: Transport; tries: () => number } {
  let tries = 0;
  const network: Network = {
    request: () => {
      tries += 1;
      return Promise.resolve({ ok: false, fault, sent });
    },
    abort: () => Promise.resolve(),
  };
  return { transport: quickTransport(network), tries: () => tries };
}

describe('what is sent', () => {
  it('is what was asked for, below the path of the server, and nothing of a browser', async () => {
    const { url, received, network } = await replying({ body: {} });
    const transport = quickTransport(network);
    const headers = { authorization: 'Bearer key', cookie: 'a=b' };
    await transport.send(targetOf(`${url}/phoenix`), { ...write, headers });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      method: 'PUT',
      path: '/phoenix/v1/secrets',
      body: '{"secrets":[]}',
    });
    expect(received[0]?.headers).toMatchObject({ authorization: 'Bearer key', cookie: 'a=b' });
    expect(received[0]?.headers).not.toHaveProperty('origin');
    expect(received[0]?.headers).not.toHaveProperty('referer');
    expect(network.requests[0]).toMatchObject({ once: true, connectMs: 5000, maxBytes: 32 * 1024 * 1024 });
    expect(network.requests[0]?.totalMs).toBeLessThanOrEqual(30_000);
  });

  it.each(['http://127.0.0.1:1/v1/user', 'https://evil.example/v1/user', 'http://localhost:9/x'])(
    'never goes to another origin: %s',
    async (path) => {
      const { send, network } = await replying({ body: {} });
      await expect(send({ ...read, path })).rejects.toMatchObject({ code: 'not_phoenix' });
      expect(network.requests).toEqual([]);
    },
  );
});

describe('a read', () => {
  it.each([429, 500, 502, 503, 504])('is tried again after %i, four times in all', async (status) => {
    const code = status === 429 ? 'server_busy' : 'server_failed';
    const always = await replying({ status, body: 'sk-canary' });
    const failure = (await always.send(read).catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({ code });
    expect(failure.message).not.toContain('canary');
    expect(always.received).toHaveLength(4);

    const once = await replying({ status, body: 'x' }, { body: { fine: true } });
    expect(await once.send(read)).toMatchObject({ status: 200 });
    expect(once.received).toHaveLength(2);
  });

  it('is tried again after a lost connection', async () => {
    const { send, received } = await replying(null, null, { body: {} });
    expect(await send(read)).toMatchObject({ status: 200 });
    expect(received).toHaveLength(3);
  });

  it('with a body is tried again with the same body', async () => {
    const { send, received } = await replying({ status: 503 }, { body: {} });
    await send({ method: 'POST', path: '/graphql', kind: 'read', body: '{"query":"{a}"}' });
    expect(received.map(({ body }) => body)).toEqual(['{"query":"{a}"}', '{"query":"{a}"}']);
  });

  it.each<[fault: NetworkFault, tries: number]>([
    ['refused', 1],
    ['dns', 1],
    ['proxy', 1],
    ['offline', 1],
    ['tls_authority', 1],
    ['tls_expired', 1],
    ['tls_host', 1],
    ['tls', 1],
    ['other', 1],
    ['reset', 4],
    ['timeout', 4],
  ])('without an answer is unreachable: %s after %i tries', async (fault, tries) => {
    const network = faulty(fault, false);
    await expect(network.transport.send(targetOf('https://host'), read)).rejects.toMatchObject({
      code: 'unreachable',
      details: { rule: fault },
    });
    expect(network.tries()).toBe(tries);
  });

  it('waits as long as the server asks for, but not longer than a person would', async () => {
    const patient = await replying({ status: 429, headers: { 'retry-after': '0' } }, { body: {} });
    expect(await patient.send(read)).toMatchObject({ status: 200 });

    const long = await replying({ status: 429, headers: { 'retry-after': '3600' } }, { body: {} });
    await expect(long.send(read)).rejects.toMatchObject({
      code: 'server_busy',
      details: { retryAfterSeconds: 3600 },
    });
    expect(long.received).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 405, 422])('with %i is given back, asked once', async (status) => {
    const { send, received } = await replying({ status, body: { detail: 'x' } });
    expect(await send(read)).toMatchObject({ status });
    expect(received).toHaveLength(1);
  });
});

describe.each(['write', 'once'] as const)('a request that is sent once (%s)', (kind) => {
  // POST, which a read may send again.
  const request = { ...write, method: 'POST', kind } as const;

  it.each([
    [500, kind === 'write' ? 'outcome_unknown' : 'server_failed'],
    [502, kind === 'write' ? 'outcome_unknown' : 'server_failed'],
    [503, kind === 'write' ? 'outcome_unknown' : 'server_failed'],
    [429, 'server_busy'],
    [507, 'storage_locked'],
  ])('with %i is %s', async (status, code) => {
    const { send, received } = await replying({ status, body: 'x' });
    await expect(send(request)).rejects.toMatchObject({ code });
    expect(received).toHaveLength(1);
  });

  it('whose answer never comes leaves its outcome open', async () => {
    const { send, received } = await replying(null);
    await expect(send(request)).rejects.toMatchObject(
      kind === 'write'
        ? { code: 'outcome_unknown', details: { rule: 'unknown' } }
        : { code: 'unreachable', details: { rule: 'reset' } },
    );
    expect(received).toHaveLength(1);
  });

  it('that never left changed nothing', async () => {
    const network = faulty('refused', false);
    await expect(network.transport.send(targetOf('https://host'), request)).rejects.toMatchObject({
      code: 'unreachable',
      details: { rule: 'refused' },
    });
    expect(network.tries()).toBe(1);
  });
});

describe('a redirect', () => {
  it.each([300, 301, 302, 303, 304, 307, 308])('of %i is refused and not followed', async (status) => {
    const other = await smallServer(() => ({ body: {} }));
    for (const location of [`${other.url}/v1/user`, '/elsewhere']) {
      for (const request of [read, write]) {
        const { send, received } = await replying({ status, headers: { location } });
        await expect(send(request)).rejects.toMatchObject({
          code: 'not_phoenix',
          details: { rule: 'redirect' },
        });
        expect(received).toHaveLength(1);
      }
    }
    expect(other.received).toEqual([]);
  });
});

describe('an answer', () => {
  it('that is too large is cut off', async () => {
    const { transport, tries } = faulty('too_large', true);
    const failure = transport.send(targetOf('https://host'), read);
    await expect(failure).rejects.toMatchObject({ code: 'bad_answer', details: { rule: 'too_large' } });
    expect(tries()).toBe(1);
    await expect(transport.send(targetOf('https://host'), write)).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
  });

  it.each([0, 100, 101, 199, 600, 999])('with the status %i is none', async (status) => {
    const network: Network = {
      request: () => Promise.resolve({ ok: true, status, headers: [], body: new Uint8Array() }),
      abort: () => Promise.resolve(),
    };
    const failure = quickTransport(network).send(targetOf('https://host'), read);
    await expect(failure).rejects.toMatchObject({ code: 'unreachable', details: { rule: 'other' } });
  });

  it('may have headers that HTTP does not allow', async () => {
    const headers = [
      ['x-phoenix-server-version', '20.26.1'],
      ['bad name', 'x'],
      ['x', 'a\nb'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ] as const;
    const network: Network = {
      request: () => Promise.resolve({ ok: true, status: 204, headers, body: new Uint8Array(3) }),
      abort: () => Promise.resolve(),
    };
    const answer = await quickTransport(network).send(targetOf('https://host'), read);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.body).toHaveLength(0);
  });
});

describe('what the program breaks off', () => {
  it('ends at once, and nothing more begins', async () => {
    const end = new AbortController();
    let arrived: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (arrived = resolve));
    const { url } = await smallServer(async () => {
      arrived();
      await new Promise(() => undefined);
      return null;
    });
    const network = new NodeNetwork();
    const transport = quickTransport(network, end.signal);
    const sending = [read, write].map((request) => transport.send(targetOf(url), request));
    await waiting;
    end.abort();
    for (const one of sending) await expect(one).rejects.toMatchObject({ code: 'shutting_down' });
    await expect(transport.send(targetOf(url), read)).rejects.toMatchObject({ code: 'shutting_down' });
    expect(network.requests).toHaveLength(2);
  });
});
