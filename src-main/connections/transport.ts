import ky, { HTTPError } from 'ky';
import { AppError } from '../../src-shared/errors';
import { badAnswer, notPhoenix, outcomeUnknown, stopped } from './faults';
import type { Network, NetworkFault } from './network';
import { networkFetch, NoAnswer } from './network-fetch';
import type { Target } from './target';

export interface Send {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** What comes after the address of the server, such as `/graphql`; or a whole URL of the same origin. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * `read` is tried again after 429, 5xx and a lost connection. `write` and `once` are sent once; when it is not known
   * what became of a `write`, that is `outcome_unknown`.
   */
  readonly kind: 'read' | 'write' | 'once';
}

/** An answer with a status of 2xx or 4xx; all others were thrown. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly latencyMs: number;
}

export interface TransportOptions {
  readonly network: Network;
  /** Ends everything that is under way. */
  readonly signal: AbortSignal;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** The first wait before a second try; tests shorten it. */
  readonly backoffMs?: number;
}

const totalMs = 30_000;
/** A server that asks for a longer wait is not waited for: the user is told. */
const longestWaitSeconds = 8;
const triedAgain = [429, 500, 502, 503, 504];
const faultsTriedAgain: readonly NetworkFault[] = ['reset', 'timeout'];

/** Sends requests to servers: ky over the network of the desktop. Every failure is an `AppError`. */
export class Transport {
  constructor(private readonly options: TransportOptions) {}

  /**
   * Throws `unreachable`, `not_phoenix` (`redirect`), `bad_answer` (`too_large`), `server_busy`, `server_failed`,
   * `storage_locked`, `outcome_unknown`, `shutting_down`. A redirect is never followed.
   */
  async send(target: Target, request: Send): Promise<HttpAnswer> {
    const { elapsed } = this.options;
    if (this.#isOver()) throw stopped();
    const url = urlOf(target, request.path);
    const started = elapsed();
    try {
      const response = await this.#fetch(target, url, request);
      const body = new Uint8Array(await response.arrayBuffer());
      const answer = { status: response.status, headers: response.headers, body };
      refuseStatus(answer, request.kind);
      return { ...answer, latencyMs: Math.round(elapsed() - started) };
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (this.#isOver()) throw stopped();
      throw failureOf(error, request.kind);
    }
  }

  #isOver(): boolean {
    return this.options.signal.aborted;
  }

  async #fetch(target: Target, url: URL, { method, headers, body, kind }: Send): Promise<Response> {
    const { network, signal, elapsed, backoffMs = 300 } = this.options;
    const tries = kind === 'read' ? 3 : 0;
    try {
      return await ky(url, {
        method,
        headers: { accept: 'application/json', ...headers },
        ...(body === undefined ? {} : { body }),
        signal,
        redirect: 'manual',
        credentials: 'omit',
        fetch: networkFetch({ network, target, elapsed, once: kind !== 'read', totalMs }),
        throwHttpErrors: (status) => tries > 0 && triedAgain.includes(status),
        // Each try is bounded by what is left of the whole.
        timeout: false,
        totalTimeout: totalMs + 500,
        retry: {
          limit: tries,
          methods: ['get', 'post'],
          statusCodes: triedAgain,
          afterStatusCodes: [429, 503],
          maxRetryAfter: longestWaitSeconds * 1000,
          delay: (attempt) => backoffMs * 2 ** (attempt - 1),
          // So that many windows that lost the same server do not come back in step.
          jitter: (delay) => delay * (0.75 + Math.random() / 2),
          shouldRetry: ({ error }) => worthAnotherTry(error),
        },
      });
    } catch (error) {
      // The last of the tries: its status says what is wrong. ky has read the body, which nobody looks at.
      if (error instanceof HTTPError) {
        const { status, headers: received } = error.response;
        return new Response(null, { status, headers: received });
      }
      throw error;
    }
  }
}

/** How long a server asks to wait, in seconds; null when it does not say. */
function retryAfterSeconds(headers: Headers): number | null {
  const value = headers.get('retry-after') ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : Math.max(0, Math.ceil((time - Date.now()) / 1000));
}

/** Undefined: yes, after the wait that the server asks for, where it does. */
function worthAnotherTry(error: Error): boolean | undefined {
  if (error instanceof NoAnswer) return faultsTriedAgain.includes(error.fault);
  if (!(error instanceof HTTPError)) return false;
  return (retryAfterSeconds(error.response.headers) ?? 0) <= longestWaitSeconds ? undefined : false;
}

/** A credential never leaves for another place than the one it was given for. */
function urlOf(target: Target, path: string): URL {
  const url = new URL(path.startsWith('/') ? target.url + path : path);
  if (url.origin !== new URL(target.url).origin) throw notPhoenix('other');
  return url;
}

function refuseStatus({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>, kind: Send['kind']): void {
  if ((status >= 200 && status < 300) || (status >= 400 && status < 500 && status !== 429)) return;
  if (status >= 300 && status < 400) throw notPhoenix('redirect');
  if (status === 429) {
    const seconds = retryAfterSeconds(headers);
    throw new AppError('server_busy', 'The server asks to slow down.', {
      ...(seconds !== null && { retryAfterSeconds: seconds }),
    });
  }
  if (status === 507) throw new AppError('storage_locked', 'The server has locked its storage.');
  if (kind === 'write') throw outcomeUnknown();
  throw new AppError('server_failed', `The server failed (${status}).`);
}

function failureOf(error: unknown, kind: Send['kind']): AppError {
  const fault = error instanceof NoAnswer ? error.fault : 'timeout';
  const sent = error instanceof NoAnswer ? error.sent : true;
  if (kind === 'write' && sent) return outcomeUnknown();
  if (fault === 'too_large') return badAnswer('too_large');
  return new AppError('unreachable', 'The server cannot be reached.', {
    rule: fault === 'aborted' ? 'other' : fault,
  });
}
