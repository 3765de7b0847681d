import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ConnectionDraft,
  ConnectionRow,
  ConnectionTest,
  SecretPage,
  ServerOffer,
} from '../../../src-shared/contract';
import type { Failure } from '../../../src-shared/errors';
import { consent } from '../../support/phoenix-consent';
import {
  graphql,
  logIn,
  makePeople,
  type PhoenixPerson,
  type PhoenixRole,
} from '../../support/phoenix-people';
import { phoenixAdminSecret, startPhoenix, type TestPhoenix } from '../../support/phoenix-server';
import { testDesktop, type TestDesktop } from '../../support/remote';
import { callAsWindow, startService, window, type TestService } from '../../support/service';

let phoenix: TestPhoenix;
let people: Record<PhoenixRole, PhoenixPerson>;
beforeAll(async () => {
  phoenix = await startPhoenix({ cleanup: afterAll });
  people = await makePeople(phoenix);
}, 120_000);

function draft(more: Partial<ConnectionDraft>): ConnectionDraft {
  return {
    id: null,
    name: 'prod',
    url: phoenix.url,
    allowHttp: false,
    caFile: null,
    label: 'none',
    signIn: 'api_key',
    apiKey: null,
    email: null,
    password: null,
    ...more,
  };
}

async function start(desktop: TestDesktop = testDesktop()) {
  const service = await startService({ desktop });
  const call = <T>(operation: string, input: unknown) => callAsWindow<T>(service, operation, input);
  const failure = async (operation: string, input: unknown): Promise<Failure> => {
    const result = await service.api.call(operation, input, window);
    if (result.ok) throw new Error(`${operation} went well.`);
    return result.error;
  };
  const save = async (input: ConnectionDraft) =>
    (await call<{ connection: ConnectionRow }>('connections.save', input)).connection;
  const check = async (id: string) =>
    (await call<{ connection: ConnectionRow }>('connections.check', { id })).connection;
  return { service, desktop, call, failure, save, check };
}

/** The row of the list, and what the keychain holds for it. */
async function kept({ service, desktop }: { service: TestService; desktop: TestDesktop }, id: string) {
  const { connections } = await callAsWindow<{ connections: ConnectionRow[] }>(
    service,
    'connections.list',
    {},
  );
  return { row: connections.find((row) => row.id === id), credential: desktop.vault.texts.get(id) };
}

const byPassword = (role: PhoenixRole): Partial<ConnectionDraft> => ({
  signIn: 'password',
  email: people[role].email,
  password: people[role].password,
});

describe('what a server offers', () => {
  it('is told before anybody signs in', async () => {
    const { call } = await start();
    const place = { url: `${phoenix.url}/`, allowHttp: false, caFile: null };
    expect(await call<ServerOffer>('connections.discover', place)).toEqual({
      version: '20.26.1',
      authentication: true,
      browser: true,
    });
  });
});

