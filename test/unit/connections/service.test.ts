import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { ConnectionDraft, ConnectionRow, Role, SecretPage } from '../../../src-shared/contract';
import type { Origin } from '../../../src-shared/caller';
import { openDatabase, query } from '../../support/database';
import { filesWith } from '../../support/files';
import { startWithPeople, windowOf, windows } from '../../support/people';
import { testDesktop, type TestDesktop } from '../../support/remote';
import {
  adminSecret,
  callAsWindow,
  put,
  startService,
  window,
  type TestService,
} from '../../support/service';
import { smallServer, type Received, type Reply } from '../../support/small-server';

/** Enough of a Phoenix for a connection: one API key, a role, no secrets. */
async function phoenix(
  options: {
    role?: Role;
    user?: () => Reply | Promise<Reply>;
    /** Null: as always. */
    graphql?: (body: string) => Promise<Reply>;
  } = {},
) {
  const state = { role: options.role ?? 'ADMIN', key: 'api-key-canary', up: true };
  const server = await smallServer(async ({ path, headers, body }: Received): Promise<Reply> => {
    if (!state.up) return null;
    if (headers.authorization !== `Bearer ${state.key}`) return { status: 401, body: 'Invalid token' };
    if (path.endsWith('/v1/user')) {
      const user = { id: 'VXNlcjoy', username: 'marta', role: state.role, auth_method: 'LOCAL' };
      return options.user ? options.user() : { body: { data: user } };
    }
    if (path.endsWith('/v1/secrets')) {
      const { secrets } = JSON.parse(body) as { secrets: { key: string }[] };
      return { body: { data: { upserted_keys: secrets.map(({ key }) => key), deleted_keys: [] } } };
    }
    const special = await options.graphql?.(body);
    if (special) return special;
    return { body: { data: { secrets: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } } } };
  });
  return { ...server, state };
}

/** One that, once `hold` was called, says who somebody is only after `release`. */
async function hesitant() {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let holds = false;
  const data = { id: 'VXNlcjoy', username: 'marta', role: 'ADMIN', auth_method: 'LOCAL' };
  const server = await phoenix({
    user: async () => {
      if (holds) await released;
      return { body: { data } };
    },
  });
  return { server, hold: () => void (holds = true), release: () => release() };
}

/** A Phoenix without sign-in. */
const open = () =>
  smallServer(({ path }) => {
    if (path.endsWith('/v1/user')) return { body: { data: { auth_method: 'ANONYMOUS' } } };
    if (path.endsWith('/v1/secrets')) return { body: { data: { upserted_keys: ['A'], deleted_keys: [] } } };
    return { body: { data: { secrets: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } } } };
  });

function draft(url: string, more: Partial<ConnectionDraft> = {}): ConnectionDraft {
  const kept = { id: null, name: 'prod', allowHttp: false, caFile: null, label: 'none' } as const;
  return { ...kept, url, signIn: 'api_key', apiKey: 'api-key-canary', email: null, password: null, ...more };
}

async function save(service: TestService, input: ConnectionDraft, origin: Origin = window) {
  return (await callAsWindow<{ connection: ConnectionRow }>(service, 'connections.save', input, origin))
    .connection;
}

async function failure(service: TestService, operation: string, input: unknown, origin: Origin = window) {
  const result = await service.api.call(operation, input, origin);
  if (result.ok) throw new Error(`${operation} went well.`);
  return result.error;
}

async function listed(service: TestService, origin: Origin = window) {
  const answer = await callAsWindow<{ connections: ConnectionRow[]; open: string }>(
    service,
    'connections.list',
    {},
    origin,
  );
  return answer;
}

const keysOf = async (service: TestService, origin: Origin = window) =>
  (await callAsWindow<SecretPage>(service, 'secrets.list', { after: null, limit: 9 }, origin)).rows.map(
    ({ key }) => key,
  );

/** What a service told, one line each. */
function listen(service: TestService) {
  const told: string[] = [];
  service.onEvent((name, payload, session) => {
    if (name === 'connections.session') {
      const { connection } = payload as { connection: ConnectionRow | null };
      told.push(`${session} ${connection?.status.state ?? 'local'}`);
    } else if (name === 'connections.changed') told.push(`${session} changed`);
  });
  return told;
}

