import { describe, expect, it } from 'vitest';
import { PhoenixSecrets } from '../../../src-main/secrets/phoenix/backend';
import { PageRuns } from '../../../src-main/secrets/phoenix/page-runs';
import type { GraphqlAnswer, PhoenixServer, ServerAbout } from '../../../src-main/secrets/phoenix/server';
import type { Events, PutSecretsInput, Role, SecretPage } from '../../../src-shared/contract';
import { AppError, type Failure } from '../../../src-shared/errors';

/** What a real server cannot be made to do; all that it can is in test/contract/secrets-backend.test.ts. */
class StubServer implements PhoenixServer {
  person: ServerAbout['person'] = { id: 'VXNlcjoy', name: 'ann', role: 'ADMIN' };
  asked: { document: string; variables: Readonly<Record<string, unknown>> }[] = [];
  puts: unknown[] = [];
  fresh = 0;
  generation = 0;

  constructor(
    private readonly answer: (document: string, variables: Readonly<Record<string, unknown>>) => unknown,
    private readonly store: (body: { secrets: { key: string; value: string | null }[] }) => {
      status: number;
      body: unknown;
    } = () => ({ status: 500, body: null }),
  ) {}

  async about(options?: { fresh: boolean }): Promise<ServerAbout> {
    if (options?.fresh) this.fresh += 1;
    return { version: '12.31.1', person: this.person };
  }

