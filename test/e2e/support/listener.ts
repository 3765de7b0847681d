import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** A server that a page must never reach: counts whatever arrives, on TCP and UDP. */
export interface Listener {
  readonly port: number;
  readonly contacts: () => number;
  close(): void;
}

export async function listen(): Promise<Listener> {
  let contacts = 0;
  const tcp = createServer((socket) => {
    contacts += 1;
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as { port: number };
  const udp = createSocket('udp4');
  udp.on('message', () => (contacts += 1));
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  return {
    port,
    contacts: () => contacts,
    close: () => {
      tcp.close();
      udp.close();
    },
  };
}
