import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Origin } from '../../src-shared/caller';
import type { OperationName } from '../../src-shared/operations';
import { query } from '../support/database';
import { allOperations, allowed, mayCall } from '../support/matrix';
import { startWithPeople, windowOf, windows, type ServiceWithPeople } from '../support/people';
import { openConnection } from '../support/raw-http';
import { adminSecret, put } from '../support/service';

let service: ServiceWithPeople;
beforeAll(async () => {
  service = await startWithPeople({ cleanup: afterAll });
});

interface Someone {
  readonly who: string;
  /** What the table of roles knows this caller as; null for one that is nobody. */
  readonly as: string | null;
  readonly origin: () => Origin;
  /** What a refusal of this caller is. */
  readonly refusal: string;
}

const byWindow = (Object.keys(windows) as (keyof typeof windows)[]).map((name): Someone => ({
  who: `window of ${name}`,
  as: name,
  origin: () => windowOf(name),
  refusal:
    { nobody: 'unauthenticated', must_change: 'password_change_required' }[name as string] ?? 'forbidden',
}));

const tokens: [who: string, as: string, token: () => string, refusal: string][] = [
  ['system key', 'SYSTEM', () => service.keys.SYSTEM, 'forbidden'],
  ['key of an Admin', 'ADMIN', () => service.keys.ADMIN, 'forbidden'],
  ['key of a Member', 'MEMBER', () => service.keys.MEMBER, 'forbidden'],
  ['key of a Viewer', 'VIEWER', () => service.keys.VIEWER, 'forbidden'],
  ['admin secret', 'SYSTEM', () => adminSecret, 'forbidden'],
  ['expired key', 'nobody', () => service.dead.expired, 'expired'],
  ['key of a deleted user', 'nobody', () => service.dead.deleted, 'unauthenticated'],
  ['no key of ours', 'nobody', () => 'phx_loc_nope', 'unauthenticated'],
];
const byToken = tokens.map(([who, as, token, refusal]): Someone => ({
  who,
  as,
  origin: () => ({ kind: 'token', token: token() }),
  refusal,
}));

/** An input that would do something, were it let in. */
const harm: Partial<Record<OperationName, () => unknown>> = {
  'secrets.list': () => ({ after: null, limit: 10 }),
  'secrets.put': () => ({ secrets: [{ key: 'HARM', value: 'v' }] }),
  'secrets.delete': () => ({ keys: ['KEPT'] }),
  'secrets.undoDelete': () => ({ token: 'x' }),
  'access.changePassword': () => ({ currentPassword: 'x', newPassword: 'a new password' }),
  'access.createUser': () => ({ email: 'h@b.c', username: 'h', password: 'password', role: 'ADMIN' }),
  'access.setUserRole': () => ({ id: service.ids.VIEWER, role: 'ADMIN' }),
  'access.resetPassword': () => ({ id: '2', password: 'taken over' }),
  'access.deleteUser': () => ({ id: service.ids.must_change }),
  'access.createApiKey': () => ({ name: 'harm', kind: 'personal', expiresInDays: null }),
  'access.deleteApiKey': () => ({ id: 3 }),
  'settings.setEncryptionKey': () => ({ secret: null }),
};

function stored(): unknown {
  const path = join(service.folder, 'secrets.db');
  return ['users', 'secrets', 'encryption_key', 'sign_in_attempts'].map((table) =>
    query(path, `SELECT * FROM ${table}`),
  );
}

describe('the table of roles', () => {
  it('knows every operation', () => {
    expect(Object.keys(allowed).sort()).toEqual([...allOperations].sort());
  });
});

const cases = allOperations.flatMap((name) => [...byWindow, ...byToken].map((one) => ({ name, ...one })));

describe('each operation by each caller', () => {
  it.each(cases)('$name by $who', async ({ name, as, origin, refusal }) => {
    const keys = query(join(service.folder, 'secrets.db'), 'SELECT id FROM api_keys').length;
    const before = stored();
    const may = mayCall(name, as ?? 'nobody');
    // One who may gets as far as the input, and a bad one does nothing; one who may not gives a good one.
    const input = may ? 'no input at all' : (harm[name]?.() ?? {});
    const result = await service.api.call(name, input, origin());
    expect(result.ok ? 'ok' : result.error.code).toBe(may ? 'invalid_input' : refusal);
    expect(stored()).toEqual(before);
    expect(query(join(service.folder, 'secrets.db'), 'SELECT id FROM api_keys')).toHaveLength(keys);
  });
});

describe('PUT /v1/secrets, the one operation that REST offers', () => {
  const answers: Record<string, [status: number, text: string]> = {
    unauthenticated: [401, 'Invalid token'],
    expired: [401, 'Expired token'],
    MEMBER: [403, 'Only admin or system users can perform this action.'],
    VIEWER: [403, 'Viewers cannot perform this action.'],
  };

  it.each(tokens)('by %s: the role before the body', async (_who, as, token, refusal) => {
    const before = stored();
    const bad = await put(service.url, '{"secrets": nonsense', { token: token() });
    const good = await put(service.url, { secrets: [{ key: 'BY_REST', value: null }] }, { token: token() });
    if (mayCall('secrets.put', as)) {
      expect([bad.status, good.status]).toEqual([422, 200]);
    } else {
      const [status, text] = answers[as] ?? answers[refusal] ?? [0, ''];
      for (const answer of [bad, good]) expect(answer).toMatchObject({ status, text });
    }
    expect(stored()).toEqual(before);
  });

  it('is all there is: another path needs a row in this matrix', async () => {
    const document = await new Promise<string>((resolve, reject) => {
      request(`${service.url}/openapi.json`, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => resolve(text));
      })
        .on('error', reject)
        .end();
    });
    const { paths } = JSON.parse(document) as { paths: Record<string, object> };
    const served = Object.entries(paths).map(([path, methods]) => [path, Object.keys(methods)]);
    expect(served).toEqual([
      ['/v1/secrets', ['put']],
      ['/healthz', ['get']],
      ['/openapi.json', ['get']],
    ]);
  });

  it('is decided again when the body is there: a key that was revoked meanwhile stores nothing', async () => {
    const made = await service.api.call(
      'access.createApiKey',
      { name: 'late', kind: 'system', expiresInDays: null },
      windowOf('ADMIN'),
    );
    if (!made.ok) throw new Error(made.error.code);
    const { apiKey, token } = made.value as { apiKey: { id: number }; token: string };
    const body = '{"secrets":[{"key":"LATE","value":"v"}]}';
    const socket = await openConnection(service.url);
    socket.write(
      `PUT /v1/secrets HTTP/1.1\r\nHost: ${new URL(service.url).host}\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await service.api.call('access.deleteApiKey', { id: apiKey.id }, windowOf('ADMIN'));
    socket.write(body.slice(5));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
    expect(JSON.stringify(stored())).not.toContain('LATE');
  });
});
