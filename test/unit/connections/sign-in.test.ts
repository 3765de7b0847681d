import { describe, expect, it } from 'vitest';
import { findBrowserSignIn } from '../../../src-main/connections/browser';
import { replacePassword } from '../../../src-main/connections/new-password';
import { signInWithPassword } from '../../../src-main/connections/password';
import { NodeNetwork } from '../../support/node-network';
import { quickTransport, signedIn } from '../../support/remote';
import { smallServer, type Received, type Reply } from '../../support/small-server';

const login = { email: 'marta@example.com', password: 'password-canary' };
const html = { 'content-type': 'text/html' };
const nobody = { 'x-phoenix-server-version': '' };
const targetOf = (url: string) => ({ connection: 'c', url, ca: null });
const cookies = (name: string) => ({
  'set-cookie': [`phoenix-access-token=${name}; Max-Age=600`, `phoenix-refresh-token=${name}-refresh`],
});

describe('a sign-in by password', () => {
  async function answered(reply: Reply) {
    const server = await smallServer(() => reply);
    const network = new NodeNetwork();
    const signing = signInWithPassword(quickTransport(network), targetOf(server.url), login, () => 1000);
    return { signing, server, network };
  }

  it('is sent once, as JSON, and gives both tokens', async () => {
    const { signing, server, network } = await answered({ status: 204, headers: cookies('a') });
    expect(await signing).toEqual({
      kind: 'password',
      origin: server.url,
      access: 'a',
      refresh: 'a-refresh',
      renewAt: 541_000,
    });
    expect(server.received).toHaveLength(1);
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(login);
    expect(network.requests[0]).toMatchObject({ once: true });
  });

  it.each<[what: string, reply: Reply, failure: object]>([
    ['a wrong password', { status: 401, body: 'Invalid' }, { code: 'wrong_credentials' }],
    [
      'too many wrong ones',
      { status: 429, body: 'x', headers: { 'retry-after': '7' } },
      { code: 'try_again_later', details: { retryAfterSeconds: 7 } },
    ],
    ['too many requests', { status: 429, body: 'x' }, { code: 'try_again_later' }],
    [
      'passwords switched off',
      { status: 403 },
      { code: 'conflict', details: { rule: 'password_sign_in_off' } },
    ],
    ['no sign-in', { status: 405, body: 'x' }, { code: 'conflict', details: { rule: 'no_authentication' } }],
    [
      'a web page',
      { headers: { ...html, ...nobody }, body: '<p>' },
      { code: 'not_phoenix', details: { rule: 'html' } },
    ],
    ['a page of Phoenix', { headers: html, body: '<p>' }, { code: 'not_phoenix', details: { rule: 'html' } }],
    ['a proxy that asks', { status: 401, headers: nobody, body: 'x' }, { code: 'not_phoenix' }],
    ['no tokens', { status: 204 }, { code: 'bad_answer' }],
    ['an odd refusal', { status: 422, body: { detail: login.password } }, { code: 'bad_answer' }],
    ['a failure', { status: 500, body: 'x' }, { code: 'server_failed' }],
    ['silence', null, { code: 'unreachable', details: { rule: 'reset' } }],
  ])('that meets %s says so, after one request', async (_what, reply, failure) => {
    const { signing, server } = await answered(reply);
    const error = (await signing.catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject(failure);
    expect(JSON.stringify([error, error.message])).not.toContain('canary');
    expect(server.received).toHaveLength(1);
  });
});

describe('a new password', () => {
  /** A server that knows one password; `lose`: the answer to a change never comes, made or not. */
  async function server({
    lose = null as 'made' | 'not made' | null,
    refuse = false,
    /** What it answers to a change in the place of making it. */
    instead = undefined as Reply | undefined,
  } = {}) {
    let password = 'old password';
    return smallServer(({ path, body }: Received): Reply => {
      if (path === '/auth/login') {
        const given = (JSON.parse(body) as { password: string }).password;
        if (given !== password) return { status: 401, body: 'Invalid' };
        return { status: 204, headers: cookies(given === 'old password' ? 'old' : 'new') };
      }
      // What was signed in with the old one is given back.
      if (path === '/oauth2/revoke') return { body: {} };
      const { variables } = JSON.parse(body) as { variables: { input: { newPassword: string } } };
      if (instead !== undefined) return instead;
      if (refuse)
        return { body: { data: null, errors: [{ message: `bad: ${variables.input.newPassword}` }] } };
      if (lose !== 'not made') password = variables.input.newPassword;
      return lose ? null : { body: { data: { patchViewer: { user: { passwordNeedsReset: false } } } } };
    });
  }
  const replace = (url: string, newPassword: string) =>
    replacePassword(
      quickTransport(new NodeNetwork()),
      targetOf(url),
      { email: 'm@example.com', password: 'old password', newPassword },
      () => 0,
    );

  it('is set with the old one, then signs in', async () => {
    const { url, received } = await server();
    expect(await replace(url, 'new-canary')).toMatchObject({ access: 'new' });
    expect(received.map(({ path }) => path)).toEqual(['/auth/login', '/graphql', '/auth/login']);
    expect(received[1]?.headers.authorization).toBe('Bearer old');
  });

  it('that the server does not take is told by its rule, in no word of the server', async () => {
    const { url, received } = await server({ refuse: true });
    const error = await replace(url, 'new-canary').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      details: { issues: [{ path: ['newPassword'], rule: 'password_refused' }] },
    });
    expect((error as Error).message).not.toContain('canary');
    // The session that was opened for it is ended.
    await expect.poll(() => received.at(-1)?.path).toBe('/oauth2/revoke');
  });

  it('whose answer never came is looked after', async () => {
    const made = await server({ lose: 'made' });
    expect(await replace(made.url, 'new password')).toMatchObject({ access: 'new' });
    const lost = await server({ lose: 'not made' });
    await expect(replace(lost.url, 'new password')).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { rule: 'unchanged' },
    });
    await expect
      .poll(() => lost.received.map(({ path }) => path))
      .toEqual(['/auth/login', '/graphql', '/auth/login', '/oauth2/revoke']);
  });

  it.each<[what: string, instead: Reply]>([
    ['a web page', { headers: html, body: '<p>' }],
    ['another form', { body: { data: {} } }],
    ['too many requests', { status: 429, body: 'x' }],
    ['no sign-in', { status: 401, body: 'x' }],
  ])('that meets %s leaves no session behind', async (_what, instead) => {
    const { url, received } = await server({ instead });
    await expect(replace(url, 'new password')).rejects.toMatchObject({ code: expect.any(String) as string });
    await expect
      .poll(() => received.at(-1))
      .toMatchObject({ path: '/oauth2/revoke', body: 'token=old-refresh' });
  });
});

