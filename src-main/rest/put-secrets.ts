import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Origin } from '../../src-shared/caller';
import { putSecretsOutput, type PutSecretsOutput } from '../../src-shared/contract';
import type { Api } from '../api/guard';
import {
  detailAnswer,
  failureAnswer,
  jsonAnswer,
  longLinger,
  send,
  sendUnread,
  textAnswer,
  unauthenticatedAnswer,
  type Answer,
} from './answer';
import { parseBody, readBody } from './body';
import { jsonDetail } from './detail';
import { bearerToken } from './request-guard';

const operation = 'secrets.put';

const { upsertedKeys, deletedKeys } = putSecretsOutput.shape;
/** What is answered: a Phoenix server's form of the operation's output. */
export const putSecretsAnswer = z.object({
  data: z.object({ upserted_keys: upsertedKeys, deleted_keys: deletedKeys }),
});

/**
 * `PUT /v1/secrets`. Who calls and whether they may is decided on the headers alone; a caller who may not
 * has no byte of the body read. `admitted` is told of each request that may go on.
 */
export async function putSecrets(
  request: IncomingMessage,
  response: ServerResponse,
  api: Api,
  admitted: () => void,
): Promise<void> {
  const origin = await admit(request.headers.authorization, api);
  if ('status' in origin) {
    sendUnread(request, response, origin);
    return;
  }
  admitted();
  const body = await readBody(request, response);
  // The guard looks at the token again: it may have been revoked while the body was on its way.
  if (body) send(response, await store(body, request.headers['content-type'], origin, api));
  else sendUnread(request, response, textAnswer(413, 'Request Entity Too Large'), longLinger);
}

async function admit(authorization: string | undefined, api: Api): Promise<Origin | Answer> {
  const token = bearerToken(authorization);
  if (token === null) return unauthenticatedAnswer('Invalid token');
  const origin: Origin = { kind: 'token', token };
  const refusal = await api.refusal(operation, origin);
  return refusal ? failureAnswer(refusal) : origin;
}

async function store(
  body: Buffer,
  contentType: string | undefined,
  origin: Origin,
  api: Api,
): Promise<Answer> {
  const parsed = parseBody(body, contentType);
  if (parsed.kind === 'not_utf8') return textAnswer(400, 'There was an error parsing the body');
  if (parsed.kind === 'not_json') return detailAnswer([jsonDetail(parsed.fault)]);
  const result = await api.call(operation, inputOf(parsed.value), origin);
  if (!result.ok) return failureAnswer(result.error);
  const stored = result.value as PutSecretsOutput;
  const data = { upserted_keys: stored.upsertedKeys, deleted_keys: stored.deletedKeys };
  return jsonAnswer(200, { data } satisfies z.infer<typeof putSecretsAnswer>);
}

/** Of a body only `secrets` is the request's; other fields are ignored, also those that the operation knows. */
function inputOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return { secrets: (body as { secrets?: unknown }).secrets };
}