  async query(document: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer> {
    this.asked.push({ document, variables });
    const answer = this.answer(document, variables);
    return answer instanceof Error
      ? { data: null, errors: [{ message: answer.message }] }
      : { data: answer, errors: [] };
  }

  mutate(document: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer> {
    return this.query(document, variables);
  }

  async put(_path: string, body: unknown): Promise<{ status: number; body: unknown }> {
    this.puts.push(body);
    return this.store(body as { secrets: { key: string; value: string | null }[] });
  }
}

const row = (key: string, more: object = {}) => ({
  node: {
    key,
    updatedAt: '2026-02-03T04:05:06+00:00',
    user: { id: 'VXNlcjoy', username: 'ann' },
    value: { __typename: 'DecryptedSecret' },
    ...more,
  },
});
const pageOf = (keys: readonly string[], next: string | null = null) => ({
  secrets: { edges: keys.map((key) => row(key)), pageInfo: { hasNextPage: next !== null, endCursor: next } },
});

function secretsOn(server: PhoenixServer) {
  const changes: Events['secrets.changed'][] = [];
  const secrets = new PhoenixSecrets({ server, connection: 'c', listener: (change) => changes.push(change) });
  return { secrets, changes };
}

async function failureOf(work: Promise<unknown>): Promise<Pick<Failure, 'code' | 'rule'>> {
  const error: unknown = await work.then(
    () => new Error('It went well.'),
    (failure: unknown) => failure,
  );
  if (!(error instanceof AppError)) throw error;
  const { rule, keys, version } = error.details;
  return { code: error.code, ...(rule && { rule }), ...(keys && { keys }), ...(version && { version }) };
}

/** Reads pages until the last one. */
async function readAll(secrets: PhoenixSecrets, limit = 2): Promise<SecretPage[]> {
  const pages: SecretPage[] = [];
  let after: string | null = null;
  do {
    const page: SecretPage = await secrets.list({ after, limit });
    pages.push(page);
    after = page.next;
  } while (after !== null);
  return pages;
}

const input = (
  secrets: PutSecretsInput['secrets'],
  more: Partial<PutSecretsInput> = {},
): PutSecretsInput => ({
  secrets,
  onExisting: 'replace',
  ifUnchanged: [],
  ...more,
});

describe('a page', () => {
  const odd = (more: object) =>
    secretsOn(
      new StubServer(() => ({
        secrets: { edges: [row('A'), row('B', more)], pageInfo: { hasNextPage: false, endCursor: null } },
      })),
    ).secrets.list({ after: null, limit: 10 });

  it.each([
    ['no user', { user: undefined }],
    ['a user without a name', { user: { id: 'VXNlcjoy', username: null } }],
    ['a user that is none', { user: 7 }],
  ])('with %s has a row without an owner', async (_what, more) => {
    expect((await odd(more)).rows.map(({ owner }) => owner)).toEqual([{ id: 'VXNlcjoy', name: 'ann' }, null]);
  });

  it.each([
    ['yesterday', '1970-01-01T00:00:00Z'],
    [null, '1970-01-01T00:00:00Z'],
    [{ toString: 1, valueOf: 1 }, '1970-01-01T00:00:00Z'],
    [['2026-02-03T04:05:06'], '1970-01-01T00:00:00Z'],
    ['2026-02-31T00:00:00+00:00', '2026-03-03T00:00:00Z'],
    ['0000-01-01T00:00:00+01:00', '1970-01-01T00:00:00Z'],
    ['2026-02-03T04:05:06.123456+00:00', '2026-02-03T04:05:06.123456Z'],
    ['2026-02-03T04:05:06.5+02:00', '2026-02-03T02:05:06.5Z'],
  ])('with the time %s shows %s', async (given, shown) => {
    expect((await odd({ updatedAt: given })).rows[1]?.updatedAt).toBe(shown);
  });

  it.each(['\u0000\u001b[31m', '<img src=x onerror=alert(1)>', '\u202eKEY', 'K'.repeat(65_536)])(
    'may have any key',
    async (key) => {
      expect((await odd({ key })).rows[1]?.key).toBe(key);
    },
  );

  it('cuts a name, and has no owner with an id that is none', async () => {
    const user = { id: 'VXNlcjoy', username: 'x'.repeat(100_000) };
    expect((await odd({ user })).rows[1]?.owner?.name).toHaveLength(300);
    expect((await odd({ user: { ...user, id: 'x'.repeat(1001) } })).rows[1]?.owner).toBeNull();
  });

  it('has what the server says of a row that it cannot read, cut to 300 characters', async () => {
    const value = { __typename: 'UnparsableSecret', parseError: 'x'.repeat(299) + '😀' };
    expect((await odd({ value })).rows[1]).toMatchObject({
      unreadable: 'server',
      reason: `${'x'.repeat(299)}\ufffd`,
    });
    const silent = { __typename: 'UnparsableSecret', parseError: '' };
    expect((await odd({ value: silent })).rows[1]).toMatchObject({ unreadable: 'server', reason: null });
  });

  it.each([
    [
      'a key that is no text',
      { secrets: { edges: [row('A', { key: 1 })], pageInfo: { hasNextPage: false, endCursor: null } } },
    ],
    ['no pageInfo', { secrets: { edges: [] } }],
    ['no edges', { secrets: null }],
    ['nothing', null],
    [
      'more to come and no place to go on from',
      { secrets: { edges: [row('A')], pageInfo: { hasNextPage: true, endCursor: null } } },
    ],
    ['more rows than were asked for', pageOf(['A', 'B', 'C'])],
    ['a key that no server holds', pageOf(['A', 'K'.repeat(65_537)])],
    ['a place to go on from that no server gives', pageOf(['A'], 'x'.repeat(262_145))],
  ])('with %s is refused', async (_what, answer) => {
    const { secrets } = secretsOn(new StubServer(() => answer));
    expect(await failureOf(secrets.list({ after: null, limit: 2 }))).toEqual({
      code: 'bad_answer',
      rule: 'shape',
    });
  });
});

it.each(['', ' A ', '1ST', 'A-B', 'Ä'])(
  'the key "%s" is not deleted: a server would refuse it, or strip it and delete another one',
  async (key) => {
    const server = new StubServer(() => pageOf([]));
    await expect(secretsOn(server).secrets.delete({ keys: ['A', key] })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: ['keys', 1] }] },
    });
    expect([...server.asked, ...server.puts]).toEqual([]);
  },
);

