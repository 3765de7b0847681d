import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApiKeyRow } from '../../../src-shared/contract';
import { startWithPeople, windowOf } from '../../support/people';
import { openDatabase, query } from '../../support/database';
import { filesWith } from '../../support/files';
import {
  adminSecret,
  callAsWindow,
  put,
  startService,
  window,
  type TestService,
} from '../../support/service';

const body = { secrets: [{ key: 'K', value: 'v' }] };
const create = (service: TestService, expiresInDays: number | null = null) =>
  callAsWindow<{ apiKey: ApiKeyRow; token: string }>(service, 'access.createApiKey', {
    name: ' ci ',
    kind: 'system',
    expiresInDays,
  });
const list = async (service: TestService) =>
  (await callAsWindow<{ apiKeys: ApiKeyRow[] }>(service, 'access.listApiKeys', {})).apiKeys;

describe('an API key', () => {
  it('is shown once and kept as a hash only', async () => {
    const service = await startService();
    const { apiKey, token } = await create(service);
    expect(token).toMatch(/^phx_loc_[A-Za-z0-9_-]{43}$/);
    expect(apiKey).toMatchObject({
      name: 'ci',
      kind: 'system',
      owner: { id: '1', name: 'system' },
      expiresAt: null,
      lastUsedAt: null,
    });
    expect(await list(service)).toEqual([apiKey]);
    const [row] = query(join(service.folder, 'secrets.db'), 'SELECT * FROM api_keys');
    expect(row?.['token_sha256']).toEqual(createHash('sha256').update(token).digest());
    await service.dispose();
    expect(filesWith(service.folder, token.slice(8))).toEqual([]);
  });

  it('stores secrets in the name of the system user, also after a new start', async () => {
    const service = await startService();
    const { token } = await create(service);
    await service.dispose();
    const again = await startService({ settings: { dataFolder: service.folder } });
    expect((await put(again.url, body, { token })).status).toBe(200);
    const page = await callAsWindow<{ rows: unknown[] }>(again, 'secrets.list', { after: null, limit: 1 });
    expect(page.rows).toMatchObject([{ owner: { id: '1', name: 'system' } }]);
  });

  it('is refused at once when it is deleted', async () => {
    const service = await startService();
    const { apiKey, token } = await create(service);
    expect((await put(service.url, body, { token })).status).toBe(200);
    await callAsWindow(service, 'access.deleteApiKey', { id: apiKey.id });
    expect(await put(service.url, body, { token })).toMatchObject({ status: 401, text: 'Invalid token' });
    expect(await list(service)).toEqual([]);
    await expect(callAsWindow(service, 'access.deleteApiKey', { id: apiKey.id })).rejects.toThrow(
      'not_found',
    );
  });

  it('expires to the second', async () => {
    let now = Date.UTC(2026, 0, 1);
    const service = await startService({ now: () => now });
    const { apiKey, token } = await create(service, 1);
    expect(apiKey.expiresAt).toBe('2026-01-02T00:00:00Z');
    now = Date.UTC(2026, 0, 1, 23, 59, 59);
    expect((await put(service.url, body, { token })).status).toBe(200);
    now = Date.UTC(2026, 0, 2);
    expect(await put(service.url, body, { token })).toMatchObject({ status: 401, text: 'Expired token' });
  });

  it('shows when it was last used, also after a new start', async () => {
    let now = Date.UTC(2026, 0, 1);
    const service = await startService({ now: () => now });
    const { token } = await create(service);
    now += 5000;
    await put(service.url, body, { token });
    expect((await list(service))[0]?.lastUsedAt).toBe('2026-01-01T00:00:05Z');
    await service.dispose();
    const again = await startService({ settings: { dataFolder: service.folder } });
    expect((await list(again))[0]?.lastUsedAt).toBe('2026-01-01T00:00:05Z');
  });

  it('tells the window when one is made or deleted', async () => {
    const service = await startService();
    const told: string[] = [];
    service.onEvent((name) => told.push(name));
    const { apiKey } = await create(service);
    await callAsWindow(service, 'access.deleteApiKey', { id: apiKey.id });
    expect(told).toEqual(['access.changed', 'access.changed']);
  });
});

describe('who is calling', () => {
  it('has the role that the database says now, not the one of the start', async () => {
    const service = await startWithPeople();
    const token = service.keys.ADMIN;
    expect((await put(service.url, body, { token })).status).toBe(200);
    const database = openDatabase(join(service.folder, 'secrets.db'));
    database.exec("UPDATE users SET role = 'VIEWER' WHERE role = 'ADMIN'");
    database.close();
    expect(await put(service.url, body, { token })).toMatchObject({
      status: 403,
      text: 'Viewers cannot perform this action.',
    });
    expect(await service.api.call('secrets.usage', {}, windowOf('ADMIN'))).toMatchObject({
      error: { code: 'forbidden' },
    });
  });

  it('is nobody without a user', async () => {
    const service = await startWithPeople();
    const database = openDatabase(join(service.folder, 'secrets.db'));
    database.pragma('foreign_keys = OFF');
    database.exec('DELETE FROM users');
    database.close();
    expect((await put(service.url, body, { token: service.keys.ADMIN })).status).toBe(401);
    expect((await put(service.url, body, { token: adminSecret })).status).toBe(401);
    expect(await service.api.call('settings.get', {}, windowOf('ADMIN'))).toMatchObject({
      error: { code: 'unauthenticated' },
    });
  });

  it('is the operator in the window while there is no authentication', async () => {
    const service = await startService();
    const session = {
      authentication: false,
      user: { id: '2', name: 'admin', email: 'admin@localhost', role: 'ADMIN' },
      mustChangePassword: false,
      ended: null,
      lastEmail: null,
    };
    expect(await callAsWindow(service, 'access.session', {})).toEqual(session);
    expect(await callAsWindow(service, 'access.signOut', {})).toEqual(session);
    const signIn = { email: 'admin@localhost', password: 'admin' };
    expect(await service.api.call('access.signIn', signIn, window)).toMatchObject({
      error: { code: 'conflict', rule: 'no_authentication' },
    });
  });

  it('is nobody with an admin secret that is not set', async () => {
    const service = await startService({ settings: { phoenixAdminSecret: null } });
    for (const token of ['null', 'undefined', '', adminSecret]) {
      expect((await put(service.url, body, { token })).status).toBe(401);
    }
  });
});
