import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ApiKeyRow, Events, Session, UserRow } from '../../../src-shared/contract';
import type { Origin } from '../../../src-shared/caller';
import type { Failure } from '../../../src-shared/errors';
import { scryptFloor, type DerivePassword } from '../../../src-main/access/passwords';
import { openDatabase, query } from '../../support/database';
import { emailOf, passwordOf, startWithPeople, windowOf, windows } from '../../support/people';
import { callAsWindow, put, quickPassword, startService, type TestService } from '../../support/service';

const at = (session: number): Origin => ({ kind: 'window', session });

async function failureOf(
  service: TestService,
  name: string,
  input: unknown,
  origin: Origin,
): Promise<Failure> {
  const result = await service.api.call(name, input, origin);
  if (result.ok) throw new Error(`${name} was let in.`);
  return result.error;
}

const sessionOf = (service: TestService, origin: Origin) =>
  callAsWindow<Session>(service, 'access.session', {}, origin);
const signIn = (service: TestService, email: string, password: string, session = 1) =>
  callAsWindow<Session>(service, 'access.signIn', { email, password }, at(session));
const withAuthentication = (options: Parameters<typeof startService>[0] = {}) =>
  startService({ ...options, settings: { authentication: true, ...options.settings } });

describe('the first start with authentication', () => {
  it('makes the first admin, whose password has to be changed', async () => {
    const service = await withAuthentication();
    expect(await sessionOf(service, at(1))).toEqual({
      authentication: true,
      user: null,
      mustChangePassword: false,
      ended: null,
      lastEmail: null,
    });
    const session = await signIn(service, ' Admin@LOCALHOST ', 'admin');
    expect(session).toMatchObject({
      user: { id: '2', name: 'admin', email: 'admin@localhost', role: 'ADMIN' },
      mustChangePassword: true,
    });
    expect(await failureOf(service, 'secrets.usage', {}, at(1))).toMatchObject({
      code: 'password_change_required',
    });
    const set = (newPassword: string) => ['access.setFirstPassword', { newPassword }, at(1)] as const;
    expect(await failureOf(service, ...set('seven77'))).toMatchObject({
      issues: [{ path: ['newPassword'], rule: 'password_too_short' }],
    });
    expect(await failureOf(service, ...set('ADMIN@localhost'))).toMatchObject({
      issues: [{ path: ['newPassword'], rule: 'password_is_name' }],
    });
    expect(await callAsWindow(service, ...set('a new password'))).toMatchObject({
      mustChangePassword: false,
      user: { id: '2' },
    });
    await callAsWindow(service, 'secrets.usage', {}, at(1));
    expect(await failureOf(service, ...set('another password'))).toMatchObject({
      code: 'conflict',
      rule: 'not_required',
    });
    await expect(signIn(service, 'admin@localhost', 'admin', 2)).rejects.toThrow('wrong_credentials');
  });

  it('takes the given initial password, which must not be set again, and only once', async () => {
    const service = await withAuthentication({ settings: { initialAdminPassword: 'initial one' } });
    await signIn(service, 'admin@localhost', 'initial one');
    const again = await failureOf(service, 'access.setFirstPassword', { newPassword: 'initial one' }, at(1));
    expect(again.issues).toEqual([{ path: ['newPassword'], rule: 'password_unchanged' }]);
    await service.dispose();
    const second = await withAuthentication({
      settings: { dataFolder: service.folder, initialAdminPassword: 'another one' },
    });
    await expect(signIn(second, 'admin@localhost', 'another one')).rejects.toThrow('wrong_credentials');
    expect(await signIn(second, 'admin@localhost', 'initial one')).toMatchObject({
      mustChangePassword: true,
    });
  });
});

