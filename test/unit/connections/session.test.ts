import { describe, expect, it } from 'vitest';
import { Authorization } from '../../../src-main/connections/authorization';
import { CredentialStore, type Credentials, type Tokens } from '../../../src-main/connections/credentials';
import { MemoryKeeper } from '../../../src-main/connections/entrance';
import { ServerSession } from '../../../src-main/connections/server-session';
import type { SignInWay } from '../../../src-shared/contract';
import { NodeNetwork } from '../../support/node-network';
import { quickTransport, signedIn, testDesktop } from '../../support/remote';
import { smallServer, type Received, type Reply } from '../../support/small-server';

const user = { id: 'VXNlcjoy', username: 'marta', role: 'ADMIN', auth_method: 'LOCAL' };

/** A server whose tokens are numbered: it takes the newest ones only, and each refresh token once. */
async function tokenServer({ maxAge = 600, refusal = null as Reply } = {}) {
  let current = 1;
  let expired = false;
  let held: Promise<void> = Promise.resolve();
  const newTokens = (): Reply => {
    current += 1;
    expired = false;
    const cookies = [
      `phoenix-access-token=access-${current}; HttpOnly; Max-Age=${maxAge}; Path=/; Domain=.test`,
      `phoenix-refresh-token=refresh-${current}; HttpOnly; Max-Age=604800; Path=/; SameSite=strict`,
      'other=sk-other; Path=/',
    ];
    return { status: 204, headers: { 'set-cookie': cookies } };
  };
  const server = await smallServer(async ({ path, headers }: Received): Promise<Reply> => {
    if (path === '/auth/refresh') {
      await held;
      if (refusal) return refusal;
      const right = headers.cookie?.endsWith(`; phoenix-refresh-token=refresh-${current}`) === true;
      return right ? newTokens() : { status: 401, body: 'Invalid refresh token' };
    }
    if (expired || headers.authorization !== `Bearer access-${current}`) {
      return { status: 401, body: 'Expired token' };
    }
    if (path === '/v1/secrets') return { body: { data: { upserted_keys: ['A'], deleted_keys: [] } } };
    return path === '/graphql' ? { body: { data: { by: headers.authorization } } } : { body: { data: user } };
  });
  return {
    ...server,
    count: (path: string) => server.received.filter((request) => request.path === path).length,
    /** The access tokens that are out there are good no more. */
    expire: () => (expired = true),
    /** Refreshing waits until the function that this gives is called. */
    hold: () => {
      let release: () => void = () => undefined;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
  };
}

function tokens(origin: string, more: Partial<Tokens> = {}): Tokens {
  const made = { kind: 'password', origin, access: 'access-1', refresh: 'refresh-1', renewAt: null } as const;
  return { ...made, ...more } as Tokens;
}

function session(url: string, credentials: Credentials | null, way: SignInWay = 'password', now = Date.now) {
  const network = new NodeNetwork();
  const transport = quickTransport(network);
  const keeper = new MemoryKeeper(credentials);
  const authorization = new Authorization(keeper, transport, now);
  const place = { target: { connection: 'c', url, ca: null }, way };
  const made = new ServerSession({ transport, authorization, place: () => Promise.resolve(place) });
  return { session: made, authorization, keeper, network };
}

describe('the credentials of a request', () => {
  it('are an API key, an access token, or none', async () => {
    const seen: (string | undefined)[] = [];
    const server = await smallServer(({ headers }) => {
      seen.push(headers.authorization);
      return { body: { data: {} } };
    });
    await signedIn(server.url, 'key').query('{a}', {});
    await session(server.url, tokens(server.url)).session.query('{a}', {});
    await signedIn(server.url, null).query('{a}', {});
    expect(seen).toEqual(['Bearer key', 'Bearer access-1', undefined]);
    expect(server.received.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined, undefined]);
  });

  it.each<[way: SignInWay, kept: Credentials | null, rule: string]>([
    ['api_key', null, 'missing'],
    ['password', null, 'missing'],
    ['password', { kind: 'api_key', origin: 'x', apiKey: 'k' }, 'missing'],
    ['browser', tokens('x'), 'missing'],
  ])('of %s that are not kept are asked for, and nothing is sent', async (way, kept, rule) => {
    const server = await smallServer(() => ({ body: {} }));
    await expect(session(server.url, kept, way).session.query('{a}', {})).rejects.toMatchObject({
      code: 'sign_in_needed',
      details: { rule },
    });
    expect(server.received).toEqual([]);
  });

  it.each(['read', 'write'])(
    'that were replaced meanwhile do not go to the place before: a %s',
    async (kind) => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const server = await smallServer(async () => {
        await held;
        return { status: 401, body: 'Invalid token' };
      });
      const keyed = (apiKey: string) => ({ kind: 'api_key', origin: server.url, apiKey }) as const;
      const { session: made, authorization } = session(server.url, keyed('first'), 'api_key');
      const asking =
        kind === 'read' ? made.query('{a}', {}) : made.mutate('mutation{a}', {}, made.generation);
      const refused = expect(asking).rejects.toMatchObject({ details: { rule: 'connection_changed' } });
      await expect.poll(() => server.received.length).toBe(1);
      made.reset();
      await authorization.use(keyed('second'));
      release();
      await refused;
      expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer first']);
    },
  );

  it('that a slow keychain gives after they were replaced do not go to the place before', async () => {
    const server = await smallServer(() => ({ body: { data: {} } }));
    const keyed = (apiKey: string) => ({ kind: 'api_key', origin: server.url, apiKey }) as const;
    const { session: made, keeper } = session(server.url, null, 'api_key');
    let open: () => void = () => undefined;
    keeper.read = async () => {
      await new Promise<void>((resolve) => (open = resolve));
      return keyed('second');
    };
    const refused = expect(made.query('{a}', {})).rejects.toMatchObject({
      details: { rule: 'connection_changed' },
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    made.reset();
    open();
    await refused;
    expect(server.received).toEqual([]);
  });

  it.each<[way: SignInWay, kept: Credentials | null, rule: string]>([
    ['none', null, 'missing'],
    ['api_key', { kind: 'api_key', origin: 'x', apiKey: 'k' }, 'rejected'],
  ])('of %s that are refused are asked for, after one request', async (way, kept, rule) => {
    const server = await smallServer(() => ({ status: 401, body: 'Invalid token' }));
    const { session: made, keeper } = session(server.url, kept, way);
    await expect(made.query('{a}', {})).rejects.toMatchObject({ code: 'sign_in_needed', details: { rule } });
    expect(server.received).toHaveLength(1);
    expect(keeper.value).toEqual(kept);
  });
});

describe('a sign-in by password', () => {
  it('is renewed once for all requests that wait, and each of them is repeated once', async () => {
    const server = await tokenServer();
    const { session: made, keeper } = session(server.url, tokens(server.url));
    server.expire();
    const release = server.hold();
    const asking = Array.from({ length: 20 }, () => made.query('{a}', {}));
    await expect.poll(() => server.count('/graphql')).toBe(20);
    await expect.poll(() => server.count('/auth/refresh')).toBe(1);
    release();
    const answers = await Promise.all(asking);
    expect(answers.every(({ data }) => (data as { by: string }).by === 'Bearer access-2')).toBe(true);
    expect(server.count('/auth/refresh')).toBe(1);
    expect(server.count('/graphql')).toBe(40);
    expect(keeper.value).toMatchObject({ access: 'access-2', refresh: 'refresh-2' });
  });

  it('sends the refresh token to its own path only', async () => {
    const server = await tokenServer();
    const { session: made } = session(server.url, tokens(server.url));
    server.expire();
    await made.query('{a}', {});
    for (const { path, headers, body } of server.received) {
      expect(JSON.stringify(headers).includes('refresh-1')).toBe(path === '/auth/refresh');
      expect(body).not.toContain('refresh-1');
      expect(path).not.toContain('refresh-1');
    }
  });

  it('lets a write that was answered with 401 through once', async () => {
    const server = await tokenServer();
    const { session: made } = session(server.url, tokens(server.url));
    server.expire();
    expect(await made.put('/v1/secrets', { secrets: [] }, 0)).toEqual({
      status: 200,
      body: { data: { upserted_keys: ['A'], deleted_keys: [] } },
    });
    expect(server.received.map(({ path }) => path)).toEqual(['/v1/secrets', '/auth/refresh', '/v1/secrets']);
  });

  it('does not let a write through that began before the place was changed, also not after a 401', async () => {
    const server = await tokenServer();
    const { session: made } = session(server.url, tokens(server.url));
    const changed = { code: 'conflict', details: { rule: 'connection_changed' } };
    const release = server.hold();
    server.expire();
    const writing = made.put('/v1/secrets', {}, made.generation);
    await expect.poll(() => server.count('/auth/refresh')).toBe(1);
    made.reset();
    release();
    await expect(writing).rejects.toMatchObject(changed);
    await expect(made.mutate('mutation{a}', {}, made.generation - 1)).rejects.toMatchObject(changed);
    expect([server.count('/v1/secrets'), server.count('/graphql')]).toEqual([1, 0]);
    expect(await made.put('/v1/secrets', {}, made.generation)).toMatchObject({ status: 200 });
  });

  it('is renewed shortly before it ends, and not before', async () => {
    let now = 1_000_000;
    const server = await tokenServer({ maxAge: 600 });
    const first = tokens(server.url, { renewAt: now + 1 });
    const { session: made, keeper } = session(server.url, first, 'password', () => now);
    await made.query('{a}', {});
    expect(server.count('/auth/refresh')).toBe(0);
    now += 1;
    await made.query('{a}', {});
    expect(server.count('/auth/refresh')).toBe(1);
    expect(keeper.value).toMatchObject({ renewAt: now + 540_000 });
    now += 539_999;
    await made.query('{a}', {});
    expect(server.count('/auth/refresh')).toBe(1);
  });

  it('goes on with what it has while it cannot be renewed yet', async () => {
    const server = await tokenServer({ refusal: { status: 503, body: 'x' } });
    const { session: made, keeper } = session(server.url, tokens(server.url, { renewAt: 0 }));
    expect(await made.query('{a}', {})).toMatchObject({ data: { by: 'Bearer access-1' } });
    expect(keeper.value).not.toBeNull();
    server.expire();
    await expect(made.query('{a}', {})).rejects.toMatchObject({ code: 'server_failed' });
    expect(keeper.value).not.toBeNull();
  });

  it.each([401, 403, 404])('that cannot be renewed (%i) ends, and its tokens are wiped', async (status) => {
    const server = await tokenServer({ refusal: { status, body: 'Expired refresh token' } });
    const { session: made, keeper } = session(server.url, tokens(server.url));
    server.expire();
    const expired = { code: 'sign_in_needed', details: { rule: 'expired' } };
    await expect(made.query('{a}', {})).rejects.toMatchObject(expired);
    expect(keeper.value).toBeNull();
    const sent = server.received.length;
    await expect(made.query('{a}', {})).rejects.toMatchObject(expired);
    expect(server.received).toHaveLength(sent);
  });

  it('is not given up for a proxy that refuses', async () => {
    const refusal = { status: 401, body: 'x', headers: { 'x-phoenix-server-version': '' } };
    const server = await tokenServer({ refusal });
    const { session: made, keeper } = session(server.url, tokens(server.url));
    server.expire();
    await expect(made.query('{a}', {})).rejects.toMatchObject({ code: 'not_phoenix' });
    expect(keeper.value).not.toBeNull();
  });

  it('that was made anew while the old one was renewed wins', async () => {
    const server = await tokenServer({ refusal: { status: 401, body: 'Expired refresh token' } });
    const { session: made, authorization, keeper } = session(server.url, tokens(server.url));
    server.expire();
    const release = server.hold();
    const asking = made.query('{a}', {});
    await expect.poll(() => server.count('/auth/refresh')).toBe(1);
    const anew = tokens(server.url, { access: 'access-9' });
    await authorization.use(anew);
    release();
    await expect(asking).rejects.toMatchObject({ details: { rule: 'rejected' } });
    expect(server.received.at(-1)?.headers.authorization).toBe('Bearer access-9');
    expect(keeper.value).toBe(anew);
  });

  it('that was made anew stays, also when the old one could be renewed', async () => {
    const server = await tokenServer();
    const { session: made, authorization, keeper } = session(server.url, tokens(server.url));
    server.expire();
    const release = server.hold();
    const asking = made.query('{a}', {}).catch(() => null);
    await expect.poll(() => server.count('/auth/refresh')).toBe(1);
    const anew = tokens(server.url, { access: 'access-9' });
    await authorization.use(anew);
    release();
    await asking;
    expect(keeper.value).toBe(anew);
    // What was renewed for nobody is ended.
    expect(server.received.filter(({ path }) => path === '/oauth2/revoke').map(({ body }) => body)).toEqual([
      'token=refresh-2',
    ]);
  });

  it('that was wiped while it was renewed is ended', async () => {
    const server = await tokenServer();
    const { session: made, keeper } = session(server.url, tokens(server.url));
    server.expire();
    const release = server.hold();
    const refused = expect(made.query('{a}', {})).rejects.toMatchObject({ code: 'sign_in_needed' });
    await expect.poll(() => server.count('/auth/refresh')).toBe(1);
    await keeper.remove();
    release();
    await refused;
    expect(keeper.value).toBeNull();
    await expect.poll(() => server.received.at(-1)?.body).toBe('token=refresh-2');
  });

  /** A connection with a keychain, as the app has it, that is pointed to another server by `move`. */
  async function moving(write: (store: () => Promise<void>) => Promise<void> = (store) => store()) {
    const [first, second] = [await tokenServer(), await smallServer(() => ({ body: { data: {} } }))];
    const desktop = testDesktop();
    const store = new CredentialStore({
      ...desktop,
      writeCredential: (connection, text) =>
        write(async () => void (await desktop.writeCredential(connection, text))).then(() => true),
    });
    const authorization = new Authorization(
      {
        read: (url) => store.read('c', url),
        write: (value) => store.write('c', value),
        remove: () => store.remove('c'),
      },
      quickTransport(desktop.network),
      Date.now,
    );
    let { url } = first;
    const made = new ServerSession({
      transport: quickTransport(desktop.network),
      authorization,
      place: () => Promise.resolve({ target: { connection: 'c', url, ca: null }, way: 'password' }),
    });
    const move = async () => {
      await authorization.use(tokens(second.url, { access: 'second' }));
      ({ url } = second);
      made.reset();
    };
    const seen = () => second.received.map(({ headers }) => headers.authorization);
    return { first, second, store, desktop, authorization, session: made, move, seen };
  }

  it('that a slow server is still renewing does not keep or wipe what another server was given', async () => {
    const { first, second, store, authorization, session: made, move, seen } = await moving();
    await authorization.use(tokens(first.url));
    first.expire();
    const release = first.hold();
    const old = made.query('{a}', {}).catch(() => null);
    await expect.poll(() => first.count('/auth/refresh')).toBe(1);
    await move();
    await made.query('{a}', {});
    release();
    await old;
    await made.query('{a}', {});
    expect(seen()).toEqual(['Bearer second', 'Bearer second']);
    expect(await store.read('c', second.url)).toMatchObject({ access: 'second' });
  });

  it('that is renewed while a slow keychain takes what another server was given does not go there', async () => {
    let last = Promise.resolve();
    const inTurn = (store: () => Promise<void>) => (last = last.then(store));
    const { first, second, store, authorization, session: made, move, seen } = await moving(inTurn);
    await authorization.use(tokens(first.url));
    first.expire();
    const release = first.hold();
    const old = made.query('{a}', {}).catch(() => null);
    await expect.poll(() => first.count('/auth/refresh')).toBe(1);
    let open: () => void = () => undefined;
    last = new Promise((resolve) => (open = resolve));
    const moved = move();
    release();
    await new Promise((resolve) => setTimeout(resolve, 50));
    open();
    await moved;
    await made.query('{a}', {});
    await old;
    expect(seen()).toEqual(['Bearer second']);
    expect(await store.read('c', second.url)).toMatchObject({ access: 'second' });
  });

  it('that is read from the keychain by two at the same time is renewed once, and the new one is kept', async () => {
    const server = await tokenServer();
    const desktop = testDesktop();
    await desktop.writeCredential('c', JSON.stringify(tokens(server.url, { renewAt: 0 })));
    const store = new CredentialStore(desktop);
    const transport = quickTransport(desktop.network);
    const keeper = {
      read: (url: string) => store.read('c', url),
      write: (value: Credentials) => store.write('c', value),
      remove: () => store.remove('c'),
    };
    const place = { target: { connection: 'c', url: server.url, ca: null }, way: 'password' as const };
    const authorization = new Authorization(keeper, transport, Date.now);
    const made = new ServerSession({ transport, authorization, place: () => Promise.resolve(place) });
    await Promise.all([made.query('{a}', {}), made.query('{b}', {})]);
    expect(server.count('/auth/refresh')).toBe(1);
    expect(await store.read('c', server.url)).toMatchObject({ refresh: 'refresh-2' });
  });

  it('keeps nothing when the answer has no tokens', async () => {
    const cookies = ['phoenix-access-token=only-one; Max-Age=600'];
    for (const refusal of [
      { status: 204, headers: { 'set-cookie': cookies } },
      { status: 204 },
      { status: 204, headers: { 'set-cookie': ['phoenix-access-token=; x', 'phoenix-refresh-token="q"'] } },
    ]) {
      const server = await tokenServer({ refusal });
      const { session: made, keeper } = session(server.url, tokens(server.url));
      server.expire();
      await expect(made.query('{a}', {})).rejects.toMatchObject({ code: 'bad_answer' });
      expect(keeper.value).toMatchObject({ access: 'access-1' });
    }
  });
});

describe('an answer to a query', () => {
  const asking = async (reply: Reply) => {
    const server = await smallServer(() => reply);
    return signedIn(server.url, null).query('{a}', {});
  };
  const html = { 'content-type': 'text/html; charset=utf-8' };

  it.each<[what: string, reply: Reply, failure: object]>([
    [
      'a web page',
      { headers: html, body: '<!doctype html>' },
      { code: 'not_phoenix', details: { rule: 'html' } },
    ],
    ['plain text', { body: 'OK' }, { code: 'not_phoenix', details: { rule: 'other' } }],
    [
      'no JSON',
      { headers: { 'content-type': 'application/json' }, body: '{"data":' },
      { code: 'bad_answer' },
    ],
    ['another form', { body: { data: null } }, { code: 'bad_answer', details: { rule: 'shape' } }],
    ['a list', { body: [] }, { code: 'bad_answer', details: { rule: 'shape' } }],
    ['errors that are none', { body: { errors: ['x'] } }, { code: 'bad_answer', details: { rule: 'shape' } }],
    ['404', { status: 404, body: 'Not Found' }, { code: 'not_phoenix', details: { rule: 'other' } }],
    ['JSON with 404', { status: 404, body: { detail: 'x' } }, { code: 'not_phoenix' }],
    ['403', { status: 403, body: 'x' }, { code: 'forbidden' }],
    ['413', { status: 413, body: 'x' }, { code: 'too_large' }],
  ])('that is %s is refused', async (_what, reply, failure) => {
    await expect(asking(reply)).rejects.toMatchObject(failure);
  });

  it('is data, errors, or both, and nothing else', async () => {
    const errors = [{ message: 'Cannot query', locations: [{ line: 1 }] }];
    expect(await asking({ body: { data: { a: 1 }, extensions: {} } })).toEqual({
      data: { a: 1 },
      errors: [],
    });
    const plain = [{ message: 'Cannot query' }];
    expect(await asking({ body: { data: null, errors } })).toEqual({ data: null, errors: plain });
    expect(await asking({ status: 400, body: { errors } })).toEqual({ data: null, errors: plain });
  });

  it('to a mutation that took place and says something else leaves its outcome open', async () => {
    const mutating = async (reply: Reply) => {
      const server = await smallServer(() => reply);
      return signedIn(server.url, null).mutate('mutation{a}', {}, 0);
    };
    expect(await mutating({ body: { data: { a: 1 } } })).toEqual({ data: { a: 1 }, errors: [] });
    for (const reply of [{ headers: html, body: '<p>' }, { body: [] }, { status: 502, body: 'x' }, null]) {
      await expect(mutating(reply)).rejects.toMatchObject({ code: 'outcome_unknown' });
    }
    await expect(mutating({ status: 404, body: 'x' })).rejects.toMatchObject({ code: 'not_phoenix' });
  });

  it('to a PUT is given back with its status, and null for a body that is no JSON', async () => {
    const putting = async (reply: Reply) => {
      const server = await smallServer(() => reply);
      return signedIn(server.url, null).put('/v1/secrets', {}, 0);
    };
    expect(await putting({ status: 422, body: { detail: [] } })).toEqual({
      status: 422,
      body: { detail: [] },
    });
    expect(await putting({ status: 405, body: 'Method Not Allowed' })).toEqual({ status: 405, body: null });
    expect(await putting({ headers: html, body: '<p>' })).toEqual({ status: 200, body: null });
  });
});

describe('who one is', () => {
  const asking = async (
    answers: Record<string, (request: Received) => Reply>,
    apiKey: string | null = 'key',
  ) => {
    const server = await smallServer(
      (request) => answers[request.path]?.(request) ?? { status: 404, body: '' },
    );
    return { about: signedIn(server.url, apiKey).about(), received: server.received };
  };
  const page = () => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html>' });

  it.each<[what: string, answer: unknown, person: object | null]>([
    ['a person', user, { id: 'VXNlcjoy', name: 'marta', role: 'ADMIN' }],
    ['nobody where there is no sign-in', { auth_method: 'ANONYMOUS' }, null],
    [
      'somebody of a role of the future',
      { ...user, role: 'OWNER' },
      { id: 'VXNlcjoy', name: 'marta', role: 'VIEWER' },
    ],
  ])('is %s', async (_what, data, person) => {
    const { about } = await asking({ '/v1/user': () => ({ body: { data } }) });
    expect(await about).toMatchObject({ version: '20.26.1', person, authentication: person !== null });
  });

  it('is found by GraphQL on an older server, which answers an unknown path with its page', async () => {
    const viewer = { id: 'VXNlcjoy', username: 'marta', role: { name: 'MEMBER' }, passwordNeedsReset: false };
    const { about } = await asking({
      '/v1/user': page,
      '/graphql': () => ({ body: { data: { viewer } } }),
    });
    expect(await about).toMatchObject({ person: { name: 'marta', role: 'MEMBER' }, authentication: true });
  });

  it('with an admin secret is the system user, and without sign-in nobody', async () => {
    const graphql = (authentication: boolean) => (request: Received) =>
      authentication && !request.headers.authorization
        ? { status: 401, body: 'Invalid token' }
        : { body: { data: { viewer: null } } };
    const paths = (authentication: boolean) => ({
      '/v1/user': (request: Received) =>
        authentication && !request.headers.authorization ? { status: 401, body: '' } : page(),
      '/graphql': graphql(authentication),
    });
    const on = await asking(paths(true));
    expect(await on.about).toMatchObject({ person: { role: 'SYSTEM' }, authentication: true });
    const off = await asking(paths(false));
    expect(await off.about).toMatchObject({ person: null, authentication: false });
  });

  it.each<[what: string, reply: Reply, rule: string]>([
    [
      'a web page',
      { headers: { 'content-type': 'text/html', 'x-phoenix-server-version': '' }, body: '' },
      'html',
    ],
    ['something else', { headers: { 'x-phoenix-server-version': '' }, body: 'x' }, 'other'],
  ])('is not asked further of %s that is no Phoenix', async (_what, reply, rule) => {
    const { about, received } = await asking({ '/v1/user': () => reply });
    await expect(about).rejects.toMatchObject({ code: 'not_phoenix', details: { rule } });
    expect(received).toHaveLength(1);
  });

  it('is asked once for many at once, then kept, and asked anew when it has to be', async () => {
    const server = await smallServer(() => ({ body: { data: user } }));
    const made = signedIn(server.url, 'key');
    await Promise.all([made.about(), made.about(), made.about({ fresh: true })]);
    await made.about();
    expect(server.received).toHaveLength(1);
    await made.about({ fresh: true });
    expect(server.received).toHaveLength(2);
  });

  it('is asked anew after a write was refused for the role', async () => {
    const server = await smallServer(({ path }) =>
      path === '/v1/user' ? { body: { data: user } } : { status: 403, body: 'x' },
    );
    const made = signedIn(server.url, 'key');
    await made.about();
    expect(await made.put('/v1/secrets', {}, 0)).toMatchObject({ status: 403 });
    await made.about();
    expect(server.received.map(({ path }) => path)).toEqual(['/v1/user', '/v1/secrets', '/v1/user']);
  });
});
