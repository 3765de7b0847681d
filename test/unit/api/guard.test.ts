import fc from 'fast-check';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { Api } from '../../../src-main/api/guard';
import type { ApiServices } from '../../../src-main/api/services';
import type { Caller, Identity, Origin } from '../../../src-shared/caller';
import { operationOf, roles } from '../../../src-shared/contract';
import { AppError } from '../../../src-shared/errors';
import { operationNames, type OperationName } from '../../../src-shared/operations';
import { allOperations, allowed, mayCall } from '../../support/matrix';
import { startService, window, type TestService } from '../../support/service';

function callerOf(role: (typeof roles)[number]): Caller {
  return { role, userId: 2, name: role, via: 'api_key' };
}

const callers: Record<string, Identity> = {
  nobody: { caller: null, hold: null },
  expired: { caller: null, hold: 'expired' },
  must_change: { caller: callerOf('ADMIN'), hold: 'password_change_required' },
  ...Object.fromEntries(roles.map((role) => [role, { caller: callerOf(role), hold: null }])),
};

/** In these tests a token is the name of who it speaks for. */
const from = (token: string): Origin => ({ kind: 'token', token });

/** Services of which every method does the same; what was called is noted. */
function api(answer: () => unknown): { api: Api; called: string[] } {
  const called: string[] = [];
  const services = Object.fromEntries(
    Object.entries(operationNames).map(([room, names]) => [
      room,
      Object.fromEntries(
        names.map((name) => [
          name,
          () => {
            called.push(`${room}.${name}`);
            return Promise.resolve().then(answer);
          },
        ]),
      ),
    ]),
  ) as unknown as ApiServices;
  const identify = (origin: Origin) => callers[origin.kind === 'token' ? origin.token : 'nobody'] as Identity;
  return { api: new Api(services, identify), called };
}

describe('roles', () => {
  it('are set for every operation', () => {
    expect(Object.keys(allowed).sort()).toEqual([...allOperations].sort());
    for (const name of allOperations) expect(operationOf(name)).toBeDefined();
  });

  it.each(allOperations.flatMap((name) => Object.keys(callers).map((who) => ({ name, who }))))(
    '$name by $who',
    async ({ name, who }) => {
      const { api: guard, called } = api(() => {
        throw new AppError('not_found', 'reached');
      });
      // An input that no schema takes: a caller who may call gets that far, another one does not.
      const result = await guard.call(name, 'no input at all', from(who));
      const code = result.ok ? 'ok' : result.error.code;
      const refusals: Record<string, string> = {
        nobody: 'unauthenticated',
        expired: 'expired',
        must_change: 'password_change_required',
      };
      const may = mayCall(name, who);
      expect(code).toBe(may ? 'invalid_input' : (refusals[who] ?? 'forbidden'));
      expect((await guard.refusal(name, from(who))) === null).toBe(may);
      expect(called).toEqual([]);
    },
  );

  it("have Phoenix's two sentences", async () => {
    const { api: guard } = api(() => ({}));
    const refusal = async (role: 'MEMBER' | 'VIEWER') => guard.call('secrets.put', {}, from(role));
    expect(await refusal('VIEWER')).toMatchObject({
      error: { message: 'Viewers cannot perform this action.' },
    });
    expect(await refusal('MEMBER')).toMatchObject({
      error: { message: 'Only admin or system users can perform this action.' },
    });
  });
});

