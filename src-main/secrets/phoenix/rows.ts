import * as z from 'zod';
import { isAdmin } from '../../../src-shared/caller';
import type { SecretRow } from '../../../src-shared/contract';
import { readData } from './answers';
import { cursorText, idText, keyText, nameText } from './bounds';
import type { PhoenixServer, ServerAbout } from './server';

/** As many as the server is asked for at a time. */
const most = 1000;
const longestReason = 300;

/**
 * Never the value itself: of 32 characters and more a server gives a token with the last four in it, an older
 * one the whole. Whoever may not see values may not even ask for the type of one: the whole answer would fail.
 */
const fields = (values: boolean) =>
  `key updatedAt user{id username}${values ? ' value{__typename ... on UnparsableSecret{parseError}}' : ''}`;

/** A name or a time that is odd must not hide the list; a key must be one. */
const node = z
  .object({
    key: keyText,
    updatedAt: z.unknown().transform(isoTime),
    user: z.object({ id: idText, username: nameText }).nullable().catch(null),
    value: z
      .object({ __typename: z.string(), parseError: z.string().catch('') })
      .nullable()
      .catch(null),
  })
  .transform(({ key, updatedAt, user, value }): SecretRow => {
    const unreadable = value?.__typename === 'UnparsableSecret';
    return {
      key,
      updatedAt,
      owner: user && { id: user.id, name: user.username },
      unreadable: unreadable ? 'server' : null,
      reason: unreadable ? shortReason(value.parseError) : null,
    };
  });

const page = z.object({
  secrets: z.object({
    edges: z.array(z.object({ node })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: cursorText.nullable() }),
  }),
});

const times = z.object({
  secrets: z.object({
    edges: z.array(z.object({ node: z.object({ key: keyText, updatedAt: z.unknown().transform(isoTime) }) })),
  }),
});

/** Where the server has no sign-in one may see everything. */
function maySeeValues({ person }: ServerAbout): boolean {
  return person === null || isAdmin(person);
}

/** One page, in the order of the server's database. */
export async function readPage(
  server: PhoenixServer,
  after: string | null,
  limit: number,
): Promise<{ rows: SecretRow[]; next: string | null }> {
  const values = maySeeValues(await server.about());
  const answer = await server.query(
    `query($first:Int,$after:String){secrets(first:$first,after:$after){edges{node{${fields(values)}} cursor} pageInfo{hasNextPage endCursor}}}`,
    { first: limit, after },
  );
  const { edges, pageInfo } = readData(
    page.refine(({ secrets }) => leadsOn(secrets, limit)),
    answer,
  ).secrets;
  return { rows: edges.map((edge) => edge.node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

/** Those of the given keys that are there. */
export async function readRowsOf(server: PhoenixServer, keys: readonly string[]): Promise<SecretRow[]> {
  const values = maySeeValues(await server.about());
  const document = `query($keys:[String!],$first:Int){secrets(keys:$keys,first:$first){edges{node{${fields(values)}}} pageInfo{hasNextPage endCursor}}}`;
  const answer = await server.query(document, { keys, first: keys.length });
  const asked = page.refine(({ secrets }) => secrets.edges.length <= keys.length);
  return readData(asked, answer).secrets.edges.map((edge) => edge.node);
}

/** When those of the given keys that are there were written last. */
export async function readTimesOf(
  server: PhoenixServer,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let start = 0; start < keys.length; start += most) {
    const some = keys.slice(start, start + most);
    const answer = await server.query(
      'query($keys:[String!],$first:Int){secrets(keys:$keys,first:$first){edges{node{key updatedAt}}}}',
      { keys: some, first: some.length },
    );
    const asked = times.refine(({ secrets }) => secrets.edges.length <= some.length);
    for (const { node: row } of readData(asked, answer).secrets.edges) found.set(row.key, row.updatedAt);
  }
  return found;
}

/** No more rows than were asked for, and with more to come a place to go on from. */
function leadsOn({ edges, pageInfo }: z.infer<typeof page>['secrets'], limit: number): boolean {
  return edges.length <= limit && (!pageInfo.hasNextPage || pageInfo.endCursor !== null);
}

function shortReason(text: string): string | null {
  return text === '' ? null : text.slice(0, longestReason).toWellFormed();
}

/** A server's time in UTC with what it has of a second; anything else is the beginning of time. */
function isoTime(given: unknown): string {
  const form = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/;
  const [, day, time, fraction = '', zone = 'Z'] = form.exec(typeof given === 'string' ? given : '') ?? [];
  const at = Date.parse(`${day}T${time}${zone}`);
  const known = at >= 0 && at < Date.UTC(10_000, 0);
  return known
    ? `${new Date(at).toISOString().slice(0, 19)}${fraction}Z`
    : `${new Date(0).toISOString().slice(0, 19)}Z`;
}