describe('where a connection is kept', () => {
  it('is the store for what it is, and the keychain alone for its credentials', async () => {
    const { url } = await phoenix();
    const desktop = testDesktop();
    const service = await startService({ desktop });
    const row = await save(service, draft(url));
    expect(filesWith(service.folder, row.id).length).toBeGreaterThan(0);
    expect(filesWith(service.folder, 'api-key-canary')).toEqual([]);
    expect(desktop.vault.texts.get(row.id)).toContain('api-key-canary');
    expect(JSON.stringify(await listed(service))).not.toContain('canary');
  });

  it('is memory where there is no keychain, which is said', async () => {
    const { url } = await phoenix();
    const desktop = testDesktop();
    desktop.vault.available = false;
    const service = await startService({ desktop });
    await save(service, draft(url));
    expect(await listed(service)).toMatchObject({
      connections: [{ remembered: false, status: { state: 'connected' } }],
      keychain: { available: false, backend: 'basic_text' },
    });
    await service.dispose();
    const again = await startService({ desktop, settings: { dataFolder: service.folder } });
    const [row] = (await listed(again)).connections;
    expect(await callAsWindow(again, 'connections.check', { id: row?.id })).toMatchObject({
      connection: { status: { state: 'sign_in_needed', failure: { rule: 'missing' } } },
    });
  });

  it('is memory while the keychain is locked, and what it had kept before is not found again', async () => {
    const server = await phoenix();
    const desktop = testDesktop();
    const service = await startService({ desktop });
    const { id } = await save(service, draft(server.url));
    server.state.key = 'newer-key';
    desktop.vault.writeCredential = () => Promise.resolve(false);
    await callAsWindow(service, 'connections.signIn', {
      id,
      apiKey: 'newer-key',
      email: null,
      password: null,
    });
    expect(await listed(service)).toMatchObject({ connections: [{ remembered: false }] });
    expect(desktop.vault.texts.size).toBe(0);
    // Not even the old one that cannot be wiped is a reason to refuse the new one.
    desktop.vault.removeCredential = () => Promise.reject(new Error('no disk'));
    await callAsWindow(service, 'connections.signIn', {
      id,
      apiKey: 'newer-key',
      email: null,
      password: null,
    });
    expect(await listed(service)).toMatchObject({ connections: [{ status: { state: 'connected' } }] });
  });

  it('is nowhere any more when it was removed', async () => {
    const { url } = await phoenix();
    const desktop = testDesktop();
    const service = await startService({ desktop });
    const { id } = await save(service, draft(url));
    await callAsWindow(service, 'connections.open', { id });
    const told = listen(service);
    await callAsWindow(service, 'connections.remove', { id });
    expect(desktop.vault.texts.size).toBe(0);
    expect(query(join(service.folder, 'secrets.db'), 'SELECT * FROM connections')).toEqual([]);
    expect(told).toContain('1 local');
    expect((await listed(service)).open).toBe('local');
    expect(await failure(service, 'connections.check', { id })).toMatchObject({ code: 'not_found' });
    expect(await keysOf(service)).toEqual([]);
  });
});

describe('a credential never leaves the origin it was given for', () => {
  it('not when the connection is pointed elsewhere by an edit', async () => {
    const [first, second] = [await phoenix(), await phoenix()];
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(first.url));
    const edited = draft(second.url, { id, apiKey: null });
    for (const operation of ['connections.save', 'connections.test']) {
      expect(await failure(service, operation, edited)).toMatchObject({
        code: 'invalid_input',
        issues: [{ path: ['apiKey'], rule: 'api_key_empty' }],
      });
    }
    expect(second.received).toEqual([]);
    expect((await save(service, { ...edited, apiKey: 'api-key-canary' })).url).toBe(second.url);
  });

  it('and is typed again with another CA file, whose authority could have any server believed', async () => {
    const server = await phoenix();
    const service = await startService({ desktop: testDesktop() });
    const [caFile, other] = ['a.pem', 'b.pem'].map((name) => join(service.folder, name)) as [string, string];
    for (const file of [caFile, other]) writeFileSync(file, rootCertificates[0] ?? '');
    const { id } = await save(service, draft(server.url, { caFile }));
    const asked = server.received.length;
    for (const changed of [other, null]) {
      const edited = draft(server.url, { id, apiKey: null, caFile: changed });
      for (const operation of ['connections.save', 'connections.test']) {
        expect(await failure(service, operation, edited)).toMatchObject({
          issues: [{ path: ['apiKey'], rule: 'api_key_empty' }],
        });
      }
    }
    expect(server.received).toHaveLength(asked);
    expect((await listed(service)).connections).toMatchObject([{ caFile }]);
    const typed = draft(server.url, { id, caFile: other });
    expect(await save(service, typed)).toMatchObject({ caFile: other });
  });

  it.each(['another CA file', 'another server', 'no sign-in'])(
    'not after a crash in the middle of an edit to %s: the old one goes before the row says so',
    async (what) => {
      const [first, second] = [await phoenix(), await phoenix()];
      const desktop = testDesktop();
      const service = await startService({ desktop });
      const { id } = await save(service, draft(first.url));
      const caFile = join(service.folder, 'a.pem');
      writeFileSync(caFile, rootCertificates[0] ?? '');
      const { removeCredential } = desktop.vault;
      const before: unknown[] = [];
      desktop.vault.removeCredential = async (connection) => {
        if (desktop.vault.texts.has(connection)) {
          before.push(
            query(join(service.folder, 'secrets.db'), 'SELECT url, sign_in, ca_file FROM connections'),
          );
        }
        await removeCredential.call(desktop.vault, connection);
      };
      second.state.key = 'api-key-canary';
      if (what === 'another CA file') await save(service, draft(first.url, { id, caFile }));
      else if (what === 'another server') await save(service, draft(second.url, { id }));
      else await save(service, draft((await open()).url, { id, signIn: 'none', apiKey: null }));
      expect(before).toEqual([[{ url: first.url, sign_in: 'api_key', ca_file: null }]]);
    },
  );

  it('not when the database says another address than the keychain', async () => {
    const [first, second] = [await phoenix(), await phoenix()];
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(first.url));
    const database = openDatabase(join(service.folder, 'secrets.db'));
    database.prepare('UPDATE connections SET url = ?').run(second.url);
    database.close();
    await callAsWindow(service, 'connections.open', { id: null });
    expect(await callAsWindow(service, 'connections.check', { id })).toBeDefined();
    await service.dispose();
    const again = await startService({ desktop: testDesktop(), settings: { dataFolder: service.folder } });
    expect(await callAsWindow(again, 'connections.check', { id })).toMatchObject({
      connection: { status: { state: 'sign_in_needed' } },
    });
    expect(second.received).toEqual([]);
  });
});

