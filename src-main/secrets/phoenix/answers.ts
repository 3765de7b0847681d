import * as z from 'zod';
import { AppError } from '../../../src-shared/errors';
import type { GraphqlAnswer, PhoenixServer } from './server';

/** What a server's answer says, as `schema` wants it; fields that are not in it are dropped. */
export function readAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new AppError('bad_answer', 'The server gave an answer of another form.', { rule: 'shape' });
}

/** The data of a GraphQL answer; its errors are thrown, without any text of the server. */
export function readData<T>(schema: z.ZodType<T>, answer: GraphqlAnswer): T {
  if (answer.errors.length > 0) throw graphqlFailure(answer);
  return readAnswer(schema, answer.data);
}

// The sentences of Phoenix's permissions (server/api/auth.py).
const forbidden = /^(Only admin|Viewers cannot|Application is read-only)/;
const locked = /insufficient storage/i;

function graphqlFailure({ errors }: GraphqlAnswer): AppError {
  const says = (pattern: RegExp) => errors.some(({ message }) => pattern.test(message));
  if (says(forbidden)) return forbiddenThere();
  if (says(locked)) return new AppError('storage_locked', "The server's storage is locked.");
  return new AppError('server_failed', 'The server could not answer.');
}

const queryType = z.object({ __type: z.object({ fields: z.array(z.object({ name: z.string() })) }) });

/** The failure of somebody whose role on the server does not allow it. */
export function forbiddenThere(): AppError {
  return new AppError('forbidden', 'The server lets only admins see and change secrets.');
}

/**
 * The failure of a query about secrets: `too_old` when the server knows no secrets. Found out from its schema,
 * since servers of that time hide why a query failed.
 */
export async function explain(server: PhoenixServer, failure: unknown): Promise<unknown> {
  if (!(failure instanceof AppError)) return failure;
  // The role there is another one by now: asked, so that the guard knows it.
  if (failure.code === 'forbidden') await server.about({ fresh: true });
  if (failure.code !== 'server_failed') return failure;
  const { data } = await server.query('{__type(name:"Query"){fields{name}}}', {});
  const parsed = queryType.safeParse(data);
  // One that does not show its schema is no proof.
  if (!parsed.success || parsed.data.__type.fields.some(({ name }) => name === 'secrets')) return failure;
  const { version } = await server.about();
  return new AppError('too_old', 'This server has no secrets yet.', version === null ? {} : { version });
}
