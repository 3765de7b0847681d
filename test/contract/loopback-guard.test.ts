import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { refusalOfRequest } from '../../src-main/rest/request-guard';
import { exchange, goodBody, goodRequest, statusesIn } from '../support/raw-http';
import { adminSecret, callAsWindow, startService, type TestService } from '../support/service';

let service: TestService;
beforeAll(async () => {
  service = await startService({ cleanup: afterAll });
});

afterEach(() => callAsWindow(service, 'secrets.put', { secrets: [{ key: 'REACHED', value: null }] }));

async function storedKeys(): Promise<string[]> {
  const { rows } = await callAsWindow<{ rows: { key: string }[] }>(service, 'secrets.list', {
    after: null,
    limit: 100,
  });
  return rows.map(({ key }) => key);
}

/** Sends a request that would store something, were it let in. */
async function refusal(request: string, status: number): Promise<string> {
  const answer = await exchange(service.url, request);
  expect(statusesIn(answer)).toEqual([status]);
  expect(answer).toMatch(/^x-phoenix-server-version: 20\.26\.1\r$/im);
  expect(answer).not.toMatch(/access-control|\n<|set-cookie/i);
  expect(await storedKeys()).toEqual([]);
  return answer;
}

async function refused(request: string, status: number): Promise<void> {
  await refusal(request, status);
}

const port = () => new URL(service.url).port;

describe('Host', () => {
  const bad: [string, () => string][] = [
    ['a foreign name', () => 'Host: evil.example'],
    ['a foreign name with our port', () => `Host: evil.example:${port()}`],
    ['ours with a dot', () => `Host: 127.0.0.1.:${port()}`],
    ['localhost with a dot', () => `Host: localhost.:${port()}`],
    ['the unspecified address', () => `Host: 0.0.0.0:${port()}`],
    ['a mapped address', () => `Host: [::ffff:127.0.0.1]:${port()}`],
    ['a short form of the address', () => `Host: 127.1:${port()}`],
    ['another loopback address', () => `Host: 127.0.0.2:${port()}`],
    ['ours without a port', () => 'Host: 127.0.0.1'],
    ['ours with another port', () => 'Host: 127.0.0.1:1'],
    ['a user in it', () => `Host: x@127.0.0.1:${port()}`],
    ['empty', () => 'Host: '],
    ['none', () => ''],
    ['two, ours first', () => `Host: 127.0.0.1:${port()}\r\nHost: evil.example`],
    ['two, ours last', () => `Host: evil.example\r\nHost: 127.0.0.1:${port()}`],
    ['two, both ours', () => `Host: 127.0.0.1:${port()}\r\nHost: 127.0.0.1:${port()}`],
  ];
  it.each(bad)('%s: 403', (_what, host) => refused(goodRequest(service.url, { host: host() }), 403));

  it('none with HTTP/1.0: 403', () =>
    refused(goodRequest(service.url, { line: 'PUT /v1/secrets HTTP/1.0', host: '' }), 403));
});

describe('a web page', () => {
  it.each([
    'Origin: https://evil.example',
    'Origin: null',
    'Origin: ',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-site',
    'Sec-Fetch-Site: same-origin',
    'Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site',
  ])('%j: 403', (header) => refused(goodRequest(service.url, { headers: [header] }), 403));

  it('with our own origin: 403', () =>
    refused(goodRequest(service.url, { headers: [`Origin: ${service.url}`] }), 403));

  it('gets no preflight', () =>
    refused(
      goodRequest(service.url, {
        line: 'OPTIONS /v1/secrets HTTP/1.1',
        headers: ['Origin: https://evil.example'],
      }),
      403,
    ));

  it('learns nothing from different paths', async () => {
    const answers = new Set<string>();
    for (const path of [
      '/',
      '/v1/secrets',
      '/healthz',
      '/openapi.json',
      '/nothing',
      '/v1',
      '/favicon.ico',
      '/%',
    ]) {
      const answer = await exchange(
        service.url,
        `GET ${path} HTTP/1.1\r\nHost: ${new URL(service.url).host}\r\nConnection: close\r\nSec-Fetch-Site: cross-site\r\n\r\n`,
      );
      answers.add(answer.replace(/^date: .*\r\n/im, ''));
    }
    expect(answers.size).toBe(1);
  });
});