describe('a test of a connection', () => {
  it('tells who one is with an API key, and how many secrets there are', async () => {
    const { call, desktop } = await start();
    const tested = await call<ConnectionTest>('connections.test', draft({ apiKey: people.ADMIN.apiKey }));
    expect(tested).toMatchObject({
      version: '20.26.1',
      authentication: true,
      person: { name: 'a admin', role: 'ADMIN' },
      canChange: true,
      secrets: { count: expect.any(Number) as number, more: false },
    });
    expect(desktop.vault.texts.size).toBe(0);
    expect(await call('connections.list', {})).toMatchObject({ connections: [] });
  });

  it('takes the admin secret for the system user', async () => {
    const { call } = await start();
    const tested = await call<ConnectionTest>('connections.test', draft({ apiKey: phoenixAdminSecret }));
    expect(tested).toMatchObject({ person: { role: 'SYSTEM' }, canChange: true });
  });

  it.each(['MEMBER', 'VIEWER'] as const)(
    'with the password of a %s shows that one may only look',
    async (role) => {
      const { call, desktop } = await start();
      expect(await call<ConnectionTest>('connections.test', draft(byPassword(role)))).toMatchObject({
        person: { role },
        canChange: false,
        secrets: { more: false },
      });
      // No value was asked for: to a Member the whole answer would be an error.
      expect(desktop.network.requests.some(({ body }) => body?.includes('value'))).toBe(false);
    },
  );

  it('leaves no session behind on the server', async () => {
    const { call, desktop } = await start();
    await call('connections.test', draft(byPassword('ADMIN')));
    const asked = desktop.network.requests.find(({ url }) => url.endsWith('/v1/user'));
    const [, authorization = ''] = asked?.headers.find(([name]) => name === 'authorization') ?? [];
    const again = async () => (await fetch(`${phoenix.url}/v1/user`, { headers: { authorization } })).status;
    await expect.poll(again).toBe(401);
  });

  it.each<[what: string, more: () => Partial<ConnectionDraft>, failure: object]>([
    ['a wrong API key', () => ({ apiKey: 'nope' }), { code: 'sign_in_needed', rule: 'rejected' }],
    ['no API key', () => ({}), { issues: [{ path: ['apiKey'], rule: 'api_key_empty' }] }],
    ['an API key that no header takes', () => ({ apiKey: 'a\r\nb' }), { issues: [{ path: ['apiKey'] }] }],
    [
      'a wrong password',
      () => ({ ...byPassword('ADMIN'), password: 'wrong' }),
      { code: 'wrong_credentials' },
    ],
    ['no password', () => ({ ...byPassword('ADMIN'), password: null }), { issues: [{ path: ['password'] }] }],
    ['no email', () => ({ ...byPassword('ADMIN'), email: '' }), { issues: [{ path: ['email'] }] }],
    [
      'no sign-in where one is needed',
      () => ({ signIn: 'none' }),
      { code: 'sign_in_needed', rule: 'missing' },
    ],
    ['a sign-in in the browser', () => ({ signIn: 'browser' }), { code: 'sign_in_needed', rule: 'missing' }],
    [
      'a port where nobody listens',
      () => ({ url: 'http://127.0.0.1:1', signIn: 'none' }),
      { code: 'unreachable', rule: 'refused' },
    ],
    [
      'a path that is not there',
      () => ({ url: `${phoenix.url}/elsewhere`, signIn: 'none' }),
      { code: 'not_phoenix' },
    ],
  ])('says what is wrong with %s', async (_what, more, expected) => {
    const { failure } = await start();
    expect(await failure('connections.test', draft(more()))).toMatchObject(expected);
  });
});