describe('pages', () => {
  it('are counted at their end, and the number stays until something is written', async () => {
    const keys = ['A', 'B', 'C', 'D', 'E'];
    const server = new StubServer(
      (_document, { after, keys: some }) => {
        if (some) return pageOf([]);
        const start = after === null ? 0 : keys.indexOf(after as string) + 1;
        const page = keys.slice(start, start + 2);
        return pageOf(page, start + 2 < keys.length ? (page.at(-1) ?? null) : null);
      },
      () => ({ status: 200, body: { data: { upserted_keys: ['F'], deleted_keys: [] } } }),
    );
    const { secrets } = secretsOn(server);
    expect((await readAll(secrets)).map(({ total }) => total)).toEqual([null, null, 5]);
    // Read twice, as after a lost answer: no row came twice.
    expect((await secrets.list({ after: null, limit: 2 })).total).toBe(5);
    expect((await secrets.list({ after: null, limit: 2 })).total).toBe(5);
    await secrets.put(input([{ key: 'F', value: 'v' }]));
    expect((await secrets.list({ after: null, limit: 2 })).total).toBeNull();
    expect((await secrets.list({ after: 'D', limit: 2 })).total).toBeNull();
  });

  it.each<[string, (after: string | null) => unknown]>([
    ['leads to itself', () => pageOf(['A', 'B'], 'B')],
    ['is empty with more to come', (after) => pageOf([], after === null ? 'x' : 'y')],
    [
      'goes back',
      (after) =>
        after === 'D'
          ? pageOf(['A', 'B'], 'B')
          : after === null
            ? pageOf(['A', 'B'], 'B')
            : pageOf(['C', 'D'], 'D'),
    ],
    ['has other places and the same rows', (after) => pageOf(['A', 'B'], `${after ?? ''}+`)],
    ['has a row twice', () => pageOf(['A', 'A'])],
  ])('that %s ends the list', async (_what, answer) => {
    const server = new StubServer((_document, { after }) => answer(after as string | null));
    const { secrets } = secretsOn(server);
    expect(await failureOf(readAll(secrets))).toEqual({ code: 'bad_answer', rule: 'endless' });
    expect(server.asked.length).toBeLessThanOrEqual(3);
  });

  it.each([
    [1000, 100],
    [1, 200],
  ])('of %i rows that never end do end after %i', (size, most) => {
    const runs = new PageRuns();
    const take = (page: number) => {
      const keys = Array.from({ length: size }, (_, index) => `K${page * size + index}`);
      runs.take(page === 0 ? null : `${page - 1}`, keys, `${page}`, size);
    };
    for (let page = 0; page < most; page += 1) take(page);
    expect(() => take(most)).toThrow('does not come to an end');
  });

  it('that hold more text than any list has are too large together', async () => {
    const long = 'x'.repeat(60_000);
    const server = new StubServer((_document, { after }) => {
      const start = Number(after ?? 0);
      const keys = Array.from({ length: 100 }, (_, index) => `${long}${start + index}`);
      return pageOf(keys, `${start + 100}`);
    });
    expect(await failureOf(readAll(secretsOn(server).secrets, 100))).toEqual({
      code: 'bad_answer',
      rule: 'too_large',
    });
    expect(server.asked).toHaveLength(6);
  });

  it('in the order of people, as PostgreSQL sorts them, are fine', async () => {
    const pages = [pageOf(['a_b', 'A_B'], 'A_B'), pageOf(['AB', 'b'], 'b'), pageOf(['B'])];
    const { secrets } = secretsOn(new StubServer(() => pages.shift()));
    expect((await readAll(secrets)).at(-1)?.total).toBe(5);
  });
});

