import type { Network, NetworkFault } from './network';
import type { Target } from './target';

/** There is no answer, as an error on its way through ky. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(
    readonly fault: NetworkFault,
    readonly sent: boolean,
  ) {
    super(`No answer (${fault}).`);
  }
}

export interface NetworkFetchOptions {
  readonly network: Network;
  readonly target: Target;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** True: not sent again by anybody, see `NetworkRequest`. */
  readonly once: boolean;
  /** For all tries together, in milliseconds. */
  readonly totalMs: number;
  /** Bytes that the answer may have, after it was inflated; 32 MiB when it is not given. */
  readonly maxBytes?: number;
}

const connectMs = 5000;
const usualMaxBytes = 32 * 1024 * 1024;
let lastId = 0;

/** The desktop's network in the form of `fetch`, for one request and the tries that it takes. Throws `NoAnswer`. */
export function networkFetch(options: NetworkFetchOptions): typeof fetch {
  const { network, target, elapsed, once, totalMs, maxBytes = usualMaxBytes } = options;
  const until = elapsed() + totalMs;
  return async (input, init) => {
    const request = new Request(input, init);
    lastId += 1;
    const id = lastId;
    const abort = () => void network.abort(id).catch(() => undefined);
    const body = request.body === null ? null : await request.text();
    if (request.signal.aborted) throw new NoAnswer('aborted', false);
    request.signal.addEventListener('abort', abort, { once: true });
    const answer = await network
      .request({
        id,
        connection: target.connection,
        method: request.method as 'GET' | 'POST' | 'PUT',
        url: request.url,
        headers: [...request.headers],
        body,
        once,
        ca: target.ca,
        connectMs,
        totalMs: Math.max(1, Math.round(until - elapsed())),
        maxBytes,
      })
      .catch(() => ({ ok: false, fault: 'other', sent: true }) as const)
      .finally(() => request.signal.removeEventListener('abort', abort));
    if (!answer.ok) throw new NoAnswer(answer.fault, answer.sent);
    return responseOf(answer.status, answer.headers, answer.body);
  };
}

function responseOf(
  status: number,
  received: readonly (readonly [string, string])[],
  body: Uint8Array,
): Response {
  // `Response` takes no other ones, and an answer of 1xx is none.
  if (status < 200 || status > 599) throw new NoAnswer('other', true);
  const headers = new Headers();
  for (const [name, value] of received) {
    try {
      headers.append(name, value);
    } catch {
      // No name or value that HTTP allows: nothing that we read is among them.
    }
  }
  const empty = [204, 205, 304].includes(status);
  return new Response(empty ? null : (body as Uint8Array<ArrayBuffer>), { status, headers });
}
