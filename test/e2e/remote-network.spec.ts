import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CertificateMaker, server, type Issued } from '../support/certificates';
import { startDeafListener } from '../support/deaf-listener';
import * as faults from '../support/hostile/faults';
import { account, apiKey } from '../support/hostile/phoenix';
import { HostileServer, type HostileOptions } from '../support/hostile/server';
import { call } from './support/bridge';
import { listen } from './support/listener';
import { exists } from './support/program';
import { startProxy } from './support/proxy';
import { connectTo, discover, draftOf, listRemote, putRemote } from './support/remote';
import { expect, test as base } from './support/test';
import { chooseWay, openAddConnection } from './support/window';

const test = base.extend<{ hostile: (options?: HostileOptions) => Promise<HostileServer> }>({
  hostile: async ({}, use) => {
    const started: HostileServer[] = [];
    await use(async (options) => {
      const server = await HostileServer.start(options);
      started.push(server);
      return server;
    });
    await Promise.all(started.map((server) => server.stop()));
  },
});

test('no redirect is followed, whatever it carries: to the same server, or to another', async ({
  hostile,
  launch,
}) => {
  const { page } = await launch();
  const remote = await hostile();
  const other = await listen();
  await connectTo(page, remote.url());
  const elsewhere = `http://127.0.0.1:${String(other.port)}/taken`;
  const refused = { ok: false, error: { code: 'not_phoenix', rule: 'redirect' } };
  for (const status of [301, 302, 303, 307, 308] as const) {
    for (const location of ['/taken', elsewhere, 'file:///etc/passwd']) {
      remote.misbehave(faults.redirect(status, location));
      expect(await putRemote(page, { KEY: 'canary-value' }), `${String(status)} ${location}`).toMatchObject(
        refused,
      );
      expect(await listRemote(page), `${String(status)} ${location}`).toMatchObject(refused);
      const draft = draftOf(remote.url(), { signIn: 'password', apiKey: null, ...account });
      expect(await call(page, 'connections.test', draft)).toMatchObject(refused);
    }
  }
  expect(other.contacts()).toBe(0);
  expect(remote.requests.filter(({ path: asked }) => asked === '/taken')).toEqual([]);
  other.close();
});

test('a request says who is signed in, and nothing else of this machine', async ({ hostile, launch }) => {
  const { page } = await launch();
  const remote = await hostile();
  await connectTo(page, remote.url());
  expect(await putRemote(page, { KEY: 'v' })).toMatchObject({ ok: true });
  for (const { headers } of remote.requests) {
    const { host, connection, accept, authorization, ...rest } = headers;
    expect([host, connection, accept]).toEqual([
      expect.stringContaining('127.0.0.1:'),
      'keep-alive',
      'application/json',
    ]);
    expect([undefined, `Bearer ${apiKey}`]).toContain(authorization);
    for (const name of ['content-type', 'content-length', 'accept-encoding'])
      Reflect.deleteProperty(rest, name);
    expect(rest).toEqual({
      'sec-fetch-site': 'none',
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-dest': 'empty',
      'user-agent': expect.stringMatching(/^phoenix-secrets\/[\d.]+$/),
      'accept-language': 'en',
    });
  }
});

test('a write is sent once, also when a kept connection breaks; its outcome is looked up', async ({
  hostile,
  launch,
}) => {
  const { page } = await launch();
  const remote = await hostile();
  await connectTo(page, remote.url());
  for (const [outcome, rule] of [
    ['applied', 'changed'],
    ['not applied', 'unchanged'],
  ] as const) {
    // A connection that was used is kept.
    expect(await putRemote(page, { [`BEFORE_${rule}`]: 'v' })).toMatchObject({ ok: true });
    const before = remote.got('PUT /v1/secrets').length;
    remote.misbehave(faults.muteWrite(outcome, 'hang up'));
    expect(await putRemote(page, { [`KEY_${rule}`]: 'v' })).toMatchObject({
      ok: false,
      error: { code: 'outcome_unknown', rule },
    });
    expect(remote.got('PUT /v1/secrets').length - before).toBe(1);
    remote.behave();
  }
});