describe('the port in the Host', () => {
  // Port 80 is not every user's to take.
  it.each([
    ['localhost', 80, null],
    ['127.0.0.1:80', 80, null],
    ['evil.example', 80, 403],
    ['localhost', 8080, 403],
    ['localhost:80', 8080, 403],
  ])('Host %s on port %i: %s', (host, port, status) => {
    const refusal = refusalOfRequest({ rawHeaders: ['Host', host], url: '/', httpVersionMajor: 1 }, port);
    expect(refusal === null ? null : refusal.status).toBe(status);
  });
});

describe('a header name', () => {
  it.each(['X : a', 'Origin : https://evil.example', 'X\t: a', 'X Y: a', 'X"Y: a', 'X\u00e9: a'])(
    '%j: 400',
    (header) => refused(goodRequest(service.url, { headers: [header] }), 400),
  );

  // As Electron's own Node gives them; a newer one refuses them by itself.
  it.each(['X ', 'Origin ', 'X Y', ''])('%j: 400 with any parser', (name) => {
    const rawHeaders = ['Host', 'localhost:1', name, 'a'];
    expect(refusalOfRequest({ rawHeaders, url: '/', httpVersionMajor: 1 }, 1)?.status).toBe(400);
  });

  it('with each sign that may be in one is taken', async () => {
    const headers = ["!#$%&'*+-.^_`|~09AZaz: a"];
    expect(statusesIn(await exchange(service.url, goodRequest(service.url, { headers })))).toEqual([200]);
  });
});

describe('the request line', () => {
  it.each([
    ['PUT http://evil.example/v1/secrets HTTP/1.1', 400],
    ['PUT https://127.0.0.1/v1/secrets HTTP/1.1', 400],
    ['PUT //evil.example/v1/secrets HTTP/1.1', 400],
    ['PUT * HTTP/1.1', 400],
    ['OPTIONS * HTTP/1.1', 400],
    ['PUT v1/secrets HTTP/1.1', 400],
    ['PUT /v1/secrets HTTP/3.0', 400],
    ['PUT /v1/secrets', 400],
    ['PUT /v1/../v1/secrets HTTP/1.1', 404],
    ['PUT /v1/secrets/ HTTP/1.1', 404],
    ['PUT /V1/SECRETS HTTP/1.1', 404],
    ['PUT /v1/secrets%2f HTTP/1.1', 404],
    ['PUT /%zz HTTP/1.1', 404],
    ['PROPFIND /v1/secrets HTTP/1.1', 405],
    ['QUERY /v1/secrets HTTP/1.1', 405],
    ['PROPFIND /healthz HTTP/1.1', 405],
    ['QUERY /v1 HTTP/1.1', 404],
    ['PUT /v1//secrets HTTP/1.1', 404],
    ['POST /v1/secrets HTTP/1.1', 405],
    ['DELETE /v1/secrets HTTP/1.1', 405],
    ['GET /v1/secrets HTTP/1.1', 405],
  ])('%s: %i', (line, status) => refused(goodRequest(service.url, { line }), status));

  it('CONNECT: 405', () =>
    refused(`CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\n\r\n`, 405));

  it.each([
    'Upgrade: websocket\r\nConnection: Upgrade',
    'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings',
  ])('%j: 400', (header) => refused(goodRequest(service.url, { headers: [header], close: false }), 400));
});

