import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { contractVersion, versionHeader } from './contract-version';

/** Node answers these by itself, before a request exists; this does it with our header and closes. */
export function answerParserFaults(server: Server): void {
  server.on('clientError', (error: Error & { code?: string }, socket) =>
    endWith(socket, statusOf(error.code)),
  );
  server.on('connect', (_request, socket) => endWith(socket, 405));
  server.on('checkExpectation', (_request, response) => {
    response.writeHead(417, {
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
      [versionHeader]: contractVersion,
    });
    response.end('Expectation Failed');
  });
}

function statusOf(code: string | undefined): number {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 413;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    default:
      return 400;
  }
}

function endWith(socket: Duplex, status: number): void {
  // Node has taken its own listener away by now, and a reset that nobody hears would end the whole thread.
  socket.on('error', () => socket.destroy());
  const text = STATUS_CODES[status] ?? '';
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\n${versionHeader}: ${contractVersion}\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`,
    () => socket.destroy(),
  );
}