test('nothing is sent twice that a server uses up: a password, a refresh token', async ({
  hostile,
  launch,
}) => {
  const { page } = await launch();
  const remote = await hostile();
  const byPassword = draftOf(remote.url(), { signIn: 'password', apiKey: null, ...account });
  expect(await call(page, 'connections.test', byPassword)).toMatchObject({ ok: true });
  const before = remote.got('POST /auth/login').length;
  remote.misbehave(faults.hangUp, /auth\/login/);
  expect(await call(page, 'connections.test', byPassword)).toMatchObject({ ok: false });
  expect(remote.got('POST /auth/login').length - before).toBe(1);

  remote.behave();
  remote.phoenix.fill({ ONE: {} });
  await connectTo(page, remote.url(), byPassword);
  // The page has all that it asks for by itself.
  await expect(page.getByRole('row').filter({ hasText: 'ONE' })).toContainText('Not used');
  remote.phoenix.forgetSessions(false);
  remote.misbehave(faults.hangUp, /auth\/refresh/);
  expect(await listRemote(page)).toMatchObject({ ok: false });
  expect(remote.got('POST /auth/refresh')).toHaveLength(1);
});

test('a cookie for a whole domain is neither kept nor sent, to nobody', async ({ hostile, launch }) => {
  const [a, b] = [await hostile(), await hostile()];
  a.misbehave(
    faults.cookies(
      'stolen=1; Domain=.test; Path=/',
      'stolen=2; Domain=b.test; Path=/',
      'stolen=3; Path=/; Max-Age=9999',
      'phoenix-access-token=canary; Domain=test; Path=/',
    ),
  );
  const proxy = await startProxy({ 'a.test': a.url(), 'b.test': b.url() });
  const { page } = await launch({ http_proxy: proxy.url, https_proxy: proxy.url, no_proxy: undefined });
  await connectTo(page, 'http://a.test', { allowHttp: true });
  expect(await putRemote(page, { KEY: 'v' })).toMatchObject({ ok: true });
  await connectTo(page, 'http://b.test', { allowHttp: true });
  expect(await putRemote(page, { KEY: 'v' })).toMatchObject({ ok: true });
  const cookies = [...a.requests, ...b.requests].map(({ headers }) => headers['cookie']);
  expect(cookies.length).toBeGreaterThan(4);
  expect(cookies.filter((cookie) => cookie !== undefined)).toEqual([]);
  // The system's proxy is honoured, and nobody else is called: no dictionary, no update, no report.
  expect([...new Set(proxy.asked)].sort()).toEqual(['a.test', 'b.test']);

  proxy.lock();
  expect(await listRemote(page)).toMatchObject({ error: { code: 'unreachable', rule: 'proxy' } });
  expect(await discover(page, 'https://a.test')).toMatchObject({
    error: { code: 'unreachable', rule: 'proxy' },
  });
  await proxy.close();
  expect(await putRemote(page, { KEY: 'w' })).toMatchObject({
    error: { code: 'unreachable', rule: 'proxy' },
  });
  // The way to this machine leads past a proxy.
  expect(await call(page, 'connections.test', draftOf(b.url()))).toMatchObject({ ok: true });
});

