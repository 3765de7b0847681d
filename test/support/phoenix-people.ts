import { randomUUID } from 'node:crypto';
import { phoenixAdminSecret, type TestPhoenix } from './phoenix-server';

export type PhoenixRole = 'ADMIN' | 'MEMBER' | 'VIEWER';

export interface PhoenixPerson {
  readonly email: string;
  readonly username: string;
  readonly password: string;
  readonly apiKey: string;
}

/** One user of each role with an API key, each with a password that is their own. */
export async function makePeople(server: TestPhoenix): Promise<Record<PhoenixRole, PhoenixPerson>> {
  const make = async (role: PhoenixRole): Promise<PhoenixPerson> => {
    const name = role.toLowerCase();
    return makePerson(server, role, { email: `${name}@example.com`, username: `a ${name}` });
  };
  return { ADMIN: await make('ADMIN'), MEMBER: await make('MEMBER'), VIEWER: await make('VIEWER') };
}

/** A user with an API key, whose password is their own. */
export async function makePerson(
  server: TestPhoenix,
  role: PhoenixRole,
  names: { email: string; username: string },
): Promise<PhoenixPerson> {
  const [given, password] = [`given-${randomUUID()}`, `own-${randomUUID()}`];
  await graphql(
    server,
    'mutation($input:CreateUserInput!){createUser(input:$input){user{id}}}',
    { input: { ...names, password: given, role, sendWelcomeEmail: false } },
    phoenixAdminSecret,
  );
  await graphql(
    server,
    'mutation($input:PatchViewerInput!){patchViewer(input:$input){user{id}}}',
    { input: { newPassword: password, currentPassword: given } },
    await logIn(server, names.email, given),
  );
  const created = await graphql<{ createUserApiKey: { jwt: string } }>(
    server,
    'mutation($input:CreateUserApiKeyInput!){createUserApiKey(input:$input){jwt}}',
    { input: { name: 'tests' } },
    await logIn(server, names.email, password),
  );
  return { ...names, password, apiKey: created.createUserApiKey.jwt };
}

/** Gives the access token, which works as a bearer token. */
export async function logIn(server: TestPhoenix, email: string, password: string): Promise<string> {
  const answer = await fetch(`${server.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const token = /phoenix-access-token="?([^;"]+)/.exec(answer.headers.getSetCookie().join('\n'))?.[1];
  if (token === undefined) throw new Error(`The log-in was answered with ${answer.status}.`);
  return token;
}

/** The data of a GraphQL answer. */
export async function graphql<T>(
  server: TestPhoenix,
  query: string,
  variables: unknown,
  token: string | null,
): Promise<T> {
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: T | null; errors?: unknown };
  if (!data || errors) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
  return data;
}

/** Stores secrets as somebody else would, 1,000 at a time. */
export async function fillSecrets(
  server: TestPhoenix,
  secrets: readonly { key: string; value: string | null }[],
  token: string | null = phoenixAdminSecret,
): Promise<void> {
  for (let start = 0; start < secrets.length; start += 1000) {
    const answer = await fetch(`${server.url}/v1/secrets`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ secrets: secrets.slice(start, start + 1000) }),
    });
    if (!answer.ok) throw new Error(`The server answered with ${answer.status}.`);
  }
}
