import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { rootCertificates } from 'node:tls';
import type {
  Network,
  NetworkAnswer,
  NetworkFault,
  NetworkRequest,
} from '../../src-main/connections/network';

/** The network as Node has it, for tests without Electron: same promises, no proxy. */
export class NodeNetwork implements Network {
  /** All that was asked for, oldest first. */
  readonly requests: NetworkRequest[] = [];
  readonly #abort = new Map<number, () => void>();

  async request(asked: NetworkRequest): Promise<NetworkAnswer> {
    this.requests.push(asked);
    try {
      return await this.#send(asked);
    } finally {
      this.#abort.delete(asked.id);
    }
  }

  async abort(id: number): Promise<void> {
    this.#abort.get(id)?.();
  }

  #send(asked: NetworkRequest): Promise<NetworkAnswer> {
    return new Promise((resolve) => {
      let connected = false;
      const end = (answer: NetworkAnswer) => {
        clearTimeout(connecting);
        clearTimeout(total);
        resolve(answer);
        request.destroy();
      };
      const fail = (fault: NetworkFault) => end({ ok: false, fault, sent: connected });
      const connecting = setTimeout(() => {
        if (!connected) fail('timeout');
      }, asked.connectMs);
      const total = setTimeout(() => fail('timeout'), asked.totalMs);
      this.#abort.set(asked.id, () => fail('aborted'));
      const request = open(asked);
      request.on('socket', (socket) => {
        const event = asked.url.startsWith('https:') ? 'secureConnect' : 'connect';
        socket.once(event, () => (connected = true));
      });
      request.on('error', (error: NodeJS.ErrnoException) => fail(faultOf(error.code ?? '')));
      request.on('response', (response) => {
        connected = true;
        read(response, asked.maxBytes).then(
          (body) => {
            if (body === null) fail('too_large');
            else
              end({ ok: true, status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), body });
          },
          () => fail('reset'),
        );
      });
      request.end(asked.body ?? undefined);
    });
  }
}

function open({ url, method, headers, body, ca }: NetworkRequest): ClientRequest {
  const sent: Record<string, string> = Object.fromEntries(headers);
  if (body !== null) sent['content-length'] = String(Buffer.byteLength(body));
  const options = { method, headers: sent, agent: false as const };
  if (url.startsWith('http:')) return requestHttp(url, options);
  return requestHttps(url, ca === null ? options : { ...options, ca: [...rootCertificates, ca] });
}

/** The whole body; null when it has more bytes than it may. */
async function read(response: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ''] as [string, string]] : [],
  );
}

function faultOf(code: string): NetworkFault {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns';
  if (code === 'CERT_HAS_EXPIRED') return 'tls_expired';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'tls_host';
  if (/^(DEPTH_ZERO_)?SELF_SIGNED|^UNABLE_TO_(VERIFY|GET_ISSUER)/.test(code)) return 'tls_authority';
  if (/^(ERR_SSL|ERR_TLS)|^EPROTO$/.test(code)) return 'tls';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'reset';
  return 'other';
}