describe('a connection', () => {
  it('is saved when it signed in, works, and says how it is', async () => {
    const context = await start();
    const { save, call, service } = context;
    const row = await save(
      draft({ url: `${phoenix.url}/`, label: 'production', apiKey: people.ADMIN.apiKey }),
    );
    expect(row).toMatchObject({
      name: 'prod',
      url: phoenix.url,
      label: 'production',
      remembered: true,
      lastUsedAt: null,
      status: { state: 'connected', version: '20.26.1', person: { role: 'ADMIN' }, canChange: true },
    });
    expect((await kept(context, row.id)).credential).toContain(people.ADMIN.apiKey);
    expect(JSON.stringify(await kept(context, row.id).then((found) => found.row))).not.toContain(
      people.ADMIN.apiKey,
    );

    await call('secrets.put', { secrets: [{ key: 'LOCAL', value: 'v' }] });
    await call('connections.open', { id: row.id });
    await call('secrets.put', { secrets: [{ key: 'REMOTE', value: 'v' }] });
    const there = await call<SecretPage>('secrets.list', { after: null, limit: 100 });
    expect(there.rows.map(({ key }) => key)).toContain('REMOTE');
    expect(there.rows.map(({ key }) => key)).not.toContain('LOCAL');

    // Another window, and every program with a key, works on the local store as before.
    const other = { kind: 'window', session: 2 } as const;
    const here = await callAsWindow<SecretPage>(service, 'secrets.list', { after: null, limit: 100 }, other);
    expect(here.rows.map(({ key }) => key)).toEqual(['LOCAL']);

    await call('connections.open', { id: null });
    const back = await call<SecretPage>('secrets.list', { after: null, limit: 100 });
    expect(back.rows.map(({ key }) => key)).toEqual(['LOCAL']);
  });

  it('is not saved when it did not sign in', async () => {
    const { failure, call, desktop } = await start();
    await failure('connections.save', draft({ apiKey: 'nope' }));
    expect(await call('connections.list', {})).toMatchObject({ connections: [] });
    expect(desktop.vault.texts.size).toBe(0);
  });

  it('of a Member is read-only, and its secrets are refused before the server is asked', async () => {
    const { save, call, failure, desktop } = await start();
    const row = await save(draft(byPassword('MEMBER')));
    expect(row.status).toMatchObject({
      state: 'read_only',
      canChange: false,
      failure: { code: 'forbidden' },
    });
    await call('connections.open', { id: row.id });
    const before = desktop.network.requests.filter(({ method }) => method === 'PUT').length;
    const refused = await failure('secrets.put', { secrets: [{ key: 'X', value: 'v' }] });
    expect(refused).toMatchObject({ code: 'forbidden', message: expect.stringContaining('admin') as string });
    expect(await failure('secrets.list', { after: null, limit: 1 })).toMatchObject({ code: 'forbidden' });
    expect(desktop.network.requests.filter(({ method }) => method === 'PUT')).toHaveLength(before);
  });

  it('by password keeps tokens and no password, and outlives both the program and an access token', async () => {
    const context = await start();
    const row = await context.save(draft(byPassword('ADMIN')));
    const { credential = '' } = await kept(context, row.id);
    expect(credential).not.toContain(people.ADMIN.password);
    // The program ends and starts again; the access token is over meanwhile.
    await context.service.dispose();
    const old = JSON.parse(credential) as { access: string };
    context.desktop.vault.texts.set(row.id, JSON.stringify({ ...old, access: 'x.y.z' }));
    const service = await startService({
      desktop: context.desktop,
      settings: { dataFolder: context.service.folder },
    });
    const { connection } = await callAsWindow<{ connection: ConnectionRow }>(service, 'connections.check', {
      id: row.id,
    });
    expect(connection.status).toMatchObject({ state: 'connected', person: { name: 'a admin' } });
    const renewed = context.desktop.vault.texts.get(row.id) ?? '';
    expect(JSON.parse(renewed)).not.toMatchObject({ access: old.access });
    expect(renewed).not.toBe(credential);
  });

  it('that the server ended asks to sign in, and goes on after that', async () => {
    const context = await start();
    const { save, check, call, failure } = context;
    const row = await save(draft(byPassword('ADMIN')));
    await call('connections.open', { id: row.id });
    await call('secrets.list', { after: null, limit: 1 });
    // Signing out anywhere ends all sessions of that user there.
    const token = await logIn(phoenix, people.ADMIN.email, people.ADMIN.password);
    await fetch(`${phoenix.url}/auth/logout`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
    });
    const put = { secrets: [{ key: 'AFTER', value: 'v' }] };
    expect(await failure('secrets.put', put)).toMatchObject({ code: 'sign_in_needed', rule: 'expired' });
    expect((await kept(context, row.id)).row?.status).toMatchObject({
      state: 'sign_in_needed',
      person: null,
    });
    expect((await kept(context, row.id)).credential).toBeUndefined();
    expect(
      await failure('connections.signIn', { id: row.id, apiKey: null, email: null, password: 'wrong' }),
    ).toMatchObject({ code: 'wrong_credentials' });
    await call('connections.signIn', {
      id: row.id,
      apiKey: null,
      email: null,
      password: people.ADMIN.password,
    });
    expect(await call('secrets.put', put)).toMatchObject({ upsertedKeys: ['AFTER'] });
    expect((await check(row.id)).status.state).toBe('connected');
  });

  it('whose API key was revoked asks for another one, and is not read from the local store meanwhile', async () => {
    const { save, call, failure } = await start();
    const row = await save(draft({ apiKey: people.VIEWER.apiKey }));
    await call('connections.open', { id: row.id });
    await graphql(
      phoenix,
      'mutation($input:DeleteApiKeyInput!){deleteUserApiKey(input:$input){apiKeyId}}',
      { input: { id: await keyIdOf(people.VIEWER) } },
      phoenixAdminSecret,
    );
    await call('connections.check', { id: row.id });
    expect(await failure('secrets.list', { after: null, limit: 1 })).toMatchObject({
      code: 'sign_in_needed',
    });
    const other = { id: row.id, apiKey: people.ADMIN.apiKey, email: null, password: null };
    expect(await call('connections.signIn', other)).toMatchObject({
      connection: { status: { state: 'connected' } },
    });
  });
});

async function keyIdOf({ email }: PhoenixPerson): Promise<string> {
  const found = await graphql<{ userApiKeys: { id: string; user: { email: string } }[] }>(
    phoenix,
    '{userApiKeys{id user{email}}}',
    {},
    phoenixAdminSecret,
  );
  return found.userApiKeys.find(({ user }) => user.email === email)?.id ?? '';
}