describe('a connection that is reset after a line that is no request of ours', () => {
  it.each([
    'CONNECT x:1 HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ])('%j: the service goes on', async (line) => {
    for (let round = 0; round < 20; round += 1) {
      const socket = connect(Number(port()), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(line);
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    const answer = await fetch(`http://127.0.0.1:${port()}/healthz`);
    expect(answer.status).toBe(200);
  });
});

describe('headers that contradict each other end the connection after one answer', () => {
  const smuggled = `PUT /v1/secrets HTTP/1.1\r\nHost: x\r\nContent-Length: ${goodBody.length}\r\n\r\n${goodBody}`;
  it.each([
    ['two lengths', 'Content-Length: 0'],
    ['length and chunks', 'Transfer-Encoding: chunked'],
    ['an encoding that nobody knows', 'Transfer-Encoding: xchunked'],
    ['chunked twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity'],
    ['a folded header', 'X-Folded: a\r\n b\r\n\tc'],
    ['a bare line feed', 'X-A: b\nX-C: d'],
    ['a name with a space', 'Content-Length : 3'],
  ])('%s: 400', (_what, header) =>
    refused(goodRequest(service.url, { headers: [header], close: false }) + smuggled, 400),
  );

  it('two tokens: 400', () =>
    refused(goodRequest(service.url, { headers: ['Authorization: Bearer other'] }), 400));

  it('a header of 20 KB: 431', () =>
    refused(goodRequest(service.url, { headers: [`X-Long: ${'x'.repeat(20_000)}`] }), 431));

  it('says in words what it refuses', async () => {
    const answer = await exchange(
      service.url,
      goodRequest(service.url, { headers: [`X-Long: ${'x'.repeat(20_000)}`] }),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    expect(answer).toMatch(/\r\nContent-Length: 31\r\n[^]*\r\n\r\nRequest Header Fields Too Large$/);
  });

  it('an expectation that nobody knows: 417', () =>
    refused(goodRequest(service.url, { headers: ['Expect: tea'] }), 417));
});

describe('the token', () => {
  it.each([
    ['none', ''],
    ['empty', 'Authorization: '],
    ['another scheme', `Authorization: Basic ${adminSecret}`],
    ['no scheme', `Authorization: ${adminSecret}`],
    ['two spaces', `Authorization: Bearer  ${adminSecret}`],
    ['one letter less', `Authorization: Bearer ${adminSecret.slice(0, -1)}`],
    ['one letter more', `Authorization: Bearer ${adminSecret}x`],
    ['in a cookie', `Cookie: phoenix-access-token=${adminSecret}`],
  ])('%s: 401', async (_what, header) => {
    const good = goodRequest(service.url);
    const answer = await refusal(
      good.replace(/Authorization: .*\r\n/, header === '' ? '' : `${header}\r\n`),
      401,
    );
    expect(answer).toMatch(/content-type: text\/plain; charset=utf-8/i);
    expect(answer).toMatch(/\r\n\r\nInvalid token$/);
  });

  it('in the query: 401', () =>
    refused(
      goodRequest(service.url, { line: `PUT /v1/secrets?token=${adminSecret} HTTP/1.1` }).replace(
        /Authorization: .*\r\n/,
        '',
      ),
      401,
    ));
});

describe('what is let in', () => {
  it.each([
    ['127.0.0.1', () => `Host: 127.0.0.1:${port()}`, 'Bearer'],
    ['localhost', () => `host: localhost:${port()}`, 'bearer'],
    ['::1', () => `HOST: [::1]:${port()}`, 'BEARER'],
    [
      'a request typed into the address bar',
      () => `Host: 127.0.0.1:${port()}\r\nSec-Fetch-Site: none`,
      'Bearer',
    ],
  ])('%s', async (_what, host, scheme) => {
    const own = await startService();
    const request = goodRequest(own.url, { host: host().replace(port(), new URL(own.url).port) });
    const answer = await exchange(own.url, request.replace('Bearer', scheme));
    expect(statusesIn(answer)).toEqual([200]);
  });
});