describe('a sign-in', () => {
  it('is answered alike, after the same work, for an unknown user and a wrong password', async () => {
    const derive = vi.fn<DerivePassword>(quickPassword);
    const service = await startWithPeople({ derivePassword: derive });
    const attempt = async (email: string) => {
      derive.mockClear();
      const failure = await failureOf(service, 'access.signIn', { email, password: 'wrong one' }, at(1));
      return [failure, derive.mock.calls.map(([password, salt, params]) => [password, salt.length, params])];
    };
    const unknown = await attempt('nobody@example.com');
    expect(unknown).toEqual([
      { code: 'wrong_credentials', message: 'Wrong email or password.' },
      [['wrong one', 16, scryptFloor]],
    ]);
    expect(await attempt(emailOf('MEMBER'))).toEqual(unknown);
    expect(await attempt('system@localhost')).toEqual(unknown);
    expect(await attempt('x'.repeat(300))).toEqual(unknown);
  });

  it('that has to wait does no work at all, also after a new start', async () => {
    const derive = vi.fn<DerivePassword>(quickPassword);
    const service = await withAuthentication({ derivePassword: derive });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await expect(signIn(service, 'admin@localhost', 'wrong')).rejects.toThrow('wrong_credentials');
    }
    await service.dispose();
    derive.mockClear();
    const settings = { dataFolder: service.folder };
    const again = await withAuthentication({ derivePassword: derive, settings });
    const input = { email: 'admin@localhost', password: 'admin' };
    const failure = await failureOf(again, 'access.signIn', input, at(1));
    expect(failure.code).toBe('try_again_later');
    expect(failure.retryAfterSeconds).toBeGreaterThan(25);
    expect(derive).not.toHaveBeenCalled();
  });

  it('hashes a password again whose cost is below the floor', async () => {
    const service = await withAuthentication();
    const database = openDatabase(join(service.folder, 'secrets.db'));
    database.exec("UPDATE users SET password_params = 'scrypt$N=16384,r=8,p=1' WHERE id = 2");
    database.close();
    const read = () =>
      query(join(service.folder, 'secrets.db'), 'SELECT * FROM users WHERE id = 2')[0] as {
        password_params: string;
        password_salt: Buffer;
        must_change_password: number;
      };
    const before = read();
    await signIn(service, 'admin@localhost', 'admin');
    expect(read()).toMatchObject({ password_params: 'scrypt$N=131072,r=8,p=1', must_change_password: 1 });
    expect(read().password_salt).not.toEqual(before.password_salt);
    await signIn(service, 'admin@localhost', 'admin', 2);
  });

  it('comes to nothing when the screen is locked while the password is checked', async () => {
    let lock: () => void = () => undefined;
    const service = await withAuthentication({
      derivePassword: (password, ...rest) => {
        lock();
        return quickPassword(password, ...rest);
      },
    });
    lock = () => service.lock();
    await expect(signIn(service, 'admin@localhost', 'admin')).rejects.toThrow('unauthenticated');
    expect((await sessionOf(service, at(1))).user).toBeNull();
  });
});

