import * as z from 'zod';
import { AppError } from '../../src-shared/errors';
import { badAnswer, notPhoenix } from './faults';
import { isJson, readJson } from './http-json';
import type { HttpAnswer, Send } from './transport';

/** Nothing in `data` has been looked at. */
export interface GraphqlAnswer {
  readonly data: unknown;
  readonly errors: readonly { readonly message: string }[];
}

const graphqlAnswer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
});

/** The request that asks a GraphQL document. */
export function graphqlRequest(
  document: string,
  variables: Readonly<Record<string, unknown>>,
  kind: Send['kind'],
): Send {
  return {
    method: 'POST',
    path: '/graphql',
    kind,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document, variables }),
  };
}

/** Throws `forbidden`, `too_large`, `not_phoenix`, `bad_answer`. */
export function readGraphql(answer: HttpAnswer): GraphqlAnswer {
  if (answer.status === 403) throw new AppError('forbidden', 'The server does not allow this.');
  if (answer.status === 413) throw new AppError('too_large', 'That is more than the server takes at once.');
  if (answer.status >= 400 && !isJson(answer)) throw notPhoenix('other');
  const { data = null, errors } = readJson(answer, graphqlAnswer);
  // Neither is what something else than GraphQL answers, such as `{"detail":"Not Found"}`.
  if (data === null && !errors) throw answer.status >= 400 ? notPhoenix('other') : badAnswer('shape');
  return { data, errors: errors ?? [] };
}

const queryType = z.object({ __type: z.object({ fields: z.array(z.object({ name: z.string() })) }) });

/** Whether `secrets` is among the fields of the type `Query`; a server that does not say is taken to know them. */
export function knowsSecrets({ data }: GraphqlAnswer): boolean {
  const parsed = queryType.safeParse(data);
  return !parsed.success || parsed.data.__type.fields.some(({ name }) => name === 'secrets');
}
