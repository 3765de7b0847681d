import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** More than a desktop needs; few enough that their buffers do not matter. */
const most = 1000;

/**
 * Bounds the open connections of a server. When there are too many the one that has been idle or unfinished
 * the longest is closed, not the new one: somebody who holds hundreds open cannot keep others out.
 */
export function boundConnections(server: Server, limit = most): void {
  const open = new Set<Socket>();
  const busy = new WeakSet<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (open.size <= limit) return;
    for (const candidate of open) {
      if (busy.has(candidate)) continue;
      open.delete(candidate);
      candidate.destroy();
      break;
    }
  });
  const started = ({ socket }: IncomingMessage, response: ServerResponse) => {
    busy.add(socket);
    response.once('close', () => {
      busy.delete(socket);
      // Its turn comes last again.
      if (open.delete(socket)) open.add(socket);
    });
  };
  server.on('request', started);
  // A request that waits for `100 Continue` comes as this event only.
  server.on('checkContinue', started);
}