describe('an edit', () => {
  it('of name and label does not ask the server, which may be down', async () => {
    const server = await phoenix();
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(server.url));
    const asked = server.received.length;
    server.state.up = false;
    const edited = draft(server.url, { id, apiKey: null, name: 'production', label: 'production' });
    expect(await save(service, edited)).toMatchObject({ id, name: 'production', label: 'production' });
    expect(server.received).toHaveLength(asked);
    expect((await listed(service)).connections).toHaveLength(1);
  });

  it('of anything else does, with the credentials that are kept', async () => {
    const server = await phoenix();
    const desktop = testDesktop();
    const service = await startService({ desktop });
    const { id } = await save(service, draft(server.url));
    const edited = draft(`${server.url}/phoenix`, { id, apiKey: null });
    expect(await save(service, edited)).toMatchObject({ url: `${server.url}/phoenix` });
    expect(server.received.at(-1)).toMatchObject({ path: '/phoenix/graphql' });
    await callAsWindow(service, 'connections.open', { id });
    await keysOf(service);
    expect(server.received.at(-1)).toMatchObject({ path: '/phoenix/graphql' });
    server.state.key = 'another';
    const worse = draft(server.url, { id, apiKey: null });
    expect(await failure(service, 'connections.save', worse)).toMatchObject({ code: 'sign_in_needed' });
    expect((await listed(service)).connections[0]?.url).toBe(`${server.url}/phoenix`);
  });
});

describe('a sign-in that takes its time', () => {
  /** A server that can be made to wait before it says who one is, and a connection to it. */
  async function slowly() {
    let release: () => void = () => undefined;
    let held: Promise<void> | null = null;
    const data = { id: 'VXNlcjoy', username: 'marta', role: 'ADMIN', auth_method: 'LOCAL' };
    const server = await phoenix({
      user: async () => {
        await held;
        return { body: { data } };
      },
    });
    const desktop = testDesktop();
    const service = await startService({ desktop });
    const { id } = await save(service, draft(server.url));
    const hold = () => (held = new Promise<void>((resolve) => (release = resolve)));
    const asked = server.received.length;
    const isAsked = () => expect.poll(() => server.received.length).toBeGreaterThan(asked);
    const anew = { id, apiKey: 'api-key-canary', email: null, password: null };
    return { server, desktop, service, id, anew, hold, isAsked, release: () => release() };
  }

  it.each(['connections.signIn', 'connections.save'])(
    'does not bring back what was removed meanwhile: %s',
    async (operation) => {
      const { server, desktop, service, id, anew, hold, isAsked, release } = await slowly();
      void hold();
      const edited = draft(`${server.url}/phoenix`, { id });
      const entering = failure(service, operation, operation === 'connections.save' ? edited : anew);
      await isAsked();
      await callAsWindow(service, 'connections.remove', { id });
      release();
      expect(await entering).toMatchObject({ code: 'not_found' });
      expect((await listed(service)).connections).toEqual([]);
      expect(desktop.vault.texts.size).toBe(0);
    },
  );

  it.each(['before', 'after'])('wipes what a slow keychain keeps %s the row was removed', async (when) => {
    const { desktop, service, id, anew } = await slowly();
    const [write, wipe] = [desktop.vault.writeCredential, desktop.vault.removeCredential];
    const gates: (() => void)[] = [];
    const gate = () => new Promise<void>((resolve) => gates.push(resolve));
    desktop.vault.writeCredential = async (...given) => {
      if (when === 'after') await gate();
      return write.apply(desktop.vault, given);
    };
    desktop.vault.removeCredential = async (...given) => {
      await wipe.apply(desktop.vault, given);
      if (when === 'before' && gates.length === 0) await gate();
    };
    if (when === 'after') {
      const entering = failure(service, 'connections.signIn', anew);
      await expect.poll(() => gates).toHaveLength(1);
      await callAsWindow(service, 'connections.remove', { id });
      gates[0]?.();
      expect(await entering).toMatchObject({ code: 'not_found' });
    } else {
      const removing = callAsWindow(service, 'connections.remove', { id });
      await expect.poll(() => gates).toHaveLength(1);
      await callAsWindow(service, 'connections.signIn', anew);
      gates[0]?.();
      await removing;
    }
    expect(desktop.vault.texts.size).toBe(0);
    expect((await listed(service)).connections).toEqual([]);
  });

  it.each(['connections.signIn', 'connections.save'])(
    'leaves a name and a label alone that were changed meanwhile: %s',
    async (operation) => {
      const { server, service, id, anew, hold, isAsked, release } = await slowly();
      void hold();
      const edited = draft(`${server.url}/phoenix`, { id });
      const isSave = operation === 'connections.save';
      const entering = callAsWindow(service, operation, isSave ? edited : anew);
      await isAsked();
      await save(service, draft(server.url, { id, apiKey: null, name: 'other', label: 'production' }));
      release();
      await entering;
      expect((await listed(service)).connections).toMatchObject([
        { url: isSave ? edited.url : server.url, name: 'other', label: 'production' },
      ]);
    },
  );

  it.each(['connections.signIn', 'connections.save'])(
    'is not kept when the connection was moved: %s',
    async (operation) => {
      const { server, desktop, service, id, anew, hold, isAsked, release } = await slowly();
      const second = await phoenix();
      second.state.key = 'second-key';
      const caFile = join(service.folder, 'a.pem');
      writeFileSync(caFile, rootCertificates[0] ?? '');
      void hold();
      const edited = draft(server.url, { id, caFile });
      const entering = failure(service, operation, operation === 'connections.save' ? edited : anew);
      await isAsked();
      const elsewhere = { kind: 'window', session: 2 } as const;
      await save(service, draft(second.url, { id, apiKey: 'second-key' }), elsewhere);
      release();
      expect(await entering).toMatchObject({ code: 'conflict', rule: 'connection_changed' });
      expect((await listed(service)).connections).toMatchObject([{ url: second.url }]);
      expect(desktop.vault.texts.get(id)).toContain('second-key');
      expect(server.received.at(-1)?.path).toBe('/graphql');
    },
  );
});

