import type { ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';
import { html, json, text, type Answer, type Received, type SmallPhoenix } from './phoenix';

/** One request that meets a fault. */
interface Exchange {
  readonly request: Received;
  readonly response: ServerResponse;
  readonly phoenix: SmallPhoenix;
  /** How often this fault was met before, by which it can change. */
  readonly met: number;
}

/** Answers in place of the server; an answer that is given back is sent. */
export type Fault = (exchange: Exchange) => Answer | undefined | Promise<Answer>;

const asJson = { 'content-type': 'application/json', 'x-phoenix-server-version': '20.26.1' };

/** The first half of an answer, then the connection ends. */
export const half: Fault = ({ response }) => {
  response.writeHead(200, { ...asJson, 'content-length': 1000 });
  response.write('{"data":{"secrets":{"edges":[');
  // What was written has to leave first.
  setTimeout(() => response.socket?.destroy(), 50);
  return undefined;
};

/** No answer at all, for ever. */
export const silence: Fault = () => undefined;

/** The honest answers, each only once `release` was called. */
export function hesitating(): { readonly fault: Fault; readonly release: () => void } {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const fault: Fault = async ({ request, phoenix }) => {
    await released;
    return phoenix.answer(request);
  };
  return { fault, release };
}

/** One byte after the other, for ever. */
export const trickle: Fault = ({ response }) => {
  response.writeHead(200, asJson);
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
  return undefined;
};

/** The connection ends without an answer. */
export const hangUp: Fault = ({ response }) => {
  response.socket?.destroy();
  return undefined;
};

/** The proxy in front answers for the server: 429, 500, 502, 503, 507. */
export function failing(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return () => ({
    status,
    headers: { 'content-type': 'text/plain', ...headers },
    body: 'canary of an error body',
  });
}

/** As {@link failing} for the first few requests; then all is well. */
export function failingAtFirst(
  times: number,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return (exchange) =>
    exchange.met < times ? failing(status, headers)(exchange) : exchange.phoenix.answer(exchange.request);
}

/** A Phoenix from before the secrets: its schema has none, and the REST path is the web page's. */
export const tooOld: Fault = ({ request, phoenix }) => {
  if (request.path === '/v1/secrets') return text(405, 'Method Not Allowed');
  if (request.path !== '/graphql') return old(phoenix.answer(request));
  if (request.body.includes('__type(')) {
    return old(json(200, { data: { __type: { fields: [{ name: 'projects' }, { name: 'viewer' }] } } }));
  }
  if (!/\bsecrets\b/.test(request.body)) return old(phoenix.answer(request));
  const message = "Cannot query field 'secrets' on type 'Query'.";
  return old(json(200, { data: null, errors: [{ message, locations: [{ line: 1, column: 2 }] }] }));
};

const old = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'x-phoenix-server-version': '9.6.1' },
});

/** Not a Phoenix server, or the wrong path: a web page with status 200. */
export const page: Fault = () => html(200);

/** JSON, but not what was asked for. */
export const otherShape: Fault = ({ request }) =>
  json(200, request.path === '/graphql' ? { data: { secrets: { edges: 'none', pageInfo: [] } } } : ['what?']);

/** 500 MB of white space in front of an answer. */
export const flood: Fault = ({ response }) => {
  response.writeHead(200, asJson);
  pour(response, 500);
  return undefined;
};

/** The same in half a megabyte. */
export const bomb: Fault = ({ response }) => {
  response.writeHead(200, { ...asJson, 'content-encoding': 'gzip' });
  const packed = createGzip();
  packed.pipe(response);
  response.on('close', () => packed.destroy());
  pour(packed, 500);
  return undefined;
};

/** As much as the other side takes, piece by piece. */
function pour(target: NodeJS.WritableStream, megabytes: number): void {
  const piece = Buffer.alloc(1_000_000, ' ');
  let left = megabytes;
  const go = () => {
    for (; left > 0; left -= 1) {
      if (target.write(piece)) continue;
      left -= 1;
      target.once('drain', go);
      return;
    }
    target.end();
  };
  target.on('error', () => undefined);
  go();
}

/** A list with one more page, always: the same one again, or a new one each time, as long as was asked for. */
export function endless(kind: 'same' | 'new'): Fault {
  return ({ request, phoenix, met }) => {
    if (!/\bsecrets\b/.test(request.body) || request.path !== '/graphql') return phoenix.answer(request);
    const { variables } = JSON.parse(request.body) as { variables?: { first?: number } };
    const edges = Array.from({ length: variables?.first ?? 1 }, (_, index) => {
      const key = `A${String((kind === 'same' ? 0 : met) * 1_000 + index).padStart(9, '0')}`;
      return { cursor: key, node: { key, updatedAt: '2026-11-24T16:59:51+00:00', user: null, value: null } };
    });
    const secrets = { edges, pageInfo: { hasNextPage: true, endCursor: edges.at(-1)?.cursor ?? null } };
    return json(200, { data: { secrets } });
  };
}

/** To another place: `location` may be a path. */
export function redirect(status: 301 | 302 | 303 | 307 | 308, location: string): Fault {
  return () => ({
    status,
    headers: { location, 'set-cookie': 'redirected=1; Domain=test; Path=/' },
    body: '',
  });
}

/** The honest answer, with cookies for other places on top. */
export function cookies(...lines: readonly string[]): Fault {
  return ({ request, phoenix }) => {
    const answer = phoenix.answer(request);
    const own = [answer.headers?.['set-cookie'] ?? []].flat();
    return { ...answer, headers: { ...answer.headers, 'set-cookie': [...lines, ...own] } };
  };
}

/** A write whose answer never comes; all else is answered. */
export function muteWrite(outcome: 'applied' | 'not applied', how: 'hang up' | 'silence'): Fault {
  return (exchange) => {
    const { request, phoenix } = exchange;
    if (request.method !== 'PUT') return phoenix.answer(request);
    if (outcome === 'applied') phoenix.apply(request.body);
    return how === 'hang up' ? hangUp(exchange) : silence(exchange);
  };
}

/** Writes, and tells of other keys than those that were sent. */
export function lie(kind: 'drops a key' | 'adds a key' | 'swaps the lists'): Fault {
  return ({ request, phoenix }) => {
    if (request.method !== 'PUT') return phoenix.answer(request);
    const { upserted, deleted } = phoenix.apply(request.body);
    const told = {
      'drops a key': { upserted_keys: upserted.slice(1), deleted_keys: deleted },
      'adds a key': { upserted_keys: [...upserted, 'NEVER_SENT'], deleted_keys: deleted },
      'swaps the lists': { upserted_keys: deleted, deleted_keys: upserted },
    }[kind];
    return json(200, { data: told });
  };
}

/** A 422 as the real server gives it: with the value that it refuses. */
export const echo: Fault = ({ request, phoenix }) =>
  request.method === 'PUT'
    ? json(422, { detail: [{ type: 'value_error', loc: ['body'], msg: request.body, input: request.body }] })
    : phoenix.answer(request);
