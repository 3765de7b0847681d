import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { failureAnswer, sendUnread, textAnswer } from './answer';
import { boundConnections } from './connections';
import { contractVersion, versionHeader } from './contract-version';
import { answerParserFaults } from './parser-faults';
import { refusalOfRequest } from './request-guard';

const graceMs = 3000;
const portTries = 20;

/** A port that cannot be had; `code` is the system's, such as EADDRINUSE. */
export class PortError extends Error {
  constructor(
    readonly port: number,
    readonly code: string,
  ) {
    super(`Port ${port} of 127.0.0.1 cannot be used (${code}).`);
    this.name = 'PortError';
  }
}

/** The HTTP server on loopback. It can be stopped and started again, on the same port. */
export class Endpoint {
  #servers: Server[] = [];
  #port: number;
  #closing = false;

  /** `port` 0 takes any free one at the first start. */
  constructor(
    private readonly routes: FastifyInstance,
    port: number,
  ) {
    this.#port = port;
  }

  get running(): boolean {
    return this.#servers.length > 0 && !this.#closing;
  }

  /** `http://127.0.0.1:PORT` */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens on 127.0.0.1, and on ::1 where this computer has it. Throws a `PortError`. */
  async start(): Promise<void> {
    if (this.#servers.length > 0) return;
    this.#closing = false;
    for (let attempt = 1; ; attempt += 1) {
      const first = await this.#listen('127.0.0.1', this.#port);
      const address = first.address();
      const port = typeof address === 'object' && address ? address.port : this.#port;
      try {
        const second = await this.#listen('::1', port).catch(ignoreMissingFamily);
        this.#servers = second ? [first, second] : [first];
        this.#port = port;
        return;
      } catch (error) {
        await new Promise((resolve) => first.close(resolve));
        // The free port of one family may be taken in the other.
        if (this.#port !== 0 || attempt === portTries) throw error;
      }
    }
  }

  /** Takes no more requests and resolves when those in flight are answered, after 3 s at the latest. */
  async stop(): Promise<void> {
    this.#closing = true;
    const servers = this.#servers;
    const timer = setTimeout(() => {
      for (const server of servers) server.closeAllConnections();
    }, graceMs);
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    clearTimeout(timer);
    this.#servers = [];
  }

  #listen(host: string, port: number): Promise<Server> {
    const server = createServer({
      // The guard answers a missing Host itself, with our header.
      requireHostHeader: false,
      headersTimeout: 5000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 60_000,
    });
    boundConnections(server);
    answerParserFaults(server);
    const handle = (request: IncomingMessage, response: ServerResponse) => this.#handle(request, response);
    server.on('request', handle);
    // Without this Node would ask for the body before anybody looked at the token.
    server.on('checkContinue', handle);
    return new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) => reject(new PortError(port, error.code ?? 'unknown'));
      server.once('error', failed);
      server.listen({ host, port, ipv6Only: host === '::1', exclusive: true }, () => {
        server.off('error', failed);
        resolve(server);
      });
    });
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader(versionHeader, contractVersion);
    const refusal = refusalOfRequest(request, this.#port);
    if (refusal) {
      sendUnread(request, response, textAnswer(refusal.status, refusal.text));
    } else if (this.#closing) {
      response.setHeader('connection', 'close');
      sendUnread(request, response, failureAnswer({ code: 'shutting_down', message: '' }));
    } else {
      // An answer that is given while the endpoint stops ends its connection.
      response.once('finish', () => {
        if (this.#closing) request.socket.end();
      });
      this.routes.routing(request, response);
    }
  }
}

function ignoreMissingFamily(error: unknown): null {
  if (error instanceof PortError && ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(error.code))
    return null;
  throw error;
}