describe('tokens that are not needed any more', () => {
  /** A server that gives out tokens and notes which ones are ended. */
  async function givesTokens() {
    const state = { given: 0, up: true };
    const ended: (string | null)[] = [];
    const server = await smallServer(({ path, body }): Reply => {
      if (path.endsWith('/oauth2/revoke')) {
        ended.push(new URLSearchParams(body).get('token'));
        return { body: {} };
      }
      if (path.endsWith('/auth/login')) {
        state.given += 1;
        const cookie = (kind: string) => `phoenix-${kind}-token=${kind}-${state.given}; Max-Age=600; Path=/`;
        return { status: 204, headers: { 'set-cookie': [cookie('access'), cookie('refresh')] } };
      }
      if (!state.up) return { status: 404, body: 'not there' };
      if (path.endsWith('/v1/user')) {
        const data = { id: 'VXNlcjoy', username: 'marta', role: 'ADMIN', auth_method: 'LOCAL' };
        return { body: { data } };
      }
      return {
        body: { data: { secrets: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } } },
      };
    });
    return { ...server, state, ended };
  }
  const byPassword = { signIn: 'password', apiKey: null, email: 'a@b.c', password: 'right' } as const;

  it.each<[what: string, change: (service: TestService, id: string, url: string) => Promise<unknown>]>([
    ['a removal', (service, id) => callAsWindow(service, 'connections.remove', { id })],
    [
      'a new sign-in',
      (service, id) =>
        callAsWindow(service, 'connections.signIn', { id, apiKey: null, email: null, password: 'right' }),
    ],
    [
      'an edit to another server',
      async (service, id) => save(service, draft((await givesTokens()).url, { id, ...byPassword })),
    ],
    [
      'an edit to no sign-in',
      (service, id, url) => save(service, draft(url, { id, signIn: 'none', apiKey: null })),
    ],
  ])('are ended where they came from by %s', async (_what, change) => {
    const server = await givesTokens();
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(`${server.url}/phoenix`, byPassword));
    await change(service, id, `${server.url}/phoenix`);
    await expect.poll(() => server.ended).toEqual(['refresh-1']);
    expect(server.received.filter(({ path }) => path.endsWith('/revoke')).map(({ path }) => path)).toEqual([
      '/phoenix/oauth2/revoke',
    ]);
  });

  it('are ended when they were given while the connection was removed', async () => {
    const server = await givesTokens();
    const desktop = testDesktop();
    const service = await startService({ desktop });
    const { id } = await save(service, draft(server.url, byPassword));
    const { removeCredential } = desktop.vault;
    let go: () => void = () => undefined;
    const wiped = new Promise<void>((resolve) => {
      desktop.vault.removeCredential = async (...given) => {
        desktop.vault.removeCredential = removeCredential;
        await removeCredential.apply(desktop.vault, given);
        resolve();
        await new Promise<void>((open) => (go = open));
      };
    });
    const removing = callAsWindow(service, 'connections.remove', { id });
    await wiped;
    await save(service, draft(`${server.url}/phoenix`, { id, ...byPassword }));
    go();
    await removing;
    await expect.poll(() => [...server.ended].sort()).toEqual(['refresh-1', 'refresh-2']);
    const at = server.received.filter(({ path }) => path.endsWith('/revoke')).map(({ path }) => path);
    expect(at.sort()).toEqual(['/oauth2/revoke', '/phoenix/oauth2/revoke']);
    expect(desktop.vault.texts.size).toBe(0);
  });

  it('are ended when their user is deleted', async () => {
    const server = await givesTokens();
    const service = await startWithPeople({ desktop: testDesktop() });
    await save(service, draft(`${server.url}/phoenix`, byPassword), windowOf('MEMBER'));
    await callAsWindow(service, 'access.deleteUser', { id: service.ids.MEMBER }, windowOf('ADMIN'));
    await expect.poll(() => server.ended).toEqual(['refresh-1']);
  });

  it('are ended when nothing came of the sign-in', async () => {
    const server = await givesTokens();
    server.state.up = false;
    const service = await startService({ desktop: testDesktop() });
    expect(await failure(service, 'connections.save', draft(server.url, byPassword))).toBeDefined();
    await expect.poll(() => server.ended).toEqual(['refresh-1']);
  });
});

