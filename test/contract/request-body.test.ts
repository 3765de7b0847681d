import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closed, exchange, goodBody, goodRequest, openConnection, statusesIn } from '../support/raw-http';
import { startWithPeople, type ServiceWithPeople } from '../support/people';
import { adminSecret, callAsWindow, put, startService } from '../support/service';

let service: ServiceWithPeople;
beforeAll(async () => {
  service = await startWithPeople({ cleanup: afterAll });
});
afterEach(() => callAsWindow(service, 'secrets.put', { secrets: [{ key: 'REACHED', value: null }] }));

const sized = (bytes: number) => `{"secrets":[{"key":"REACHED","value":"${'x'.repeat(bytes - 40)}"}]}`;

describe('a caller who may not', () => {
  it.each([
    ['nobody', 401, () => 'nope'],
    ['a viewer', 403, () => service.keys.VIEWER],
    ['a member', 403, () => service.keys.MEMBER],
  ])('%s is told %i before the body was sent', async (_who, status, token) => {
    const socket = await openConnection(service.url);
    const head = goodRequest(service.url, { body: 'x'.repeat(5_000_000) }).split('\r\n\r\n')[0] ?? '';
    socket.write(`${head.replace(adminSecret, token())}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(statusesIn(answer.toString())).toEqual([status]);
    await closed(socket);
  });

  it('has the connection closed after little of an endless body', async () => {
    const socket = await openConnection(service.url);
    socket.write(
      `PUT /v1/secrets HTTP/1.1\r\nHost: ${new URL(service.url).host}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    let sent = 0;
    const sending = setInterval(() => {
      if (socket.writable && socket.write(chunk)) sent += chunk.length;
    }, 1);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(statusesIn(answer.toString())).toEqual([401]);
    await closed(socket);
    clearInterval(sending);
    expect(sent).toBeLessThan(8_000_000);
  });

  it('keeps the connection after a small body', async () => {
    const bad = goodRequest(service.url, { close: false }).replace(adminSecret, 'nope');
    expect(statusesIn(await exchange(service.url, bad + goodRequest(service.url)))).toEqual([401, 200]);
  });

  it('who waits for 100 Continue is not asked for the body', async () => {
    const head = goodRequest(service.url, { headers: ['Expect: 100-continue'] }).split('\r\n\r\n')[0] ?? '';
    const answer = await exchange(service.url, `${head.replace(adminSecret, 'nope')}\r\n\r\n`);
    expect(statusesIn(answer)).toEqual([401]);
  });
});

describe('a body', () => {
  it('that is announced with 100-continue is asked for', async () => {
    const [head, body] = goodRequest(service.url, { headers: ['Expect: 100-continue'] }).split('\r\n\r\n');
    const socket = await openConnection(service.url);
    socket.write(`${head}\r\n\r\n`);
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(statusesIn(first.toString())).toEqual([100]);
    socket.write(body ?? '');
    const [second] = (await once(socket, 'data')) as [Buffer];
    expect(statusesIn(second.toString())).toEqual([200]);
  });

  it('of 8 MiB is taken, one byte more is 413', async () => {
    const limit = 8 * 1024 * 1024;
    const exact = sized(limit + (40 - sized(40).length));
    expect(exact).toHaveLength(limit);
    expect((await put(service.url, exact)).status).toBe(200);
    expect(await put(service.url, `${exact} `)).toMatchObject({
      status: 413,
      text: 'Request Entity Too Large',
    });
  });

  it('in chunks of more than 8 MiB is 413', async () => {
    const chunk = `100000\r\n${'x'.repeat(1_048_576)}\r\n`;
    const head = goodRequest(service.url, { body: '' }).replace(
      'Content-Length: 0',
      'Transfer-Encoding: chunked',
    );
    expect(statusesIn(await exchange(service.url, head + chunk.repeat(9)))).toEqual([413]);
  });

  it('in a chunk with 20 KB of extensions is 413', async () => {
    const head = goodRequest(service.url, { body: '' }).replace(
      'Content-Length: 0',
      'Transfer-Encoding: chunked',
    );
    const answer = await exchange(service.url, `${head}1;${'x'.repeat(20_000)}\r\n{\r\n0\r\n\r\n`);
    expect(statusesIn(answer)).toEqual([413]);
  });

  it.each([
    ['declared', `Content-Length: ${12 * 1_048_576}`, 'x'.repeat(1_048_576)],
    ['in chunks', 'Transfer-Encoding: chunked', `100000\r\n${'x'.repeat(1_048_576)}\r\n`],
  ])('of 12 MiB, %s, is 413 also to a client that sends all of it first', async (_how, header, part) => {
    const socket = await openConnection(service.url);
    const errors: unknown[] = [];
    socket.on('error', (error) => errors.push(error));
    // Nothing is read before all is written, as Python's http.client does.
    socket.pause();
    socket.write(goodRequest(service.url, { body: '', close: false }).replace('Content-Length: 0', header));
    for (let sent = 0; sent < 12; sent += 1) if (!socket.write(part)) await once(socket, 'drain');
    if (header.startsWith('Transfer')) socket.write('0\r\n\r\n');
    const answer = once(socket, 'data') as Promise<[Buffer]>;
    socket.resume();
    expect(statusesIn(String((await answer)[0]))).toEqual([413]);
    await closed(socket);
    expect(errors).toEqual([]);
  });

  it('of 10,000 entries is taken, one more is refused whole', async () => {
    const entries = Array.from({ length: 10_001 }, (_, index) => ({ key: `MANY_${index}`, value: null }));
    expect((await put(service.url, { secrets: entries.slice(1) })).status).toBe(200);
    const { status, text } = await put(service.url, { secrets: entries });
    expect(status).toBe(422);
    expect(JSON.parse(text)).toMatchObject({ detail: [{ type: 'too_long', loc: ['body', 'secrets'] }] });
  });

  // Statuses and types as a real server gave them, less what it repeats of the request.
  it.each([
    ['application/json', 200],
    ['APPLICATION/JSON', 200],
    ['application/vnd.api+json', 200],
    ['application/+json', 200],
    ['application/json ;charset=utf-8', 200],
    ['application/json;charset=latin1', 200],
    ['application/jsonx', 422],
    ['application/json garbage', 422],
    ['application/json, text/plain', 422],
    ['text/json', 422],
    ['application/x-www-form-urlencoded', 422],
    ['multipart/form-data; boundary=x', 422],
    ['application', 422],
    ['*/*', 422],
    ['', 422],
  ])('of type %j: %i', async (type, status) => {
    const request = goodRequest(service.url).replace(
      'Content-Type: application/json',
      `Content-Type: ${type}`,
    );
    const answer = await exchange(service.url, request);
    expect(statusesIn(answer)).toEqual([status]);
    if (status === 422) expect(answer).toContain('"model_attributes_type"');
  });

  it('without a type is a text', async () => {
    const answer = await exchange(
      service.url,
      goodRequest(service.url).replace('Content-Type: application/json\r\n', ''),
    );
    expect(answer).toContain('"model_attributes_type"');
  });

  it.each([
    ['a bare surrogate in the value', '{"secrets":[{"key":"REACHED","value":"\\ud800"}]}', 422],
    ['a bare surrogate in the key', '{"secrets":[{"key":"\\ud800","value":"v"}]}', 422],
    ['NaN', '{"secrets":NaN}', 422],
    ['a thousand brackets', '['.repeat(1000) + ']'.repeat(1000), 422],
    ['a hundred thousand brackets', '['.repeat(100_000), 422],
    ['a number of 5,000 digits', '1'.repeat(5000), 422],
    ['null', 'null', 422],
    ['a list of lists', '{"secrets":[[]]}', 422],
    [
      'the operation of the window',
      '{"secrets":[{"key":"REACHED","value":"v"}],"onExisting":"nonsense"}',
      200,
    ],
    ['two lists', '{"secrets":[{"key":"1","value":"v"}],"secrets":[{"key":"REACHED","value":"v"}]}', 200],
    ['a byte order mark', `\ufeff${goodBody}`, 200],
  ])('with %s: %i', async (_what, body, status) => {
    expect((await put(service.url, body)).status).toBe(status);
  });

  it('that is not UTF-8: 400', async () => {
    for (const bytes of [
      Buffer.from('{"a":"\xe9"}', 'latin1'),
      Buffer.from(`\ufeff${goodBody}`, 'utf16le'),
    ]) {
      const head = goodRequest(service.url, { body: '' }).replace(
        'Content-Length: 0',
        `Content-Length: ${bytes.length}`,
      );
      const answer = await exchange(service.url, Buffer.concat([Buffer.from(head), bytes]));
      expect(statusesIn(answer)).toEqual([400]);
      expect(answer).toMatch(/There was an error parsing the body$/);
    }
  });

  it('that stays away ends in 408, and others are served meanwhile', { timeout: 20_000 }, async () => {
    const slow = await Promise.all(Array.from({ length: 60 }, () => openConnection(service.url)));
    const silent = await openConnection(service.url);
    const half = goodRequest(service.url);
    for (const socket of slow) socket.write(half.slice(0, 40));
    const withoutBody = await openConnection(service.url);
    withoutBody.write(half.slice(0, half.indexOf('{')));
    const allClosed = Promise.all([...slow, silent, withoutBody].map(closed));
    const answers: Promise<unknown[]> = once(slow[0] as (typeof slow)[0], 'data');
    for (let round = 0; round < 10; round += 1) {
      expect((await put(service.url, goodBody)).status).toBe(200);
    }
    expect([...slow, silent, withoutBody].filter((socket) => socket.closed)).toEqual([]);
    expect(statusesIn(String((await answers)[0]))).toEqual([408]);
    await allClosed;
  });

  it('of many connections cannot keep a new one out', async () => {
    const own = await startService();
    const many = await Promise.all(Array.from({ length: 1100 }, () => openConnection(own.url)));
    expect((await put(own.url, goodBody)).status).toBe(200);
    for (const socket of many) socket.destroy();
  });
});

describe('an open connection', () => {
  it('is refused as soon as its API key is gone', async () => {
    const { apiKey, token } = await callAsWindow<{ apiKey: { id: number }; token: string }>(
      service,
      'access.createApiKey',
      { name: 'short', kind: 'system', expiresInDays: null },
    );
    const socket = await openConnection(service.url);
    const request = goodRequest(service.url, { close: false }).replace(adminSecret, token);
    const send = async () => {
      socket.write(request);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return statusesIn(answer.toString());
    };
    expect(await send()).toEqual([200]);
    await callAsWindow(service, 'access.deleteApiKey', { id: apiKey.id });
    expect(await send()).toEqual([401]);
  });
});

describe('the other paths', () => {
  it('GET /healthz is OK, without a token', async () => {
    const answer = await fetch(`${service.url}/healthz`, { headers: { 'sec-fetch-site': 'none' } }).catch(
      () => null,
    );
    const raw = await exchange(
      service.url,
      goodRequest(service.url, { line: 'GET /healthz HTTP/1.1', body: '' }),
    );
    expect(statusesIn(raw)).toEqual([200]);
    expect(raw).toMatch(/content-type: text\/plain; charset=utf-8/i);
    expect(raw).toMatch(/\r\n\r\nOK$/);
    expect(answer?.headers.get('x-phoenix-server-version') ?? '20.26.1').toBe('20.26.1');
  });

  it('HEAD has the headers and no body', async () => {
    const raw = await exchange(
      service.url,
      goodRequest(service.url, { line: 'HEAD /healthz HTTP/1.1', body: '' }),
    );
    expect(raw).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(raw.endsWith('\r\n\r\n')).toBe(true);
  });

  it('unknown ones are 404 in plain text, with any body and type', async () => {
    for (const line of [
      'GET / HTTP/1.1',
      'POST /graphql HTTP/1.1',
      'PUT /v1/secret HTTP/1.1',
      'QUERY /x HTTP/1.1',
    ]) {
      const raw = await exchange(
        service.url,
        goodRequest(service.url, { line }).replace('application/json', 'no type at all'),
      );
      expect(statusesIn(raw)).toEqual([404]);
      expect(raw).toMatch(/content-type: text\/plain; charset=utf-8/i);
      expect(raw).toMatch(/\r\n\r\nNot Found$/);
    }
  });

  it('/openapi.json describes the body that the guard checks', async () => {
    const raw = await exchange(
      service.url,
      goodRequest(service.url, { line: 'GET /openapi.json HTTP/1.1', body: '' }),
    );
    const document = JSON.parse(raw.slice(raw.indexOf('\r\n\r\n') + 4)) as {
      openapi: string;
      paths: Record<string, Record<string, { requestBody?: unknown; responses: Record<string, unknown> }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(['/v1/secrets', '/healthz', '/openapi.json']);
    const operation = document.paths['/v1/secrets']?.['put'];
    expect(operation?.requestBody).toMatchObject({
      content: {
        'application/json': {
          schema: {
            required: ['secrets'],
            properties: {
              secrets: {
                type: 'array',
                minItems: 1,
                maxItems: 10_000,
                items: {
                  properties: {
                    key: { type: 'string' },
                    value: { type: ['string', 'null'] },
                  },
                  required: ['key', 'value'],
                },
              },
            },
          },
        },
      },
    });
    expect(operation?.responses).toMatchObject({
      '200': {
        content: {
          'application/json': {
            schema: { properties: { data: { required: ['upserted_keys', 'deleted_keys'] } } },
          },
        },
      },
      '422': {
        content: {
          'application/json': {
            schema: { properties: { detail: { items: { required: ['type', 'loc', 'msg'] } } } },
          },
        },
      },
    });
    expect(Object.keys(operation?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '401', '403', '413', '422', '507']),
    );
  });
});