describe('what is asked', () => {
  it.each<[Role | null, boolean]>([
    ['ADMIN', true],
    ['SYSTEM', true],
    [null, true],
    ['MEMBER', false],
    ['VIEWER', false],
  ])('by %s has `value` in it: %s', async (role, values) => {
    const server = new StubServer(() => pageOf(['A']));
    server.person = role && { id: 'x', name: 'ann', role };
    await secretsOn(server).secrets.list({ after: null, limit: 10 });
    expect(server.asked[0]?.document.includes('value')).toBe(values);
  });
});

describe('a GraphQL error', () => {
  it.each([
    ['Only admin can perform this action', 'forbidden'],
    ['Viewers cannot perform this action', 'forbidden'],
    ['Database operations are disabled due to insufficient storage.', 'storage_locked'],
    ['an unexpected error occurred', 'server_failed'],
  ])('"%s" is %s', async (message, code) => {
    const server = new StubServer((document) =>
      document.includes('__type(') ? { __type: { fields: [{ name: 'secrets' }] } } : new Error(message),
    );
    expect(await failureOf(secretsOn(server).secrets.list({ after: null, limit: 1 }))).toEqual({ code });
    expect(server.fresh).toBe(code === 'forbidden' ? 1 : 0);
  });

  it.each([
    null,
    [],
    { __type: null },
    { __type: { fields: [null] } },
    { __type: { fields: [{ name: {} }] } },
  ])('of a server that does not show its schema is no proof of its age', async (answer) => {
    const server = new StubServer((document) =>
      document.includes('__type(') ? answer : new Error('an unexpected error occurred'),
    );
    expect(await failureOf(secretsOn(server).secrets.list({ after: null, limit: 1 }))).toEqual({
      code: 'server_failed',
    });
  });

  it('of a server whose schema has no secrets is too_old, whatever the error says', async () => {
    const server = new StubServer((document) =>
      document.includes('__type(')
        ? { __type: { fields: [{ name: 'viewer' }] } }
        : new Error('an unexpected error occurred'),
    );
    const expected = { code: 'too_old', version: '12.31.1' };
    const { secrets } = secretsOn(server);
    expect(await failureOf(secrets.list({ after: null, limit: 1 }))).toEqual(expected);
    expect(await failureOf(secrets.put(input([{ key: 'A', value: 'v' }])))).toEqual(expected);
    expect(server.puts).toEqual([]);
  });
});