describe('a sign-in in the browser', () => {
  /** A server that offers it, and a member's window that waits for it. */
  async function waits() {
    const server: Awaited<ReturnType<typeof smallServer>> = await smallServer(({ path }): Reply => {
      if (path === '/register') return { body: { client_id: 'us' } };
      if (path !== '/.well-known/oauth-authorization-server') return { body: { data: {} } };
      return {
        body: {
          authorization_endpoint: `${server.url}/authorize`,
          token_endpoint: `${server.url}/token`,
          registration_endpoint: `${server.url}/register`,
          code_challenge_methods_supported: ['S256'],
        },
      };
    });
    const desktop = testDesktop();
    const service = await startWithPeople({ desktop });
    const member = windowOf('MEMBER');
    const input = draft(server.url, { signIn: 'browser', apiKey: null });
    const ended = service.api.call('connections.save', input, member);
    await expect.poll(() => desktop.opened).toHaveLength(1);
    const callback = new URL(desktop.opened[0] ?? '').searchParams.get('redirect_uri') ?? '';
    return { service, member, ended, callback };
  }

  it.each<[what: string, leave: (service: TestService, member: Origin) => unknown]>([
    ['a lock', (service) => service.lock()],
    ['a sign-out', (service, member) => callAsWindow(service, 'access.signOut', {}, member)],
  ])('ends with %s here', async (_what, leave) => {
    const { service, member, ended, callback } = await waits();
    await leave(service, member);
    expect(await ended).toMatchObject({ ok: false });
    await expect(fetch(callback)).rejects.toThrow();
  });

  it('does not end with the session of somebody else', async () => {
    const { service, member, ended, callback } = await waits();
    await callAsWindow(service, 'access.signOut', {}, windowOf('ADMIN'));
    expect((await fetch(callback)).status).toBeGreaterThanOrEqual(400);
    await callAsWindow(service, 'connections.cancelSignIn', {}, member);
    expect(await ended).toMatchObject({ error: { code: 'cancelled' } });
  });
});

describe('a CA file', () => {
  it('goes along with every request, and is looked for again when it was gone', async () => {
    const { url } = await phoenix();
    const desktop = testDesktop();
    const service = await startService({ desktop });
    const caFile = join(service.folder, 'ca.pem');
    expect(await failure(service, 'connections.save', draft(url, { caFile }))).toMatchObject({
      issues: [{ path: ['caFile'], rule: 'ca_unreadable' }],
    });
    writeFileSync(caFile, rootCertificates[0] ?? '');
    const { id } = await save(service, draft(url, { caFile }));
    expect(desktop.network.requests.every(({ ca }) => ca?.includes('BEGIN CERTIFICATE'))).toBe(true);
    rmSync(caFile);
    await service.dispose();
    const again = await startService({ desktop, settings: { dataFolder: service.folder } });
    expect(await callAsWindow(again, 'connections.check', { id })).toMatchObject({
      connection: { status: { state: 'unreachable', failure: { rule: 'ca_unreadable' } } },
    });
    writeFileSync(caFile, rootCertificates[0] ?? '');
    expect(await callAsWindow(again, 'connections.check', { id })).toMatchObject({
      connection: { status: { state: 'connected' } },
    });
  });
});

describe('how a connection is', () => {
  it('is told to the window that works on it as it changes', async () => {
    const server = await phoenix();
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(server.url));
    await callAsWindow(service, 'connections.open', { id });
    const state = async () => (await listed(service)).connections[0]?.status.state;
    await callAsWindow(service, 'connections.check', { id });
    const told = listen(service);

    server.state.role = 'MEMBER';
    await callAsWindow(service, 'connections.check', { id });
    expect(await state()).toBe('read_only');
    server.state.key = 'another';
    await callAsWindow(service, 'connections.check', { id });
    expect(await state()).toBe('sign_in_needed');
    expect(told).toEqual(['null changed', '1 read_only', 'null changed', '1 sign_in_needed']);
    await callAsWindow(service, 'connections.check', { id });
    expect(told).toHaveLength(4);
  });

  it('follows what ordinary requests meet', async () => {
    const server = await phoenix();
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(server.url));
    await callAsWindow(service, 'connections.open', { id });
    await keysOf(service);
    server.state.up = false;
    const write = { secrets: [{ key: 'A', value: 'v' }] };
    expect(await failure(service, 'secrets.put', write)).toMatchObject({
      code: 'unreachable',
      rule: 'reset',
    });
    expect((await listed(service)).connections[0]?.status).toMatchObject({
      state: 'unreachable',
      canChange: false,
      failure: { code: 'unreachable', rule: 'reset' },
    });
    server.state.up = true;
    expect(await keysOf(service)).toEqual([]);
    expect((await listed(service)).connections[0]?.status).toMatchObject({
      state: 'connected',
      failure: null,
    });
  });

  it.each(['answers', 'is gone'])(
    'is not what a server before the edit says, which %s afterwards',
    async (what) => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      let hold = false;
      const first = await phoenix({
        user: async () => {
          if (hold) await held;
          if (hold && what === 'is gone') return null;
          return { body: { data: { id: 'b2xk', username: 'old', role: 'VIEWER', auth_method: 'LOCAL' } } };
        },
      });
      const second = await phoenix();
      const service = await startService({ desktop: testDesktop() });
      const { id } = await save(service, draft(first.url));
      await callAsWindow(service, 'connections.open', { id });
      await callAsWindow(service, 'connections.check', { id });
      hold = true;
      const asked = first.received.length;
      const checking = callAsWindow(service, 'connections.check', { id });
      const listing = failure(service, 'secrets.list', { after: null, limit: 1 });
      await expect.poll(() => first.received.length).toBeGreaterThan(asked);
      const now = { state: 'connected', person: { name: 'marta' } };
      expect((await save(service, draft(second.url, { id }))).status).toMatchObject(now);
      const told = listen(service);
      release();
      await Promise.all([checking, listing]);
      expect((await listed(service)).connections[0]?.status).toMatchObject(now);
      expect(await callAsWindow(service, 'connections.check', { id })).toMatchObject({
        connection: { status: now },
      });
      expect(told).toEqual([]);
    },
  );

  it('is told last used first, and remembers what it was', async () => {
    let now = Date.UTC(2026, 10, 25);
    const { url } = await phoenix();
    const desktop = testDesktop();
    const service = await startService({ desktop, now: () => now });
    const [a, b] = [
      await save(service, draft(url, { name: 'a' })),
      await save(service, draft(url, { name: 'b' })),
    ];
    for (const { id } of [a, b, a]) {
      now += 1000;
      await callAsWindow(service, 'connections.open', { id });
    }
    await service.dispose();
    const again = await startService({ desktop, settings: { dataFolder: service.folder } });
    const { connections, open } = await listed(again);
    expect(open).toBe('local');
    expect(connections.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(connections[0]).toMatchObject({
      lastUsedAt: '2026-11-25T00:00:03.000Z',
      status: { state: 'unknown', version: '20.26.1', person: null },
    });
  });
});