test('what a certificate is worth: the system’s word, and that of a CA file for one reason only', async ({
  folder,
  hostile,
  launch,
}) => {
  const files = path.join(folder, '../certificates');
  mkdirSync(files);
  const maker = new CertificateMaker(files);
  const root = maker.make('Root of the tests');
  const stranger = maker.make('Root of the tests');
  const middle = maker.make('Middle', { issuer: root });
  const mere = maker.make('Mere', { issuer: root, extensions: server('DNS:localhost') });
  const names = server('DNS:localhost', 'IP:127.0.0.1');
  const leaf = (issuer: Issued | null, more = {}) =>
    maker.make('leaf', { issuer, extensions: names, ...more });
  const caFile = (name: string, ...issued: Issued[]) => {
    const file = path.join(files, `${name}.pem`);
    writeFileSync(file, issued.map(({ certificate }) => certificate).join('\n'));
    return file;
  };
  const rootFile = caFile('root', root);
  const keyLog = path.join(files, 'keys.log');
  // None of these may make a difference.
  const { page } = await launch({
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_EXTRA_CA_CERTS: rootFile,
    SSL_CERT_FILE: rootFile,
    SSL_CERT_DIR: files,
    SSLKEYLOGFILE: keyLog,
  });
  const selfSigned = leaf(null);
  const table: [string, Issued, Issued[], string | null, string | null][] = [
    ['signed by itself', selfSigned, [], null, 'tls_authority'],
    ['signed by itself, and given', selfSigned, [], caFile('self', selfSigned), null],
    ['of an own authority', leaf(root), [], null, 'tls_authority'],
    ['of an own authority, given', leaf(root), [], rootFile, null],
    ['the same among others', leaf(root), [], caFile('both', stranger, root), null],
    ['of an authority of that name', leaf(root), [], caFile('stranger', stranger), 'tls_authority'],
    ['over one between', leaf(middle), [middle], rootFile, null],
    ['with the one between missing', leaf(middle), [], rootFile, 'tls_authority'],
    ['signed by one that is none', leaf(mere), [mere], rootFile, 'tls_authority'],
    ['expired', leaf(root, { from: -9, until: -1 }), [], rootFile, 'tls_expired'],
    ['not valid yet', leaf(root, { from: 1 }), [], rootFile, 'tls_expired'],
    ['for another host', leaf(root, { extensions: server('DNS:other.test') }), [], rootFile, 'tls_host'],
    ['for no host', leaf(root, { extensions: ['basicConstraints=CA:FALSE'] }), [], rootFile, 'tls_host'],
    [
      'for another use',
      leaf(root, { extensions: [names[2] ?? '', 'extendedKeyUsage=emailProtection'] }),
      [],
      rootFile,
      'tls',
    ],
    ['with SHA-1', leaf(root, { digest: 'sha1' }), [], rootFile, 'tls'],
    ['with a short key', leaf(root, { newKey: ['rsa:1024'] }), [], rootFile, 'tls'],
    [
      'an authority itself',
      leaf(root, { extensions: ['basicConstraints=CA:TRUE', names[2] ?? ''] }),
      [],
      rootFile,
      null,
    ],
  ];
  for (const [name, certificate, chain, file, rule] of table) {
    const remote = await hostile({ certificate, chain });
    for (const host of ['localhost', '127.0.0.1']) {
      const answer = await discover(page, remote.url(host), file);
      const expected = rule === null ? { ok: true } : { ok: false, error: { code: 'unreachable', rule } };
      expect(answer, `${name} at ${host}`).toMatchObject(expected);
    }
    if (rule !== null) expect(remote.requests, name).toEqual([]);
  }
  expect(await exists(keyLog)).toBe(false);
});

test('an answer of 500 MB is cut, packed or not, and costs no memory', async ({ hostile, launch }) => {
  test.setTimeout(90_000);
  const { app, page } = await launch();
  const remote = await hostile();
  await connectTo(page, remote.url());
  const megabytes = () =>
    app.evaluate(({ app: program }) =>
      program.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize / 1024, 0),
    );
  // What it holds once it works: a window that has just opened is still growing by itself.
  expect(await listRemote(page)).toMatchObject({ ok: true });
  await page.waitForTimeout(3000);
  const before = await megabytes();
  for (const fault of [faults.flood, faults.bomb]) {
    remote.misbehave(fault);
    expect(await listRemote(page)).toMatchObject({
      ok: false,
      error: { code: 'bad_answer', rule: 'too_large' },
    });
    expect((await megabytes()) - before).toBeLessThan(150);
  }
});