describe('a write', () => {
  const put = (status: number, body: unknown) =>
    secretsOn(
      new StubServer(
        () => pageOf([]),
        () => ({ status, body }),
      ),
    );
  const canary = 'canary-of-a-value';

  it.each([
    ['leaves a key out', { upserted_keys: ['A'], deleted_keys: [] }],
    ['adds a key', { upserted_keys: ['A', 'B'], deleted_keys: ['C'] }],
    ['swaps the lists', { upserted_keys: ['C'], deleted_keys: ['A'] }],
    ['names a key twice', { upserted_keys: ['A', 'A'], deleted_keys: ['C'] }],
  ])('whose answer %s is a mismatch, and what is there is told', async (_what, data) => {
    const { secrets, changes } = put(200, { data });
    const entries = [
      { key: 'A', value: 'v' },
      { key: 'C', value: null },
    ];
    expect(await failureOf(secrets.put(input(entries)))).toEqual({ code: 'bad_answer', rule: 'mismatch' });
    await expect.poll(() => changes).toMatchObject([{ reset: false, deletedKeys: ['A', 'C'] }]);
  });

  it.each([
    [403, 'forbidden'],
    [400, 'invalid_input'],
    [422, 'invalid_input'],
    [413, 'too_large'],
    [418, 'server_failed'],
  ])('that is answered with %s is %s, without what the server says', async (status, code) => {
    const { secrets } = put(status, { detail: [{ input: canary, msg: canary }] });
    const error: unknown = await secrets
      .put(input([{ key: 'A', value: canary }]))
      .catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code });
    expect(JSON.stringify(error) + String(error) + String((error as Error).stack)).not.toContain(canary);
  });

  it.each([404, 405])('goes by the mutation where the endpoint is answered with %s', async (status) => {
    const server = new StubServer(
      (document) =>
        document.startsWith('mutation')
          ? { upsertOrDeleteSecrets: { upsertedSecrets: [{ key: 'A' }], deletedIds: [btoa('Secret:C')] } }
          : pageOf([]),
      () => ({ status, body: null }),
    );
    const entries = [
      { key: 'A', value: 'v' },
      { key: 'C', value: null },
    ];
    expect(await secretsOn(server).secrets.put(input(entries))).toEqual({
      upsertedKeys: ['A'],
      deletedKeys: ['C'],
    });
    expect(server.asked.filter(({ document }) => document.startsWith('mutation'))).toHaveLength(1);
  });

  it('that is answered by something else than JSON is not sent again', async () => {
    const { secrets } = put(200, null);
    expect(await failureOf(secrets.put(input([{ key: 'A', value: 'v' }])))).toMatchObject({
      code: 'outcome_unknown',
    });
  });

  it('reads back no more than was asked for', async () => {
    const server = new StubServer(
      (_document, { keys }) => pageOf(keys ? ['A', 'B', 'C'] : []),
      () => ({ status: 200, body: { data: { upserted_keys: ['A'], deleted_keys: [] } } }),
    );
    const { secrets, changes } = secretsOn(server);
    expect(await failureOf(secrets.put(input([{ key: 'A', value: 'v' }])))).toEqual({
      code: 'bad_answer',
      rule: 'shape',
    });
    expect([server.puts, changes]).toEqual([[], []]);
  });

  describe('without an answer', () => {
    const entries = [
      { key: 'A', value: 'v' },
      { key: 'B', value: null },
    ];
    /** What the server has before, and at each look after that. */
    const outcome = async (...looks: (Record<string, string> | Error)[]) => {
      const server = new StubServer(
        () => {
          const times = looks.length > 1 ? looks.shift() : looks[0];
          if (times instanceof Error) return times;
          const edges = Object.entries(times ?? {}).map(([key, updatedAt]) => row(key, { updatedAt }));
          return { secrets: { edges, pageInfo: { hasNextPage: false, endCursor: null } } };
        },
        () => {
          throw new AppError('outcome_unknown', '');
        },
      );
      const failure = await failureOf(secretsOn(server).secrets.put(input(entries)));
      expect(server.puts).toHaveLength(1);
      return failure;
    };
    const [early, late] = ['2026-02-03T04:05:06Z', '2026-02-03T04:05:07Z'];

    it('is not looked after on another server', async () => {
      const server: StubServer = new StubServer(
        () => pageOf([]),
        () => {
          server.generation += 1;
          throw new AppError('outcome_unknown', '');
        },
      );
      expect(await failureOf(secretsOn(server).secrets.put(input(entries)))).toMatchObject({
        rule: 'unknown',
      });
    });

    it.each<[string, string, (Record<string, string> | Error)[]]>([
      ['all of it shows', 'changed', [{ A: early, B: early }, { A: late }]],
      ['all of it shows a moment later', 'changed', [{ B: early }, { B: early }, { A: late }]],
      ['nothing of it shows', 'unchanged', [{ A: early, B: early }]],
      [
        'half of it shows',
        'unknown',
        [
          { A: early, B: early },
          { A: late, B: early },
        ],
      ],
      ['the server cannot be asked', 'unknown', [{ A: early }, new Error('an unexpected error occurred')]],
    ])('is looked after: %s', async (_what, rule, looks) => {
      expect(await outcome(...looks)).toEqual({ code: 'outcome_unknown', rule, keys: ['A', 'B'] });
    });
  });
});