describe('the guard', () => {
  it.each([
    'secrets',
    'secrets.',
    'secrets.put.x',
    '.put',
    '',
    'secrets.constructor',
    'secrets.__proto__',
    '__proto__.toString',
    'constructor.name',
    'toString.call',
    'secrets.encryption',
    'secrets.close',
  ])('does not know %j', async (name) => {
    const { api: guard, called } = api(() => ({}));
    const result = await guard.call(name, {}, from('ADMIN'));
    expect(result).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(await guard.refusal(name, from('ADMIN'))).not.toBeNull();
    expect(called).toEqual([]);
  });

  it('lets nothing out that the output does not name', async () => {
    const row = { key: 'A', updatedAt: '2026-01-01T00:00:00Z', owner: null, unreadable: null, reason: null };
    const page = { next: null, total: 1, revision: 1 };
    const call = (rows: unknown[]) =>
      api(() => ({ ...page, rows })).api.call('secrets.list', { after: null, limit: 1 }, from('ADMIN'));
    expect(await call([row])).toMatchObject({ ok: true });
    expect(await call([{ ...row, value: 'sk-leak' }])).toEqual({
      ok: false,
      error: { code: 'internal', message: 'Something went wrong inside the program.' },
    });
  });

  it('tells an expected failure as it is and any other error by no word of its own', async () => {
    const call = (error: Error) =>
      api(() => {
        throw error;
      }).api.call('secrets.usage', {}, from('ADMIN'));
    expect(await call(new AppError('already_exists', 'there', { keys: ['A'] }))).toEqual({
      ok: false,
      error: { code: 'already_exists', message: 'there', keys: ['A'] },
    });
    expect(JSON.stringify(await call(new Error('sk-canary')))).not.toContain('canary');
  });

  it('asks who calls for the very room that is called', async () => {
    const rooms: string[] = [];
    const guard = new Api({} as ApiServices, (_origin, room) => {
      rooms.push(room);
      return { caller: null, hold: null };
    });
    for (const name of ['secrets.list', 'connections.list', 'settings.get'] as const) {
      expect(await guard.call(name, {}, from('nobody'))).toMatchObject({ ok: false });
      expect(await guard.refusal(name, from('nobody'))).not.toBeNull();
    }
    const each = ['secrets', 'connections', 'settings'];
    expect(rooms).toEqual(each.flatMap((room) => [room, room]));
  });

  it('names the rule and the place of a bad input, never the input', async () => {
    const { api: guard } = api(() => ({}));
    const call = async (name: OperationName, input: unknown) => {
      const result = await guard.call(name, input, from('ADMIN'));
      if (result.ok) throw new Error('It was taken.');
      return result.error.issues;
    };
    expect(await call('secrets.put', { secrets: [{ key: '1', value: '' }, { value: 5 }] })).toEqual([
      { path: ['secrets', 0, 'key'], rule: 'key_starts_with_digit' },
      { path: ['secrets', 0, 'value'], rule: 'value_empty' },
      { path: ['secrets', 1, 'key'], rule: 'required' },
      { path: ['secrets', 1, 'value'], rule: 'string' },
    ]);
    expect(await call('access.session', { canary: 1 })).toEqual([{ path: [], rule: 'unrecognized_keys' }]);
    expect(await call('secrets.list', { after: null, limit: 5000 })).toEqual([
      { path: ['limit'], rule: 'too_big' },
    ]);
  });
});

describe('any input at all', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({ cleanup: afterAll });
  });

  it('millions of bytes are refused unread, and the guard does not give way', async () => {
    const result = await service.api.call('settings.setPreferences', new Uint8Array(2e7), window);
    // Not one word of the fields that they would have.
    expect(result).toMatchObject({ error: { issues: [{ path: [], rule: 'invalid_type' }] } });
  });

  it('on which the schemas themselves give up is a bad input like any other', async () => {
    // `max` compares the length of whatever has one.
    const password = { length: Object.create(null) as unknown };
    expect(await service.api.call('access.signIn', { email: 'a@b.c', password }, window)).toEqual({
      ok: false,
      error: {
        code: 'invalid_input',
        message: 'The input breaks a rule.',
        issues: [{ path: [], rule: 'invalid_type' }],
      },
    });
  });

  it('of undefined choices leaves the choices as they are', async () => {
    const before = await service.api.call('settings.getPreferences', {}, window);
    const nothing = { theme: undefined, sort: undefined };
    expect(await service.api.call('settings.setPreferences', nothing, window)).toEqual(before);
  });

  it.each(allOperations)(
    'to %s is answered with a value or a coded failure that does not repeat it',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(inputs, async (input) => {
          const result = await service.api.call(name, input, window);
          if (result.ok) return;
          expect([
            'invalid_input',
            'not_found',
            'expired',
            'already_exists',
            'conflict',
            'wrong_credentials',
          ]).toContain(result.error.code);
          expect(JSON.stringify(result.error)).not.toContain('canary');
        }),
        { numRuns: 200, seed: 11 },
      );
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );
});

const field = fc.constantFrom(
  'secrets',
  'key',
  'value',
  'keys',
  'token',
  'id',
  'limit',
  'after',
  'role',
  '__proto__',
  'text',
);
const inputs = fc.letrec((again) => ({
  leaf: fc.oneof(
    fc.constantFrom<unknown>('canary', 'A_KEY', '', null, true, -1, 1e21, NaN, { role: 'ADMIN canary' }),
    fc.string(),
    fc.integer(),
  ),
  node: fc.oneof(
    { maxDepth: 4 },
    again('leaf'),
    fc.array(again('node'), { maxLength: 3 }),
    fc.dictionary(field, again('node'), { maxKeys: 4 }),
    fc.constant(
      JSON.parse('{"__proto__":{"polluted":"canary"},"secrets":[{"key":"A","value":"canary"}]}') as unknown,
    ),
  ),
})).node;