test('whoever stays silent, trickles or takes no connection is given up in time, and the window lives', async ({
  hostile,
  launch,
}) => {
  test.setTimeout(90_000);
  const { page } = await launch();
  const deaf = await startDeafListener();
  const [silent, slow] = [await hostile(), await hostile()];
  silent.misbehave(faults.silence);
  slow.misbehave(faults.trickle);
  const deafUrl = `http://127.0.0.1:${String(deaf.port)}`;
  const order: string[] = [];
  const asked = [silent.url(), slow.url(), deafUrl].map(async (url) => {
    const started = performance.now();
    const answer = await discover(page, url);
    order.push(url);
    return { answer, seconds: (performance.now() - started) / 1000 };
  });
  const all = Promise.all(asked);
  let longest = 0;
  for (let answers = null; answers === null;) {
    const started = performance.now();
    await call(page, 'settings.getPreferences');
    longest = Math.max(longest, performance.now() - started);
    answers = await Promise.race([all, page.waitForTimeout(100).then(() => null)]);
  }
  for (const { answer, seconds } of await all) {
    expect(answer).toMatchObject({ ok: false, error: { code: 'unreachable', rule: 'timeout' } });
    expect(seconds).toBeLessThan(31);
  }
  // It is known to be none long before the whole time is over, three tries included.
  expect(order[0]).toBe(deafUrl);
  // Not a bound on speed: a window that waits for a server would wait for seconds.
  expect(longest).toBeLessThan(3_000);
  deaf.stop();
});

test('whoever does not wait for a server breaks off, and what was typed stays', async ({
  hostile,
  launch,
}) => {
  const { page } = await launch();
  const remote = await hostile();
  remote.misbehave(faults.silence);
  const dialog = await openAddConnection(page, remote.url(), 'slow');
  await chooseWay(dialog, 'No sign-in');
  const connecting = dialog.getByRole('button', { name: 'Connecting…' });
  for (const breakOff of [
    () => dialog.getByRole('button', { name: 'Cancel' }).click(),
    () => page.keyboard.press('Escape'),
  ]) {
    await dialog.getByRole('button', { name: 'Save and connect' }).click();
    await expect(connecting).toBeVisible();
    await breakOff();
    await expect(connecting).toHaveCount(0);
    await expect(dialog.getByRole('alert')).toHaveCount(0);
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('slow');
  }
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: 'slow' })).toHaveCount(0);
});

test('half an answer, none, and a server that is gone are named', async ({ hostile, launch }) => {
  const { page } = await launch();
  const remote = await hostile();
  await connectTo(page, remote.url());
  for (const fault of [faults.half, faults.hangUp]) {
    remote.misbehave(fault);
    expect(await listRemote(page)).toMatchObject({ error: { code: 'unreachable', rule: 'reset' } });
  }
  await remote.stop();
  expect(await listRemote(page)).toMatchObject({ error: { code: 'unreachable', rule: 'refused' } });
  expect(await putRemote(page, { KEY: 'v' })).toMatchObject({
    error: { code: 'unreachable', rule: 'refused' },
  });
  expect(await discover(page, 'https://no-such-host.invalid')).toMatchObject({
    error: { code: 'unreachable', rule: 'dns' },
  });
});

test('after Chromium’s network process broke, the next request works', async ({ hostile, launch }) => {
  const { app, page } = await launch();
  const remote = await hostile();
  await connectTo(page, remote.url());
  const killed = await app.evaluate(({ app: program }) => {
    const network = program
      .getAppMetrics()
      .filter(({ serviceName }) => serviceName?.includes('NetworkService'));
    for (const { pid } of network) process.kill(pid, 'SIGKILL');
    return network.length;
  });
  expect(killed).toBe(1);
  await expect.poll(() => listRemote(page)).toMatchObject({ ok: true });
  expect(await putRemote(page, { KEY: 'v' })).toMatchObject({ ok: true });
});