describe('what reads a secret', () => {
  const parts: Record<string, object> = {
    modelProviders: {
      modelProviders: [
        {
          name: 'OpenAI',
          key: 'OPENAI',
          credentialRequirements: [{ envVarName: 'OPENAI_API_KEY', isRequired: true }],
        },
        {
          name: 'newcomer 9',
          key: 'NEWCOMER',
          credentialRequirements: [{ envVarName: 'NEW_KEY', isRequired: false }],
        },
        { name: '9', key: 'NINE', credentialRequirements: [{ envVarName: 'NINE_KEY', isRequired: true }] },
      ],
    },
    sandboxBackends: {
      sandboxBackends: [{ displayName: 'E2B', credentialSpecs: [{ key: 'E2B_API_KEY', isRequired: true }] }],
    },
    sandboxProviders: {
      sandboxProviders: [{ configs: [{ name: 'conf', config: { envVars: [{ secretKey: 'MINE' }] } }] }],
    },
    agentsConfig: { agentsConfig: { githubEnabled: true } },
    prompts: {
      prompts: {
        edges: [{ node: { name: 'p', version: { modelProvider: 'OPENAI', customProvider: null } } }],
        pageInfo: { hasNextPage: false, endCursor: null },
      },
    },
  };
  const partOf = (document: string) =>
    Object.keys(parts).find((name) => document.includes(`{${name}`) || document.includes(`  ${name}(`)) ?? '';
  const usesOn = async (answer: (part: string, variables: Readonly<Record<string, unknown>>) => unknown) => {
    const server = new StubServer((document, variables) => answer(partOf(document), variables));
    const { keys, unknown, cut } = await secretsOn(server).secrets.usage();
    const known = Object.fromEntries(
      keys.map(({ key, uses }) => [key, uses.map(({ kind, monogram }) => monogram ?? kind)]),
    );
    return { known, unknown, cut };
  };
  const all = {
    E2B_API_KEY: ['sandbox'],
    GITHUB_PERSONAL_ACCESS_TOKEN: ['assistant'],
    MINE: ['sandbox'],
    NEW_KEY: ['Ne'],
    NINE_KEY: ['provider'],
    OPENAI_API_KEY: ['Oa', 'prompt'],
  };

  it('is put together of all parts', async () => {
    expect(await usesOn((part) => parts[part])).toEqual({ known: all, unknown: [], cut: false });
  });

  const lostWith: [part: string, keys: string[], kinds: string[]][] = [
    ['modelProviders', ['NEW_KEY', 'NINE_KEY', 'OPENAI_API_KEY'], ['provider', 'prompt']],
    ['sandboxBackends', ['E2B_API_KEY'], ['sandbox']],
    ['sandboxProviders', ['MINE'], ['sandbox']],
    ['agentsConfig', ['GITHUB_PERSONAL_ACCESS_TOKEN'], ['assistant']],
    ['prompts', [], ['prompt']],
  ];
  const hidden = new Error('an unexpected error occurred');
  /** A schema with these fields. */
  const schemaOf = (...names: string[]) => ({
    __schema: { types: [{ fields: null }, { fields: names.map((name) => ({ name })) }] },
  });
  const allFields = [
    ['modelProviders', 'credentialRequirements', 'sandboxBackends', 'credentialSpecs', 'sandboxProviders'],
    ['configs', 'envVars', 'secretKey', 'agentsConfig', 'githubEnabled', 'prompts', 'version'],
    ['modelProvider', 'customProvider'],
  ].flat();

  it.each(lostWith)(
    'without %s in the schema loses that part, which is all there is',
    async (missing, lost) => {
      const rest = Object.keys(all).filter((key) => !lost.includes(key));
      const without = allFields.filter((name) => name !== missing);
      for (const [said, schema] of [
        [new Error(`Cannot query field '${missing}' on type 'Query'.`), null],
        [hidden, schemaOf(...without)],
      ]) {
        const { known, unknown } = await usesOn((part) =>
          part === '' ? schema : part === missing ? said : parts[part],
        );
        expect([Object.keys(known), unknown]).toEqual([rest, []]);
      }
    },
  );

  it('names what has the same name once, also where it is named twice', async () => {
    const config = {
      name: 'E2B',
      config: { envVars: [{ secretKey: 'MINE' }, { secretKey: 'E2B_API_KEY' }] },
    };
    const sandboxProviders = { sandboxProviders: [{ configs: [config] }, { configs: [config] }] };
    const { known } = await usesOn((part) => (part === 'sandboxProviders' ? sandboxProviders : parts[part]));
    expect([known['MINE'], known['E2B_API_KEY']]).toEqual([['sandbox'], ['sandbox']]);
  });

  it('without a field inside a part loses that part, as where the assistant knows no GitHub', async () => {
    const without = allFields.filter((name) => name !== 'githubEnabled');
    const { unknown } = await usesOn((part) =>
      part === '' ? schemaOf(...without) : part === 'agentsConfig' ? hidden : parts[part],
    );
    expect(unknown).toEqual([]);
  });

  it.each(lostWith)(
    'of which the server cannot say %s is told to be not known',
    async (missing, lost, kinds) => {
      const rest = Object.keys(all).filter((key) => !lost.includes(key));
      for (const schema of [schemaOf(...allFields), null, hidden]) {
        for (const instead of [hidden, new Error('Only admin'), { [missing]: 7 }, null]) {
          const { known, unknown } = await usesOn((part) =>
            part === '' ? schema : part === missing ? instead : parts[part],
          );
          expect([Object.keys(known), unknown]).toEqual([rest, kinds]);
        }
      }
    },
  );

  it('is no assistant where that is off', async () => {
    const off = { agentsConfig: { githubEnabled: false } };
    const { known, unknown } = await usesOn((part) => (part === 'agentsConfig' ? off : parts[part]));
    expect(known).not.toHaveProperty('GITHUB_PERSONAL_ACCESS_TOKEN');
    expect(unknown).toEqual([]);
  });

  it.each([
    [10, false],
    [11, true],
  ])(
    'is looked for in 1,000 prompts at most: of %i pages of 100 some are left out: %s',
    async (pages, cut) => {
      let asked = 0;
      const uses = await usesOn((part) => {
        if (part !== 'prompts') return parts[part];
        asked += 1;
        return { prompts: { edges: [], pageInfo: { hasNextPage: asked < pages, endCursor: `${asked}` } } };
      });
      expect(asked).toBe(10);
      expect(uses).toMatchObject({ unknown: [], cut });
    },
  );

  it('is not known of a part with a key that none has', async () => {
    const spec = { key: 'K'.repeat(65_537), isRequired: true };
    const long = { sandboxBackends: [{ displayName: 'E2B', credentialSpecs: [spec] }] };
    expect(await usesOn((part) => (part === 'sandboxBackends' ? long : parts[part]))).toMatchObject({
      unknown: ['sandbox'],
    });
  });

  it('stays small, however much a server says', async () => {
    const many = <T>(make: (index: number) => T) => Array.from({ length: 4000 }, (_, index) => make(index));
    const server = new StubServer((document) => {
      if (document.includes('modelProviders')) {
        const credentialRequirements = many((index) => ({ envVarName: `K${index}`, isRequired: true }));
        return { modelProviders: [{ name: 'x'.repeat(100_000), key: 'X', credentialRequirements }] };
      }
      if (!document.includes('prompts(')) return new Error(`Cannot query field of ${document}`);
      const version = { modelProvider: 'X', customProvider: null };
      const edges = many((index) => ({ node: { name: `p${index}`, version } }));
      return { prompts: { edges, pageInfo: { hasNextPage: true, endCursor: 'again' } } };
    });
    const { keys, cut } = await secretsOn(server).secrets.usage();
    expect(cut).toBe(true);
    expect(keys.flatMap(({ uses }) => uses)).toHaveLength(20_000);
    expect(keys[0]?.uses[0]?.name).toHaveLength(300);
  });
});
