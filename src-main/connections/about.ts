import * as z from 'zod';
import { roles, type Role } from '../../src-shared/contract';
import { badAnswer } from './faults';
import { graphqlRequest, readGraphql } from './graphql';
import { isJson, phoenixVersion, readJson, refuseStranger } from './http-json';
import type { HttpAnswer, Send } from './transport';

/** What a server is, and who one is there. */
export interface About {
  readonly version: string | null;
  /** Null where the server has no sign-in. */
  readonly person: { readonly id: string; readonly name: string; readonly role: Role } | null;
  readonly authentication: boolean;
  readonly mustChangePassword: boolean;
  readonly latencyMs: number;
}

/** Sends a request with or without credentials; throws for a 401 when it is with them. */
export type Ask = (request: Send) => Promise<HttpAnswer>;

const name = z.string().transform((text) => text.slice(0, 300));
/** As a server makes one it has some ten characters. */
const id = z.string().max(1000);
/** A role that is not known yet may do nothing. */
const role = z.enum(roles).catch('VIEWER');

/** `GET /v1/user`, since 14.11.0. */
const userAnswer = z.object({
  data: z.union([
    z.object({ auth_method: z.literal('ANONYMOUS') }).transform(() => null),
    z
      .object({ id, username: name, role, password_needs_reset: z.boolean().nullish() })
      .transform(({ id, username, role, password_needs_reset }) => ({
        id,
        name: username,
        role,
        mustChange: password_needs_reset === true,
      })),
  ]),
});

const viewerData = z.object({
  viewer: z
    .object({
      id,
      username: name,
      role: z.object({ name: role }),
      passwordNeedsReset: z.boolean().nullish(),
    })
    .nullable(),
});

const whoRequest: Send = { method: 'GET', path: '/v1/user', kind: 'read' };

/**
 * Asks who one is. `anonymously` is only needed with an older server and an admin secret, for which such a server knows
 * no person: it tells that from a server without sign-in.
 */
export async function askAbout(ask: Ask, anonymously: Ask): Promise<About> {
  const answer = await ask(whoRequest);
  const { latencyMs } = answer;
  const version = phoenixVersion(answer.headers);
  if (answer.status === 200 && isJson(answer)) {
    const user = readJson(answer, userAnswer).data;
    if (!user) return { version, person: null, authentication: false, mustChangePassword: false, latencyMs };
    const { mustChange, ...person } = user;
    return { version, person, authentication: true, mustChangePassword: mustChange, latencyMs };
  }
  refuseStranger(answer);
  const viewer = await askViewer(ask);
  if (viewer) {
    const { id, username, role, passwordNeedsReset } = viewer;
    const person = { id, name: username, role: role.name };
    const mustChangePassword = passwordNeedsReset === true;
    return { version, person, authentication: true, mustChangePassword, latencyMs };
  }
  const { authentication } = await askAnonymously(anonymously);
  const system = { id: 'system', name: 'system', role: 'SYSTEM' } as const;
  return {
    version,
    person: authentication ? system : null,
    authentication,
    mustChangePassword: false,
    latencyMs,
  };
}

/** What can be seen without credentials. Throws `not_phoenix` for what is none. */
export async function askAnonymously(
  ask: Ask,
): Promise<{ readonly version: string | null; readonly authentication: boolean }> {
  const answer = await ask(whoRequest);
  const version = phoenixVersion(answer.headers);
  if (answer.status === 200 && isJson(answer)) {
    return { version, authentication: readJson(answer, userAnswer).data !== null };
  }
  refuseStranger(answer);
  if (answer.status === 401) return { version, authentication: true };
  const older = await ask(graphqlRequest('{viewer{id}}', {}, 'read'));
  if (older.status === 401) return { version, authentication: true };
  readGraphql(older);
  return { version, authentication: false };
}

async function askViewer(ask: Ask): Promise<z.infer<typeof viewerData>['viewer']> {
  const document = '{viewer{id username role{name} passwordNeedsReset}}';
  const { data, errors } = readGraphql(await ask(graphqlRequest(document, {}, 'read')));
  const parsed = viewerData.safeParse(data);
  if (errors.length > 0 || !parsed.success) throw badAnswer('shape');
  return parsed.data.viewer;
}
