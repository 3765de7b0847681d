import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PhoenixSecrets } from '../../src-main/secrets/phoenix/backend';
import type { Events, KeyUses, PutSecretsInput } from '../../src-shared/contract';
import { NodeNetwork } from '../support/node-network';
import {
  fillSecrets,
  graphql,
  makePeople,
  type PhoenixPerson,
  type PhoenixRole,
} from '../support/phoenix-people';
import { phoenixAdminSecret, startPhoenix, type TestPhoenix } from '../support/phoenix-server';
import { signedIn } from '../support/remote';

/** What a real server shows of the client: what is on the wire, who gets what, what reads a secret there. */
let phoenix: TestPhoenix;
let people: Record<PhoenixRole, PhoenixPerson>;
const clean: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  phoenix = await startPhoenix({ cleanup: (step) => clean.push(step) });
  people = await makePeople(phoenix);
}, 600_000);
afterAll(async () => {
  for (const step of clean.reverse()) await step();
}, 60_000);

/** The secrets as somebody sees them, and all that goes over the wire meanwhile. */
function secretsAs(apiKey: string) {
  const network = new NodeNetwork();
  const changes: Events['secrets.changed'][] = [];
  const secrets = new PhoenixSecrets({
    server: signedIn(phoenix.url, apiKey, network),
    connection: 'c',
    listener: (change) => changes.push(change),
  });
  const documents = () =>
    network.requests
      .filter(({ url }) => url.endsWith('/graphql'))
      .map(({ body }) => (JSON.parse(body ?? '') as { query: string }).query);
  return { secrets, changes, network, documents };
}

const put = (key: string, value: string | null): PutSecretsInput => ({
  secrets: [{ key, value }],
  onExisting: 'replace',
  ifUnchanged: [],
});
const canary = 'sk-canary-of-a-value-that-must-not-come-back-1234';

describe('what is on the wire', { timeout: 60_000 }, () => {
  it('asks for no value, whatever is done', async () => {
    const { secrets, changes, documents, network } = secretsAs(people.ADMIN.apiKey);
    await secrets.put({ ...put('A', canary), onExisting: 'refuse' });
    const { rows } = await secrets.list({ after: null, limit: 1000 });
    await secrets.put({
      ...put('A', `${canary}2`),
      ifUnchanged: [{ key: 'A', updatedAt: rows[0]?.updatedAt ?? '' }],
    });
    await secrets.usage();
    await secrets.delete({ keys: ['A', 'B'] });
    await expect.poll(() => changes).toHaveLength(3);
    expect(documents().length).toBeGreaterThan(9);
    // Each `value` asks for its type and why it cannot be read, and for nothing else.
    const allowed = 'value{__typename ... on UnparsableSecret{parseError}}';
    const asked = documents().map((document) => document.replaceAll(allowed, ''));
    expect(documents().some((document) => document.includes(allowed))).toBe(true);
    for (const document of asked) expect(document).not.toMatch(/DecryptedSecret|\bvalue\b|\bid key\b/);
    // A value is in the body of a PUT and nowhere else: no address, no header, no query.
    const carriers = network.requests.filter((request) => JSON.stringify(request).includes(canary));
    expect(carriers.map(({ method, url }) => `${method} ${url}`)).toEqual(
      Array(2).fill(`PUT ${phoenix.url}/v1/secrets`),
    );
    for (const { url, headers } of carriers) expect(url + JSON.stringify(headers)).not.toContain(canary);
  });

  it('does not get the end of a long value either, which a server would give', async () => {
    await fillSecrets(phoenix, [{ key: 'LONG', value: `${'x'.repeat(40)}TAIL` }]);
    const { secrets, network } = secretsAs(people.ADMIN.apiKey);
    const answers: string[] = [];
    const request = network.request.bind(network);
    network.request = async (asked) => {
      const answer = await request(asked);
      if (answer.ok) answers.push(Buffer.from(answer.body).toString());
      return answer;
    };
    expect((await secrets.list({ after: null, limit: 10 })).rows.map(({ key }) => key)).toEqual(['LONG']);
    expect(answers.join()).toContain('LONG');
    expect(answers.join()).not.toContain('TAIL');
    await fillSecrets(phoenix, [{ key: 'LONG', value: null }]);
  });
});

describe('a Member or Viewer', { timeout: 60_000 }, () => {
  it.each(['MEMBER', 'VIEWER'] as const)(
    '(%s) is listed the keys without a word of values, and changes nothing',
    async (role) => {
      await fillSecrets(phoenix, [{ key: 'SEEN', value: 'v' }]);
      const { secrets, documents } = secretsAs(people[role].apiKey);
      const { rows } = await secrets.list({ after: null, limit: 10 });
      expect(rows.map(({ key, unreadable }) => [key, unreadable])).toEqual([['SEEN', null]]);
      await expect(secrets.put(put('SEEN', 'mine'))).rejects.toMatchObject({ code: 'forbidden' });
      await expect(secrets.delete({ keys: ['SEEN'] })).rejects.toMatchObject({ code: 'forbidden' });
      for (const document of documents()) expect(document).not.toContain('value');
      expect((await secrets.list({ after: null, limit: 10 })).rows).toHaveLength(1);
      await fillSecrets(phoenix, [{ key: 'SEEN', value: null }]);
    },
  );
});

describe('a refusal', () => {
  it('of the server repeats nothing of what was sent', async () => {
    const { secrets } = secretsAs(people.ADMIN.apiKey);
    // Only who goes around the guard can send such a key.
    const error: unknown = await secrets.put(put('NOT-A-KEY', canary)).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(canary);
  });
});