describe('a session', () => {
  it.each<[string, (service: Awaited<ReturnType<typeof startWithPeople>>) => Promise<unknown>]>([
    [
      'a role change',
      (service) =>
        callAsWindow(
          service,
          'access.setUserRole',
          { id: service.ids.MEMBER, role: 'VIEWER' },
          windowOf('ADMIN'),
        ),
    ],
    [
      'a password reset',
      (service) =>
        callAsWindow(
          service,
          'access.resetPassword',
          { id: service.ids.MEMBER, password: 'given again' },
          windowOf('ADMIN'),
        ),
    ],
    [
      'the deletion of its user',
      (service) => callAsWindow(service, 'access.deleteUser', { id: service.ids.MEMBER }, windowOf('ADMIN')),
    ],
  ])('ends at once with %s, and only its own window is told', async (_what, happen) => {
    const service = await startWithPeople();
    const told: [Session, number | null][] = [];
    service.onEvent((name, payload, session) => {
      if (name === 'access.session') told.push([payload as Session, session]);
    });
    await happen(service);
    const ended = {
      authentication: true,
      user: null,
      mustChangePassword: false,
      ended: 'changed',
      lastEmail: emailOf('MEMBER'),
    };
    expect(told).toEqual([[ended, windows.MEMBER]]);
    expect(await sessionOf(service, windowOf('MEMBER'))).toEqual(ended);
    expect(await failureOf(service, 'settings.get', {}, windowOf('MEMBER'))).toMatchObject({
      code: 'unauthenticated',
    });
    expect((await sessionOf(service, windowOf('ADMIN'))).user).not.toBeNull();
  });

  it('ends with sign-out, lock and the end of its window', async () => {
    const service = await startWithPeople();
    const out = await callAsWindow(service, 'access.signOut', {}, windowOf('VIEWER'));
    expect(out).toMatchObject({ user: null, ended: 'signed_out', lastEmail: null });
    service.closeSession(windows.MEMBER);
    expect(await sessionOf(service, windowOf('MEMBER'))).toMatchObject({ user: null, ended: null });
    service.lock();
    expect(await sessionOf(service, windowOf('ADMIN'))).toMatchObject({
      user: null,
      ended: 'locked',
      lastEmail: 'admin@localhost',
    });
  });

  it('ends after the time that is chosen in General', async () => {
    let elapsed = 0;
    const service = await startWithPeople({ elapsed: () => elapsed });
    await callAsWindow(service, 'settings.setPreferences', { autoLockMinutes: 5 }, windowOf('ADMIN'));
    elapsed = 4 * 60_000;
    service.active();
    elapsed = 9 * 60_000 - 1;
    // A request is no use of the window.
    await put(service.url, { secrets: [{ key: 'A', value: 'v' }] });
    expect((await sessionOf(service, windowOf('ADMIN'))).user).not.toBeNull();
    elapsed = 9 * 60_000;
    expect(await sessionOf(service, windowOf('ADMIN'))).toMatchObject({ user: null, ended: 'idle' });
  });

  it('ends elsewhere when one changes the own password, which asks for the current one', async () => {
    const service = await startWithPeople();
    await signIn(service, emailOf('VIEWER'), passwordOf('VIEWER'), 50);
    const change = (currentPassword: string) =>
      [
        'access.changePassword',
        { currentPassword, newPassword: 'changed by me' },
        windowOf('VIEWER'),
      ] as const;
    expect(await failureOf(service, ...change('wrong'))).toMatchObject({ code: 'wrong_credentials' });
    await callAsWindow(service, ...change(passwordOf('VIEWER')));
    expect((await sessionOf(service, windowOf('VIEWER'))).user).not.toBeNull();
    expect(await sessionOf(service, at(50))).toMatchObject({ user: null, ended: 'changed' });
    await signIn(service, emailOf('VIEWER'), 'changed by me', 51);
    for (let attempt = 1; attempt <= 5; attempt += 1) await failureOf(service, ...change('wrong'));
    expect(await failureOf(service, ...change('changed by me'))).toMatchObject({ code: 'try_again_later' });
  });
});

describe('what changes in secrets', () => {
  it('is told to the windows of Admins only', async () => {
    const service = await startWithPeople();
    const told: (number | null)[] = [];
    service.onEvent((name, _payload, session) => {
      if (name === 'secrets.changed') told.push(session);
    });
    await put(service.url, { secrets: [{ key: 'A', value: 'v' }] });
    await expect.poll(() => told).toEqual([windows.ADMIN]);
    service.lock();
    await put(service.url, { secrets: [{ key: 'A', value: 'w' }] });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(told).toEqual([windows.ADMIN]);
  });
});

