import { createServer, request, type Server } from 'node:http';

/** A proxy for plain http that knows hosts of its own, as a company's does. */
export interface Proxy {
  readonly url: string;
  /** Every host that somebody wanted to get to. */
  readonly asked: string[];
  /** From now on it wants a password. */
  lock(): void;
  close(): Promise<void>;
}

/** @param hosts `name` → `http://127.0.0.1:PORT` */
export async function startProxy(hosts: Readonly<Record<string, string>>): Promise<Proxy> {
  const asked: string[] = [];
  let locked = false;
  const denied = { 'proxy-authenticate': 'Basic realm="proxy"' };
  const server: Server = createServer((incoming, outgoing) => {
    const target = new URL(incoming.url ?? '');
    asked.push(target.hostname);
    const place = hosts[target.hostname];
    if (locked || place === undefined) {
      incoming.resume();
      outgoing.writeHead(locked ? 407 : 502, locked ? denied : {}).end();
      return;
    }
    const forward = request(
      new URL(target.pathname + target.search, place),
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    forward.on('error', () => outgoing.destroy());
    incoming.pipe(forward);
  });
  server.on('connect', ({ url }, socket) => {
    asked.push(url ?? '');
    socket.end(
      locked
        ? 'HTTP/1.1 407 Denied\r\nproxy-authenticate: Basic realm="proxy"\r\n\r\n'
        : 'HTTP/1.1 502 Bad\r\n\r\n',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${String(port)}`,
    asked,
    lock: () => (locked = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