describe('2,500 secrets', { timeout: 120_000 }, () => {
  it('are all listed, each once', async () => {
    const all = Array.from({ length: 2500 }, (_, index) => `MANY_${String(index).padStart(4, '0')}`);
    await fillSecrets(
      phoenix,
      all.map((key) => ({ key, value: 'v' })),
    );
    const { secrets } = secretsAs(people.ADMIN.apiKey);
    const listed: string[] = [];
    let after: string | null = null;
    let total: number | null = null;
    do {
      const page: Awaited<ReturnType<typeof secrets.list>> = await secrets.list({ after, limit: 1000 });
      listed.push(...page.rows.map(({ key }) => key));
      ({ next: after, total } = page);
    } while (after !== null);
    expect(listed).toEqual(all);
    expect(total).toBe(2500);
    await fillSecrets(
      phoenix,
      all.map((key) => ({ key, value: null })),
    );
  });
});

describe('what reads a secret there', { timeout: 60_000 }, () => {
  const uses = async (): Promise<Map<string, KeyUses['uses']>> => {
    const { keys, unknown, cut } = await secretsAs(people.ADMIN.apiKey).secrets.usage();
    expect({ unknown, cut }).toEqual({ unknown: [], cut: false });
    return new Map(keys.map((known) => [known.key, known.uses]));
  };
  const change = <T>(document: string, input: object) =>
    graphql<T>(phoenix, document, { input }, phoenixAdminSecret);

  it('are its providers, sandboxes and the assistant', async () => {
    const known = await uses();
    const provider = (name: string, monogram: string, required = true) => [
      { kind: 'provider', name, monogram, required },
    ];
    expect(known.get('OPENAI_API_KEY')).toEqual(provider('OpenAI', 'Oa'));
    expect(known.get('AWS_SESSION_TOKEN')).toEqual(provider('AWS Bedrock', 'Aw', false));
    expect(known.get('GEMINI_API_KEY')).toEqual(provider('Google Gemini', 'Ge'));
    expect(known.get('GOOGLE_API_KEY')).toEqual(provider('Google Gemini', 'Ge', false));
    expect(known.get('DOCKER_PAT')).toEqual([
      { kind: 'sandbox', name: 'Docker Sandboxes', monogram: null, required: true },
    ]);
    expect(known.get('GITHUB_PERSONAL_ACCESS_TOKEN')).toEqual([
      { kind: 'assistant', name: 'GitHub', monogram: null, required: false },
    ]);
  });

  it('is a prompt whose latest version goes to a provider of that key, and not one with its own', async () => {
    const { createGenerativeModelCustomProvider: own } = await change<{
      createGenerativeModelCustomProvider: { provider: { id: string } };
    }>(
      'mutation($input:CreateGenerativeModelCustomProviderMutationInput!){createGenerativeModelCustomProvider(input:$input){provider{id}}}',
      {
        name: 'own',
        provider: 'openai',
        clientConfig: { openai: { openaiAuthenticationMethod: { apiKey: 'sk-inline' } } },
      },
    );
    const version = (modelProvider: string, kind: string, customProviderId?: string, parameters = {}) => ({
      templateFormat: 'NONE',
      template: { messages: [{ role: 'USER', content: [{ text: { text: 'hello' } }] }] },
      invocationParameters: { [kind]: parameters },
      modelProvider,
      modelName: 'any',
      customProviderId,
    });
    const create = (name: string, promptVersion: object) =>
      change<{ createChatPrompt: { id: string } }>(
        'mutation($input:CreateChatPromptInput!){createChatPrompt(input:$input){id}}',
        { name, promptVersion },
      );
    await create('greets', version('OPENAI', 'openai'));
    await create('greets-by-own', version('OPENAI', 'openai', own.provider.id));
    await create('gems', version('GOOGLE', 'google'));
    const { createChatPrompt: moved } = await create('moved-on', version('OPENAI', 'openai'));
    await change(
      'mutation($input:CreateChatPromptVersionInput!){createChatPromptVersion(input:$input){id}}',
      {
        promptId: moved.id,
        promptVersion: version('ANTHROPIC', 'anthropic', undefined, { maxTokens: 10 }),
      },
    );
    const known = await uses();
    const prompts = (key: string) => known.get(key)?.filter(({ kind }) => kind === 'prompt');
    const prompt = (name: string, required = true) => ({ kind: 'prompt', name, monogram: null, required });
    expect(prompts('OPENAI_API_KEY')).toEqual([prompt('greets')]);
    expect(prompts('ANTHROPIC_API_KEY')).toEqual([prompt('moved-on')]);
    expect(prompts('GEMINI_API_KEY')).toEqual([prompt('gems')]);
    expect(prompts('GOOGLE_API_KEY')).toEqual([prompt('gems', false)]);
  });

  it('is a sandbox configuration that hands it over, once', async () => {
    await change(
      'mutation($input:CreateSandboxConfigInput!){createSandboxConfig(input:$input){__typename}}',
      {
        name: 'ml-python',
        config: {
          modal: {
            envVars: [
              { name: 'A', secretKey: 'TEAM_KEY' },
              { name: 'B', secretKey: 'TEAM_KEY' },
            ],
          },
        },
      },
    );
    expect((await uses()).get('TEAM_KEY')).toEqual([
      { kind: 'sandbox', name: 'ml-python', monogram: null, required: true },
    ]);
  });
});