describe('users', () => {
  const listUsers = async (service: TestService) =>
    (await callAsWindow<{ users: UserRow[] }>(service, 'access.listUsers', {}, windowOf('ADMIN'))).users;

  it('are listed without the system user, with what stays and goes', async () => {
    const service = await startWithPeople({ now: () => Date.UTC(2026, 0, 1) });
    const body = { secrets: [{ key: 'A', value: 'v' }] };
    await put(service.url, body, { token: service.keys.ADMIN });
    const users = await listUsers(service);
    expect(users.map(({ name, role }) => [name, role])).toEqual([
      ['a MEMBER', 'MEMBER'],
      ['a VIEWER', 'VIEWER'],
      ['a must_change', 'ADMIN'],
      ['admin', 'ADMIN'],
    ]);
    expect(users[2]).toEqual({
      id: service.ids.must_change,
      name: 'a must_change',
      email: 'must_change@example.com',
      role: 'ADMIN',
      createdAt: '2026-01-01T00:00:00Z',
      mustChangePassword: true,
      secrets: 0,
      apiKeys: 0,
    });
    expect(users[3]).toMatchObject({ secrets: 1, apiKeys: 1 });
  });

  it('have an email and a name of their own, and a password that is neither', async () => {
    const service = await startWithPeople();
    const create = (change: object) =>
      failureOf(
        service,
        'access.createUser',
        { email: 'new@b.c', username: 'new name', password: 'a password', role: 'MEMBER', ...change },
        windowOf('ADMIN'),
      );
    expect(await create({ email: ' Admin@B.c ', username: 'admin' })).toMatchObject({
      code: 'conflict',
      rule: 'username_taken',
    });
    expect(await create({ email: 'MEMBER@Example.COM' })).toMatchObject({ rule: 'email_taken' });
    expect(await create({ username: 'system' })).toMatchObject({ rule: 'username_taken' });
    expect(await create({ password: 'NEW NAME' })).toMatchObject({
      issues: [{ path: ['password'], rule: 'password_is_name' }],
    });
  });

  it('can never be left without an Admin, nor throw themselves out', async () => {
    const service = await startWithPeople();
    const admin = windowOf('ADMIN');
    const fail = (name: string, input: object) => failureOf(service, name, input, admin);
    expect(await fail('access.deleteUser', { id: '2' })).toMatchObject({ rule: 'own_account' });
    expect(await fail('access.setUserRole', { id: '2', role: 'VIEWER' })).toMatchObject({
      rule: 'own_account',
    });
    expect(await fail('access.resetPassword', { id: '2', password: 'a slip of it' })).toMatchObject({
      rule: 'own_account',
    });
    await callAsWindow(service, 'access.deleteUser', { id: service.ids.must_change }, admin);
    expect(await fail('access.deleteUser', { id: '2' })).toMatchObject({ rule: 'last_admin' });
    expect(await fail('access.setUserRole', { id: '2', role: 'MEMBER' })).toMatchObject({
      rule: 'last_admin',
    });
    expect(await fail('access.deleteUser', { id: '1' })).toMatchObject({ code: 'not_found' });
    expect(await fail('access.setUserRole', { id: '1', role: 'ADMIN' })).toMatchObject({ code: 'not_found' });
    await callAsWindow(service, 'access.setUserRole', { id: '2', role: 'ADMIN' }, admin);
    expect((await sessionOf(service, admin)).user).not.toBeNull();
  });

  it('of two Admins who demote each other at the same moment one stays', async () => {
    const service = await startWithPeople();
    const { MEMBER: id } = service.ids;
    await callAsWindow(service, 'access.setUserRole', { id, role: 'ADMIN' }, windowOf('ADMIN'));
    await callAsWindow(service, 'access.deleteUser', { id: service.ids.must_change }, windowOf('ADMIN'));
    await signIn(service, emailOf('MEMBER'), passwordOf('MEMBER'), windows.MEMBER);
    const results = await Promise.all([
      service.api.call('access.setUserRole', { id, role: 'VIEWER' }, windowOf('ADMIN')),
      service.api.call('access.setUserRole', { id: '2', role: 'VIEWER' }, windowOf('MEMBER')),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false]);
    expect((await listUsers(service)).filter(({ role }) => role === 'ADMIN')).toHaveLength(1);
  });

  it('that are deleted leave their secrets without an owner, and their keys are refused', async () => {
    const service = await startWithPeople();
    const admin = windowOf('ADMIN');
    const { MEMBER: id } = service.ids;
    const token = service.keys.MEMBER;
    await callAsWindow(service, 'access.setUserRole', { id, role: 'ADMIN' }, admin);
    const body = { secrets: [{ key: 'A', value: 'v' }] };
    expect((await put(service.url, body, { token })).status).toBe(200);
    const rows = async () =>
      (
        await callAsWindow<Events['secrets.changed']>(
          service,
          'secrets.list',
          { after: null, limit: 9 },
          admin,
        )
      ).rows;
    expect(await rows()).toMatchObject([{ owner: { id, name: 'a MEMBER' } }]);
    const resets: boolean[] = [];
    service.onEvent((name, payload) => {
      if (name === 'secrets.changed') resets.push((payload as Events['secrets.changed']).reset);
    });
    await callAsWindow(service, 'access.deleteUser', { id }, admin);
    expect(await rows()).toMatchObject([{ key: 'A', owner: null }]);
    expect(await put(service.url, body, { token })).toMatchObject({ status: 401, text: 'Invalid token' });
    await expect.poll(() => resets).toContain(true);
  });
});