describe('whose a connection is', () => {
  async function withPeople() {
    const server = await phoenix();
    const desktop: TestDesktop = testDesktop();
    const service = await startWithPeople({ desktop });
    return { server, desktop, service };
  }

  it('its own user sees and uses it, and nobody else', async () => {
    const { server, service } = await withPeople();
    const mine = await save(service, draft(server.url), windowOf('MEMBER'));
    expect((await listed(service, windowOf('MEMBER'))).connections).toHaveLength(1);
    expect((await listed(service, windowOf('ADMIN'))).connections).toEqual([]);
    const gone = { code: 'not_found' };
    const { id } = mine;
    const credentials = { apiKey: 'x', email: null, password: null };
    for (const [operation, input] of [
      ['connections.check', { id }],
      ['connections.open', { id }],
      ['connections.remove', { id }],
      ['connections.signIn', { id, ...credentials }],
      ['connections.save', draft(server.url, { id })],
      ['connections.test', draft(server.url, { id, apiKey: null })],
    ] as const) {
      expect(await failure(service, operation, input, windowOf('ADMIN'))).toMatchObject(gone);
    }
  });

  it('on its server a Member of this computer may do what the role there allows', async () => {
    const { server, service } = await withPeople();
    const member = windowOf('MEMBER');
    const { id } = await save(service, draft(server.url), member);
    expect(await failure(service, 'secrets.list', { after: null, limit: 1 }, member)).toMatchObject({
      code: 'forbidden',
    });
    await callAsWindow(service, 'connections.open', { id }, member);
    expect(await keysOf(service, member)).toEqual([]);
    // Of this computer a Member stays a Member.
    expect(await failure(service, 'access.listUsers', {}, member)).toMatchObject({ code: 'forbidden' });
    expect(await failure(service, 'settings.stopEndpoint', {}, member)).toMatchObject({ code: 'forbidden' });
    await callAsWindow(service, 'connections.open', { id: null }, member);
    expect(await failure(service, 'secrets.list', { after: null, limit: 1 }, member)).toMatchObject({
      code: 'forbidden',
    });
  });

  it('nobody works on it after a lock, and whoever signs in next works on the local store', async () => {
    const { server, service } = await withPeople();
    const admin = windowOf('ADMIN');
    const { id } = await save(service, draft(server.url), admin);
    await callAsWindow(service, 'connections.open', { id }, admin);
    await keysOf(service, admin);
    const asked = server.received.length;
    const told = listen(service);
    service.lock();
    expect(told).toContain(`${windows.ADMIN} local`);
    expect(await failure(service, 'secrets.list', { after: null, limit: 1 }, admin)).toMatchObject({
      code: 'unauthenticated',
    });
    const login = { email: 'admin@localhost', password: 'password of ADMIN' };
    await callAsWindow(service, 'access.signIn', login, admin);
    expect((await listed(service, admin)).open).toBe('local');
    expect(await keysOf(service, admin)).toEqual([]);
    expect(server.received).toHaveLength(asked);
  });

  it('it goes with its user, and its credentials too', async () => {
    const { server, service, desktop } = await withPeople();
    const { id } = await save(service, draft(server.url), windowOf('MEMBER'));
    const kept = await save(service, draft(server.url), windowOf('ADMIN'));
    expect([...desktop.vault.texts.keys()].sort()).toEqual([id, kept.id].sort());
    await callAsWindow(service, 'access.deleteUser', { id: service.ids.MEMBER }, windowOf('ADMIN'));
    await expect.poll(() => [...desktop.vault.texts.keys()]).toEqual([kept.id]);
    expect((await listed(service, windowOf('ADMIN'))).connections).toHaveLength(1);
  });

  it('its events reach the windows of its user only', async () => {
    const { server, service } = await withPeople();
    const told = listen(service);
    const { id } = await save(service, draft(server.url), windowOf('MEMBER'));
    await callAsWindow(service, 'connections.open', { id }, windowOf('MEMBER'));
    await callAsWindow(service, 'connections.check', { id }, windowOf('MEMBER'));
    expect(told.length).toBeGreaterThan(0);
    expect(told.every((line) => line.startsWith(`${windows.MEMBER} `))).toBe(true);
  });
});