describe('a password that has to be changed', () => {
  it('is changed with the old one, then signs in', async () => {
    const { failure, call } = await start();
    const email = 'new@example.com';
    await graphql(
      phoenix,
      'mutation($input:CreateUserInput!){createUser(input:$input){user{id}}}',
      { input: { email, username: 'new', password: 'given-pass', role: 'ADMIN', sendWelcomeEmail: false } },
      phoenixAdminSecret,
    );
    const first = draft({ signIn: 'password', email, password: 'given-pass' });
    for (const operation of ['connections.test', 'connections.save']) {
      expect(await failure(operation, first)).toMatchObject({ code: 'password_change_required' });
    }
    expect(
      await failure('connections.setPassword', {
        draft: { ...first, password: 'wrong' },
        newPassword: 'own-password',
      }),
    ).toMatchObject({ code: 'wrong_credentials' });
    expect(
      await call('connections.setPassword', { draft: first, newPassword: 'own-password' }),
    ).toMatchObject({
      connection: { email, status: { state: 'connected', person: { name: 'new' } } },
    });
    await expect(logIn(phoenix, email, 'own-password')).resolves.not.toBe('');
    await expect(logIn(phoenix, email, 'given-pass')).rejects.toThrow('401');
  });
});

describe('a sign-in in the browser', () => {
  const who = () => ({ email: people.ADMIN.email, password: people.ADMIN.password, approved: true });

  it('is one with PKCE, renews itself, and is revoked when the connection goes', async () => {
    let page: Awaited<ReturnType<typeof consent>> | undefined;
    const desktop: TestDesktop = testDesktop(async (url) => {
      page = await consent(phoenix, url, who());
    });
    const context = await start(desktop);
    const row = await context.save(draft({ signIn: 'browser' }));
    expect(row).toMatchObject({
      signIn: 'browser',
      status: { state: 'connected', person: { name: 'a admin' } },
    });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Phoenix Secrets') as string });
    expect(page?.text).not.toContain('<script');
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'");
    const asked = new URL(desktop.opened[0] ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    // Whoever comes after it finds nobody.
    await expect(fetch(`${asked.get('redirect_uri')}?code=x&state=y`)).rejects.toThrow();

    const first = JSON.parse(desktop.vault.texts.get(row.id) ?? '') as { access: string; refresh: string };
    desktop.vault.texts.set(row.id, JSON.stringify({ ...first, renewAt: 0 }));
    await context.service.dispose();
    const again = await startService({ desktop, settings: { dataFolder: context.service.folder } });
    const checked = await callAsWindow<{ connection: ConnectionRow }>(again, 'connections.check', {
      id: row.id,
    });
    expect(checked.connection.status.state).toBe('connected');
    const second = JSON.parse(desktop.vault.texts.get(row.id) ?? '') as { access: string; refresh: string };
    expect(second.refresh).not.toBe(first.refresh);
    expect(desktop.opened).toHaveLength(1);

    await callAsWindow(again, 'connections.remove', { id: row.id });
    expect(desktop.vault.texts.size).toBe(0);
    const authorization = `Bearer ${second.access}`;
    const status = async () => (await fetch(`${phoenix.url}/v1/user`, { headers: { authorization } })).status;
    await expect.poll(status).toBe(401);
  });

  it('that is refused there, or broken off here, keeps nothing', async () => {
    const refusing = testDesktop(async (url) => {
      await consent(phoenix, url, { ...who(), approved: false });
    });
    const refused = await start(refusing);
    expect(await refused.failure('connections.save', draft({ signIn: 'browser' }))).toMatchObject({
      code: 'cancelled',
    });
    expect(refusing.vault.texts.size).toBe(0);

    const waiting = testDesktop();
    const { failure, call } = await start(waiting);
    const saving = failure('connections.save', draft({ signIn: 'browser' }));
    await expect.poll(() => waiting.opened).toHaveLength(1);
    await call('connections.cancelSignIn', {});
    expect(await saving).toMatchObject({ code: 'cancelled' });
    const redirect = new URL(waiting.opened[0] ?? '').searchParams.get('redirect_uri') ?? '';
    await expect(fetch(redirect)).rejects.toThrow();
    expect(await call('connections.list', {})).toMatchObject({ connections: [] });
  });

  it('takes no answer with another state', async () => {
    const desktop = testDesktop(async (url) => {
      const asked = new URL(url).searchParams;
      const back = asked.get('redirect_uri') ?? '';
      const state = asked.get('state') ?? '';
      const bad = [
        '',
        '?code=evil',
        '?code=evil&state=',
        `?code=evil&state=${state}x`,
        `?code=e&state=x${state}`,
      ];
      for (const query of bad) expect((await fetch(back + query)).status).toBe(400);
      expect((await fetch(`${back}?code=evil&state=${state}`, { method: 'POST' })).status).toBe(400);
      const elsewhere = back.replace('127.0.0.1', 'localhost');
      expect((await fetch(`${elsewhere}?code=evil&state=${state}`)).status).toBe(400);
      await consent(phoenix, url, who());
    });
    const { save } = await start(desktop);
    expect((await save(draft({ signIn: 'browser' }))).status.state).toBe('connected');
  });
});