describe('API keys', () => {
  const list = async (service: TestService, origin: Origin) =>
    (await callAsWindow<{ apiKeys: ApiKeyRow[] }>(service, 'access.listApiKeys', {}, origin)).apiKeys;
  const create = (kind: string) => ({ name: 'n', kind, expiresInDays: null });

  it('of others are seen by Admins only, and deleted by them only', async () => {
    const service = await startWithPeople();
    const all = await list(service, windowOf('ADMIN'));
    expect(all.map(({ kind, owner }) => [kind, owner.name])).toEqual([
      ['personal', 'a VIEWER'],
      ['personal', 'a MEMBER'],
      ['personal', 'admin'],
      ['system', 'system'],
      ['system', 'system'],
    ]);
    const own = await list(service, windowOf('MEMBER'));
    expect(own.map(({ owner }) => owner.name)).toEqual(['a MEMBER']);
    for (const { id, owner } of all) {
      if (owner.name === 'a MEMBER') continue;
      expect(await failureOf(service, 'access.deleteApiKey', { id }, windowOf('MEMBER'))).toMatchObject({
        code: 'not_found',
      });
    }
    await callAsWindow(service, 'access.deleteApiKey', { id: own[0]?.id }, windowOf('MEMBER'));
    expect(await list(service, windowOf('MEMBER'))).toEqual([]);
    expect((await put(service.url, {}, { token: service.keys.MEMBER })).status).toBe(401);
  });

  it('of the system are made by Admins only', async () => {
    const service = await startWithPeople();
    expect(await failureOf(service, 'access.createApiKey', create('system'), windowOf('MEMBER'))).toEqual({
      code: 'forbidden',
      message: 'Only admin or system users can perform this action.',
    });
    expect(await failureOf(service, 'access.createApiKey', create('system'), windowOf('VIEWER'))).toEqual({
      code: 'forbidden',
      message: 'Viewers cannot perform this action.',
    });
    const bySystem: Origin = { kind: 'token', token: service.keys.SYSTEM };
    expect(await failureOf(service, 'access.createApiKey', create('personal'), bySystem)).toMatchObject({
      code: 'forbidden',
    });
  });

  it('have the role that their owner has now, also one who has to change the password', async () => {
    const service = await startWithPeople();
    const admin = windowOf('ADMIN');
    const body = { secrets: [{ key: 'A', value: 'v' }] };
    const use = async () => (await put(service.url, body, { token: service.keys.VIEWER })).status;
    const { VIEWER: id } = service.ids;
    expect(await use()).toBe(403);
    await callAsWindow(service, 'access.setUserRole', { id, role: 'ADMIN' }, admin);
    expect(await use()).toBe(200);
    await callAsWindow(service, 'access.resetPassword', { id, password: 'given again' }, admin);
    expect(await use()).toBe(200);
    await callAsWindow(service, 'access.setUserRole', { id, role: 'MEMBER' }, admin);
    expect(await use()).toBe(403);
  });
});