describe('a window that works on a server', () => {
  it('is the only one: a program with a key means the local store', async () => {
    const server = await phoenix();
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(server.url));
    await callAsWindow(service, 'connections.open', { id });
    await callAsWindow(service, 'connections.check', { id });
    const asked = server.received.length;
    const answer = await put(service.url, { secrets: [{ key: 'BY_KEY', value: 'v' }] });
    expect(answer.status).toBe(200);
    expect(server.received).toHaveLength(asked);
    const token = { kind: 'token', token: adminSecret } as const;
    expect(await failure(service, 'connections.open', { id: null }, token)).toMatchObject({
      code: 'forbidden',
    });
    expect((await service.api.call('secrets.list', { after: null, limit: 1 }, token)).ok).toBe(true);
    await callAsWindow(service, 'connections.open', { id: null });
    expect(await keysOf(service)).toEqual(['BY_KEY']);
  });

  it('takes nothing from a page that means another store', async () => {
    const server = await open();
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(server.url, { signIn: 'none', apiKey: null }));
    const secrets = [{ key: 'A', value: 'for-one-store-only' }];
    const calls = (connection: string): [string, object][] => [
      ['secrets.put', { secrets, connection }],
      ['secrets.delete', { keys: ['A'], connection }],
      ['secrets.undoDelete', { token: 't', connection }],
      ['secrets.list', { after: null, limit: 1, connection }],
      ['secrets.usage', { connection }],
    ];
    const changed = { code: 'conflict', rule: 'connection_changed' };
    for (const [operation, input] of calls(id))
      expect(await failure(service, operation, input)).toMatchObject(changed);
    expect(await keysOf(service)).toEqual([]);
    await callAsWindow(service, 'connections.open', { id });
    await callAsWindow(service, 'connections.check', { id });
    const asked = server.received.length;
    for (const [operation, input] of calls('local')) {
      expect(await failure(service, operation, input)).toMatchObject(changed);
    }
    expect(server.received.slice(asked).filter(({ method }) => method === 'PUT')).toEqual([]);
    expect((await service.api.call('secrets.put', { secrets, connection: id }, window)).ok).toBe(true);
  });

  it('gets the failure of the server where it cannot be asked who one is', async () => {
    const server = await phoenix();
    const desktop = testDesktop();
    const first = await startService({ desktop });
    const { id } = await save(first, draft(server.url));
    await first.dispose();
    server.state.key = 'another';
    const service = await startService({ desktop, settings: { dataFolder: first.folder } });
    await callAsWindow(service, 'connections.open', { id });
    expect(await failure(service, 'secrets.list', { after: null, limit: 1 })).toMatchObject({
      code: 'sign_in_needed',
      rule: 'rejected',
    });
  });

  it('writes where it was when it asked, though it goes elsewhere while the server is asked for the role', async () => {
    const { server, hold, release } = await hesitant();
    const desktop = testDesktop();
    const first = await startService({ desktop });
    const { id } = await save(first, draft(server.url));
    await first.dispose();
    hold();
    const service = await startService({ desktop, settings: { dataFolder: first.folder } });
    await callAsWindow(service, 'connections.open', { id });
    const putting = callAsWindow(service, 'secrets.put', { secrets: [{ key: 'THERE', value: 'v' }] });
    await callAsWindow(service, 'connections.open', { id: null });
    release();
    await putting;
    expect(await keysOf(service)).toEqual([]);
    expect(server.received.some(({ method, body }) => method === 'PUT' && body.includes('THERE'))).toBe(true);
  });

  it('is told the store that was opened last, also when it was left while it was opened', async () => {
    const server = await phoenix();
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(server.url));
    const told = listen(service);
    const opening = callAsWindow(service, 'connections.open', { id });
    await callAsWindow(service, 'connections.open', { id: null });
    await opening;
    expect((await listed(service)).open).toBe('local');
    expect(told.filter((line) => line.startsWith('1 ')).at(-1)).toBe('1 local');
  });

  it('does nothing for somebody else who signed in while the server was asked for the role', async () => {
    const { server, hold, release } = await hesitant();
    const service = await startWithPeople({ desktop: testDesktop() });
    const admin = windowOf('ADMIN');
    const { id } = await save(service, draft(server.url), admin);
    await callAsWindow(service, 'connections.open', { id }, admin);
    await callAsWindow(service, 'connections.check', { id }, admin);
    // Whoever it is there has to be asked anew.
    server.state.key = 'another';
    await failure(service, 'secrets.list', { after: null, limit: 1 }, admin);
    server.state.key = 'api-key-canary';
    hold();
    const asked = server.received.length;
    const putting = failure(service, 'secrets.put', { secrets: [{ key: 'A', value: 'v' }] }, admin);
    await expect.poll(() => server.received.length).toBeGreaterThan(asked);
    await callAsWindow(service, 'access.signOut', {}, admin);
    const login = { email: 'member@example.com', password: 'password of MEMBER' };
    await callAsWindow(service, 'access.signIn', login, admin);
    release();
    expect(await putting).toMatchObject({ code: 'unauthenticated' });
    expect(server.received.filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it('lets the service end while a server is silent', async () => {
    const server = await phoenix({ user: () => new Promise<Reply>(() => undefined) });
    const service = await startService({ desktop: testDesktop() });
    const saving = failure(service, 'connections.save', draft(server.url));
    await expect.poll(() => server.received).toHaveLength(1);
    await service.dispose();
    expect(await saving).toMatchObject({ code: 'shutting_down' });
  });
});

describe('after an edit was stored', () => {
  const write = { secrets: [{ key: 'A', value: 'v' }] };
  const puts = ({ received }: { received: Received[] }) => received.filter(({ method }) => method === 'PUT');

  it('nothing goes to the place before, also when the keychain failed', async () => {
    const [first, second] = [await open(), await open()];
    const desktop = testDesktop();
    const service = await startService({ desktop });
    const none = { signIn: 'none', apiKey: null } as const;
    const { id } = await save(service, draft(first.url, none));
    await callAsWindow(service, 'connections.open', { id });
    await callAsWindow(service, 'secrets.put', write);
    desktop.vault.removeCredential = () => Promise.reject(new Error('no disk'));
    const edit = (url: string) => failure(service, 'connections.save', draft(url, { id, ...none }));
    // To another server it is not even begun; below another path what is kept would hold.
    expect(await edit(second.url)).toMatchObject({ code: 'storage_failed' });
    expect((await listed(service)).connections).toMatchObject([{ url: first.url }]);
    expect(await edit(`${first.url}/phoenix`)).toMatchObject({ code: 'storage_failed' });
    expect((await listed(service)).connections).toMatchObject([{ url: `${first.url}/phoenix` }]);
    await callAsWindow(service, 'secrets.put', write);
    expect(puts(first).map(({ path }) => path)).toEqual(['/v1/secrets', '/phoenix/v1/secrets']);
    expect(puts(second)).toEqual([]);
  });

  it('nothing goes to the place before while a slow keychain takes the new key', async () => {
    const server = await phoenix();
    const desktop = testDesktop();
    const service = await startService({ desktop });
    const { id } = await save(service, draft(server.url));
    await callAsWindow(service, 'connections.open', { id });
    await callAsWindow(service, 'secrets.put', write);
    const { writeCredential } = desktop.vault;
    let go: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      desktop.vault.writeCredential = async (...given) => {
        resolve();
        await new Promise<void>((open) => (go = open));
        return writeCredential.apply(desktop.vault, given);
      };
    });
    const saving = save(service, draft(`${server.url}/phoenix`, { id }));
    await asked;
    await callAsWindow(service, 'secrets.put', write);
    go();
    await saving;
    expect(puts(server).map(({ path }) => path)).toEqual(['/v1/secrets', '/phoenix/v1/secrets']);
  });
});

