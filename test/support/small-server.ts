import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A request as it came in. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What is answered; null: the connection is cut. */
export type Reply = {
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: unknown;
} | null;

export interface SmallServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** All requests, oldest first. */
  readonly received: Received[];
}

/** A server of a few lines for what a real one cannot be made to do; it looks like a Phoenix unless told otherwise. */
export async function smallServer(
  answer: (request: Received, response: ServerResponse) => Reply | Promise<Reply>,
): Promise<SmallServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = '', url: path = '', headers } = request;
      const seen = { method, path, headers, body: await text(request) };
      received.push(seen);
      const reply = await answer(seen, response);
      if (response.headersSent) return;
      if (reply === null) {
        response.destroy();
        return;
      }
      const { status = 200, headers: more = {}, body = null } = reply;
      const isText = typeof body === 'string';
      response.writeHead(status, {
        'x-phoenix-server-version': '20.26.1',
        'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
        ...more,
      });
      response.end(isText ? body : status === 204 ? undefined : JSON.stringify(body));
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received };
}
