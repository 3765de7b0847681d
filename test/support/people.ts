import type { Role, UserRow } from '../../src-shared/contract';
import type { Origin } from '../../src-shared/caller';
import { callAsWindow, startService, type TestService } from './service';

/** Those who sit in front of a window each; the number is that of its web contents. */
export const windows = { ADMIN: 1, must_change: 2, VIEWER: 3, MEMBER: 4, nobody: 5 } as const;
export type WindowName = keyof typeof windows;

export const windowOf = (name: WindowName): Origin => ({ kind: 'window', session: windows[name] });

export type ServiceWithPeople = TestService & {
  /** A system key, and a personal one of each role. */
  readonly keys: Readonly<Record<Role, string>>;
  /** A system key that is over, and a personal one whose owner was deleted. */
  readonly dead: { readonly expired: string; readonly deleted: string };
  /** Ids of the users; that of ADMIN is the first admin. */
  readonly ids: Readonly<Record<'must_change' | 'VIEWER' | 'MEMBER' | 'ADMIN', string>>;
};

export const passwordOf = (name: WindowName): string => `password of ${name}`;
export const emailOf = (name: WindowName | 'gone'): string =>
  name === 'ADMIN' ? 'admin@localhost' : `${name.toLowerCase()}@example.com`;

/** Signs in, and sets the password where one has to. */
async function signIn(
  service: TestService,
  email: string,
  passwords: { given: string; own: string },
  session: number,
): Promise<void> {
  const origin: Origin = { kind: 'window', session };
  await callAsWindow(service, 'access.signIn', { email, password: passwords.given }, origin);
  await callAsWindow(service, 'access.setFirstPassword', { newPassword: passwords.own }, origin);
}

/** A service with authentication, a person of each role signed in, and their API keys; made as people would. */
export async function startWithPeople(
  options: Parameters<typeof startService>[0] = {},
): Promise<ServiceWithPeople> {
  let skipped = 0;
  const service = await startService({
    ...options,
    now: () => (options.now ?? Date.now)() + skipped,
    settings: { authentication: true, ...options.settings },
  });
  const admin = windowOf('ADMIN');
  await signIn(service, emailOf('ADMIN'), { given: 'admin', own: passwordOf('ADMIN') }, windows.ADMIN);
  const invite = async (name: 'must_change' | 'VIEWER' | 'MEMBER' | 'gone', role: Role) => {
    const input = { email: emailOf(name), username: `a ${name}`, password: 'given password', role };
    const { user } = await callAsWindow<{ user: UserRow }>(service, 'access.createUser', input, admin);
    return user.id;
  };
  const makeKey = async (kind: string, origin: Origin, expiresInDays: number | null = null) => {
    const input = { name: kind, kind, expiresInDays };
    return (await callAsWindow<{ token: string }>(service, 'access.createApiKey', input, origin)).token;
  };

  const ids = { ADMIN: '2', must_change: await invite('must_change', 'ADMIN'), VIEWER: '', MEMBER: '' };
  const given = { email: emailOf('must_change'), password: 'given password' };
  await callAsWindow(service, 'access.signIn', given, windowOf('must_change'));
  for (const role of ['VIEWER', 'MEMBER'] as const) {
    ids[role] = await invite(role, role);
    const passwords = { given: 'given password', own: passwordOf(role) };
    await signIn(service, emailOf(role), passwords, windows[role]);
  }

  const gone: Origin = { kind: 'window', session: 99 };
  const goneId = await invite('gone', 'ADMIN');
  await signIn(service, emailOf('gone'), { given: 'given password', own: 'own password' }, 99);
  const deleted = await makeKey('personal', gone);
  await callAsWindow(service, 'access.deleteUser', { id: goneId }, admin);

  const expired = await makeKey('system', admin, 1);
  skipped = 24 * 60 * 60 * 1000;
  const keys = {
    SYSTEM: await makeKey('system', admin),
    ADMIN: await makeKey('personal', admin),
    MEMBER: await makeKey('personal', windowOf('MEMBER')),
    VIEWER: await makeKey('personal', windowOf('VIEWER')),
  };
  return { ...service, keys, dead: { expired, deleted }, ids };
}