describe('a write that an edit of the connection overtakes', () => {
  /** Edits the connection, from one server to another, while the first one is asked for times. */
  async function overtaken(write: (service: TestService) => Promise<unknown>) {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let hold = false;
    const first = await phoenix({
      graphql: async () => {
        if (hold) await held;
        return null;
      },
    });
    const second = await phoenix();
    const service = await startService({ desktop: testDesktop() });
    const { id } = await save(service, draft(first.url));
    await callAsWindow(service, 'connections.open', { id });
    await callAsWindow(service, 'connections.check', { id });
    hold = true;
    const asked = first.received.length;
    const writing = write(service);
    await expect.poll(() => first.received.length).toBeGreaterThan(asked);
    await save(service, draft(second.url, { id }));
    release();
    return {
      outcome: await writing,
      puts: [...first.received, ...second.received].map(({ method }) => method),
    };
  }

  it.each<[operation: string, input: object]>([
    ['secrets.put', { secrets: [{ key: 'A', value: 'v' }] }],
    ['secrets.delete', { keys: ['A'] }],
  ])('is not sent: %s', async (operation, input) => {
    const { outcome, puts } = await overtaken((service) => failure(service, operation, input));
    expect(outcome).toMatchObject({ code: 'conflict', rule: 'connection_changed' });
    expect(puts).not.toContain('PUT');
  });

  it('is not sent by the rights of the server before it either', async () => {
    const { server: first, hold, release } = await hesitant();
    const second = await phoenix();
    const desktop = testDesktop();
    const before = await startService({ desktop });
    const { id } = await save(before, draft(first.url));
    await before.dispose();
    hold();
    const service = await startService({ desktop, settings: { dataFolder: before.folder } });
    await callAsWindow(service, 'connections.open', { id });
    const writing = failure(service, 'secrets.put', { secrets: [{ key: 'A', value: 'v' }] });
    await save(service, draft(second.url, { id }));
    release();
    expect(await writing).toMatchObject({ code: 'conflict', rule: 'connection_changed' });
    expect([...first.received, ...second.received].map(({ method }) => method)).not.toContain('PUT');
  });
});