describe('a sign-in in the browser is offered', () => {
  const find = async (metadata: (url: string) => unknown, path = '') => {
    const server = await smallServer(({ path: asked }) =>
      asked === `${path}/.well-known/oauth-authorization-server`
        ? { body: metadata(server.url) }
        : { status: 404, body: 'Not Found' },
    );
    return findBrowserSignIn(quickTransport(new NodeNetwork()), targetOf(server.url + path));
  };
  const whole = (base: string) => ({
    issuer: base,
    authorization_endpoint: `${base}/oauth2/authorize`,
    token_endpoint: `${base}/oauth2/token`,
    registration_endpoint: `${base}/oauth2/register`,
    code_challenge_methods_supported: ['S256'],
  });

  it('by a server that has it, also below a path', async () => {
    expect(await find(whole)).not.toBeNull();
    expect(await find((url) => whole(`${url}/phoenix`), '/phoenix')).not.toBeNull();
  });

  it('not over plain http to another computer, which is not even asked', async () => {
    const network = new NodeNetwork();
    const target = targetOf('http://phoenix.example.com');
    expect(await findBrowserSignIn(quickTransport(network), target)).toBeNull();
    expect(network.requests).toEqual([]);
  });

  it.each<[what: string, metadata: (url: string) => unknown]>([
    ['it is switched off', () => undefined],
    ['it needs no PKCE', (url) => ({ ...whole(url), code_challenge_methods_supported: ['plain'] })],
    ['no program may register', (url) => ({ ...whole(url), registration_endpoint: undefined })],
    ['it is somewhere else', () => whole('https://evil.example')],
    ['its tokens are somewhere else', (url) => ({ ...whole(url), token_endpoint: 'https://evil.example/t' })],
    ['its page is somewhere else', (url) => ({ ...whole(url), authorization_endpoint: 'file:///bin/sh' })],
    ['it has another form', () => [1, 2]],
  ])('not where %s', async (_what, metadata) => {
    expect(await find(metadata)).toBeNull();
  });
});

describe('a server that is too old', () => {
  const fields = (...names: string[]) => ({ data: { __type: { fields: names.map((name) => ({ name })) } } });

  // 13.8.0 and older hide why a query failed.
  it.each(["Cannot query field 'secrets' on type 'Query'.", 'an unexpected error occurred'])(
    'is told by its schema: %s',
    async (message) => {
      const lacking = async (schema: unknown) => {
        const server = await smallServer(({ body }) =>
          body.includes('__type') ? { body: schema } : { body: { data: null, errors: [{ message }] } },
        );
        return signedIn(server.url, null).lacksSecrets();
      };
      expect(await lacking(fields('projects', 'users'))).toBe(true);
      expect(await lacking(fields('projects', 'secrets'))).toBe(false);
      expect(await lacking({ data: null, errors: [{ message }] })).toBe(false);
    },
  );
});
