import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertNever, type Failure } from '../../src-shared/errors';
import { issueDetail, type Detail } from './detail';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

export function textAnswer(status: number, body: string, headers?: Record<string, string>): Answer {
  return { status, type: 'text/plain; charset=utf-8', body, ...(headers ? { headers } : {}) };
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

export function detailAnswer(detail: readonly Detail[]): Answer {
  return jsonAnswer(422, { detail });
}

export function unauthenticatedAnswer(text: 'Invalid token' | 'Expired token'): Answer {
  return textAnswer(401, text, { 'www-authenticate': 'Bearer' });
}

/** The map from the failures of the contract to HTTP; the texts of 401, 403 and 507 are a Phoenix server's. */
export function failureAnswer(failure: Failure): Answer {
  switch (failure.code) {
    case 'invalid_input':
      return detailAnswer((failure.issues ?? []).map(issueDetail));
    case 'unauthenticated':
      return unauthenticatedAnswer('Invalid token');
    case 'expired':
      return unauthenticatedAnswer('Expired token');
    case 'forbidden':
      return textAnswer(403, failure.message);
    case 'not_found':
      return textAnswer(404, 'Not Found');
    case 'wrong_credentials':
      return textAnswer(401, failure.message);
    case 'password_change_required':
      return textAnswer(403, failure.message);
    case 'try_again_later':
      return textAnswer(429, failure.message, { 'retry-after': String(failure.retryAfterSeconds ?? 1) });
    case 'already_exists':
    case 'conflict':
      return textAnswer(409, failure.message);
    case 'too_large':
      return textAnswer(413, 'Request Entity Too Large');
    case 'storage_full':
      return textAnswer(
        507,
        'Database operations are disabled due to insufficient storage. Please delete old data or increase storage.',
      );
    case 'storage_locked':
    case 'storage_read_only':
    case 'storage_failed':
      return textAnswer(507, failure.message);
    case 'key_unavailable':
      return textAnswer(503, failure.message);
    case 'shutting_down':
      return textAnswer(503, 'Service Unavailable');
    // What only a remote server brings about: the endpoint serves the local store.
    case 'cancelled':
    case 'unreachable':
    case 'not_phoenix':
    case 'bad_answer':
    case 'too_old':
    case 'server_failed':
    case 'server_busy':
    case 'sign_in_needed':
    case 'outcome_unknown':
    case 'internal':
      return textAnswer(500, 'Internal server error');
    default:
      return assertNever(failure.code);
  }
}

/** Sends an answer on a request whose body was read, or is small enough to be passed over. */
export function send(response: ServerResponse, { status, type, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** How much of an unread body is passed over, and for how long. */
export interface Linger {
  readonly bytes: number;
  readonly ms: number;
}

const shortLinger: Linger = { bytes: 64 * 1024, ms: 500 };
/** For callers who may: many clients send all of a body before they look for an answer. */
export const longLinger: Linger = { bytes: 32 * 1024 * 1024, ms: 2000 };

/**
 * Sends an answer before the body was read. A small body is passed over and the connection kept. Of a large
 * one only `linger` is read, so that the client gets to see the answer; then the connection is closed.
 */
export function sendUnread(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  linger = shortLinger,
): void {
  const declared = request.headers['content-length'];
  const small =
    request.headers['transfer-encoding'] === undefined && Number(declared ?? 0) <= shortLinger.bytes;
  if (small || request.complete) {
    send(response, answer);
    return;
  }
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.body),
    connection: 'close',
    ...answer.headers,
  });
  response.write(answer.body);
  let left = linger.bytes;
  const close = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(close, linger.ms);
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.pause();
  });
  request.once('end', close);
  request.once('error', close);
  // It may have been paused when it turned out to be too large.
  request.resume();
}
