import * as z from 'zod';
import { AppError } from '../../../src-shared/errors';
import { forbiddenThere, readAnswer, readData } from './answers';
import type { GraphqlAnswer, PhoenixServer } from './server';

export interface Entry {
  readonly key: string;
  /** Null deletes. */
  readonly value: string | null;
}

const restAnswer = z.object({
  data: z.object({ upserted_keys: z.array(z.string()), deleted_keys: z.array(z.string()) }),
});

const mutation = `mutation($input:UpsertOrDeleteSecretsMutationInput!){
  upsertOrDeleteSecrets(input:$input){upsertedSecrets{key} deletedIds}
}`;

const mutationAnswer = z.object({
  upsertOrDeleteSecrets: z.object({
    upsertedSecrets: z.array(z.object({ key: z.string() })),
    deletedIds: z.array(z.string()),
  }),
});

/**
 * Stores and deletes in one transaction of the server; no key may come twice. Throws `outcome_unknown` when it
 * is not known what came of it, `conflict` (`connection_changed`) when the server is of another generation by now, `bad_answer` (`mismatch`) when the server names other keys than were sent.
 */
export async function writeEntries(
  server: PhoenixServer,
  entries: readonly Entry[],
  generation: number,
): Promise<void> {
  const { status, body } = await server.put('/v1/secrets', { secrets: entries }, generation);
  // Before 13.23 there is no such endpoint, only the mutation.
  if (status === 404 || status === 405) {
    await mutateEntries(server, entries, generation);
    return;
  }
  if (status === 403) throw forbiddenThere();
  // What the server says of an input holds the input.
  if (status === 400 || status === 422) {
    throw new AppError('invalid_input', 'The server does not take this key or value.');
  }
  if (status === 413) throw new AppError('too_large', 'This is more than the server takes at a time.');
  if (status >= 400) throw new AppError('server_failed', `The server refused with ${status}.`);
  // It was taken in by something; whether by Phoenix, this does not say.
  if (body === null) throw unknownOutcome();
  const { upserted_keys: upserted, deleted_keys: deleted } = readAnswer(restAnswer, body).data;
  compare(entries, upserted, deleted);
}

async function mutateEntries(
  server: PhoenixServer,
  entries: readonly Entry[],
  generation: number,
): Promise<void> {
  const answer = await server.mutate(mutation, { input: { secrets: entries } }, generation);
  const { upsertedSecrets, deletedIds } = readMutation(answer);
  compare(
    entries,
    upsertedSecrets.map(({ key }) => key),
    deletedIds.map(keyOfId),
  );
}

function readMutation(answer: GraphqlAnswer) {
  try {
    return readData(mutationAnswer, answer).upsertOrDeleteSecrets;
  } catch (error) {
    if (error instanceof AppError && error.code === 'server_failed') throw unknownOutcome();
    throw error;
  }
}

function unknownOutcome(): AppError {
  return new AppError('outcome_unknown', 'The server gave no usable answer.');
}

/** A Relay id is `Secret:KEY` in base64. */
function keyOfId(id: string): string {
  return Buffer.from(id, 'base64')
    .toString('utf8')
    .replace(/^Secret:/, '');
}

function compare(entries: readonly Entry[], upserted: readonly string[], deleted: readonly string[]): void {
  const wanted = entries.map(({ key, value }) => `${value === null ? '-' : '+'}${key}`);
  const done = [...upserted.map((key) => `+${key}`), ...deleted.map((key) => `-${key}`)];
  if (wanted.sort().join('\n') === done.sort().join('\n')) return;
  throw new AppError('bad_answer', 'The server names other keys than were sent.', { rule: 'mismatch' });
}
