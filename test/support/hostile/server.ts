import {
  createServer as createHttp,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { Issued } from '../certificates';
import type { Fault } from './faults';
import { SmallPhoenix, type Answer, type Received } from './phoenix';

export interface HostileOptions {
  /** The certificate that it shows; without one it speaks plain http. */
  readonly certificate?: Issued;
  /** Sent along with it. */
  readonly chain?: readonly Issued[];
  readonly authentication?: boolean;
  /** 0: any free one. */
  readonly port?: number;
}

/**
 * A server of ours that behaves like Phoenix until it is told not to. Only for what a real server cannot be made
 * to do. All that it gets is kept.
 */
export class HostileServer {
  readonly phoenix: SmallPhoenix;
  readonly requests: Received[] = [];
  /** How many connections were made to it. */
  connections = 0;
  #fault: { readonly act: Fault; readonly on: RegExp; met: number } | null = null;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #scheme: string;

  private constructor({ certificate, chain = [], authentication = true }: HostileOptions) {
    this.phoenix = new SmallPhoenix({ authentication });
    const serve = (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response);
    this.#scheme = certificate ? 'https' : 'http';
    this.#server = certificate
      ? createHttps(
          {
            key: certificate.key,
            cert: [certificate, ...chain].map((each) => each.certificate).join('\n'),
            // Else OpenSSL would not even show a weak one.
            ciphers: 'DEFAULT@SECLEVEL=0',
          },
          serve,
        )
      : createHttp(serve);
    this.#server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    });
    // A kept connection must not end by itself in the middle of a test.
    this.#server.keepAliveTimeout = 60_000;
  }

  static async start(options: HostileOptions = {}): Promise<HostileServer> {
    const server = new HostileServer(options);
    await new Promise<void>((resolve) => server.#server.listen(options.port ?? 0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** @param host another name for this machine */
  url(host = '127.0.0.1'): string {
    return `${this.#scheme}://${host}:${String(this.port)}`;
  }

  /** @param on which requests: `PUT /v1/secrets` and the like; all of them otherwise */
  misbehave(act: Fault, on = /^/): void {
    this.#fault = { act, on, met: 0 };
  }

  behave(): void {
    this.#fault = null;
  }

  /** What it got with this method and path. */
  got(line: string): Received[] {
    return this.requests.filter(({ method, path }) => `${method} ${path}` === line);
  }

  /** Ends all connections, also those in use, and takes no new ones. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(message).catch(() => null);
    if (!request) return;
    this.requests.push(request);
    const fault = this.#fault;
    if (!fault?.on.test(`${request.method} ${request.path}`))
      return send(response, this.phoenix.answer(request));
    const acting = fault.act({ request, response, phoenix: this.phoenix, met: fault.met });
    fault.met += 1;
    const answer = await acting;
    if (answer) send(response, answer);
  }
}

async function receive(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.writeHead(status).end(body);
}
