import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { adminSecret } from './service';

/** A TCP connection to the endpoint, to be written to by hand. */
export async function openConnection(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  // A server that refuses may close while we still write.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Resolves when the connection is closed, whether in order or by a reset. */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
    // One that is not read never comes to its end.
    socket.resume();
  });
}

/** Sends bytes and gives all that comes back until the server closes, or says nothing for a while. */
export async function exchange(url: string, bytes: string | Buffer, quietMs = 400): Promise<string> {
  const socket = await openConnection(url);
  let answer = '';
  const ended = new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, quietMs);
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(resolve, quietMs);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  socket.write(bytes);
  await ended;
  socket.destroy();
  return answer;
}

/** Statuses of all answers in what came back. */
export function statusesIn(answer: string): number[] {
  return [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
}

export const goodBody = '{"secrets":[{"key":"REACHED","value":"v"}]}';

/** A request that would store REACHED, with other lines where a test wants them; the last one of its connection. */
export function goodRequest(
  url: string,
  {
    line = 'PUT /v1/secrets HTTP/1.1',
    host = `Host: ${new URL(url).host}`,
    headers = [] as string[],
    body = goodBody,
    close = true,
  } = {},
): string {
  return [
    line,
    ...(host === '' ? [] : [host]),
    `Authorization: Bearer ${adminSecret}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(close ? ['Connection: close'] : []),
    ...headers,
    '',
    body,
  ].join('\r\n');
}
