import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { boundConnections } from '../../../src-main/rest/connections';
import { closed, openConnection } from '../../support/raw-http';

/** Answers each request at once and keeps its connection; at most two of them. */
async function twoConnections() {
  const server = createServer((_request, response) => response.end('done'));
  onTestFinished(() => void server.close());
  boundConnections(server, 2);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return async () => {
    const accepted = once(server, 'connection');
    const socket = await openConnection(url);
    await accepted;
    return socket;
  };
}

async function request(socket: Socket): Promise<void> {
  const answered = once(socket, 'data');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await answered;
  // The server notes the end of an answer a moment after its bytes have left.
  await wait(20);
}

/** The name of the one that is closed first. */
const closedFirst = (sockets: Record<string, Socket>) =>
  Promise.race(Object.entries(sockets).map(([name, socket]) => closed(socket).then(() => name)));

it('a connection that ended does not count', async () => {
  const open = await twoConnections();
  const first = await open();
  const gone = await open();
  gone.destroy();
  await closed(gone);
  await wait(20);
  await open();
  await wait(20);
  expect(first.closed).toBe(false);
});

it('of ten that come at once two stay', async () => {
  const open = await twoConnections();
  const sockets = await Promise.all(Array.from({ length: 10 }, open));
  await wait(50);
  expect(sockets.map((socket) => socket.closed)).toEqual([...Array<boolean>(8).fill(true), false, false]);
});

it('the oldest of the idle goes, also one that was answered before', async () => {
  const open = await twoConnections();
  const answered = await open();
  await request(answered);
  const [second, third] = [await open(), await open()];
  expect(await closedFirst({ answered, second, third })).toBe('answered');
});

it('after its answer a connection is the youngest again', async () => {
  const open = await twoConnections();
  const [first, second] = [await open(), await open()];
  await request(first);
  const third = await open();
  expect(await closedFirst({ first, second, third })).toBe('second');
});

const head = 'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n';

it.each([
  ['on its way', ''],
  ['on its way after 100 Continue', 'Expect: 100-continue\r\n'],
])('a request whose body is %s keeps its connection; an idle one goes', async (_what, expect100) => {
  const server = createServer();
  onTestFinished(() => void server.close());
  boundConnections(server, 2);
  const admitted = ['request', 'checkContinue'].map((name) => once(server, name));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const uploading = await openConnection(url);
  uploading.write(`${head}${expect100}\r\n`);
  await Promise.race(admitted);
  const idle = await openConnection(url);
  await openConnection(url);
  const first = await Promise.race([
    closed(uploading).then(() => 'uploading'),
    closed(idle).then(() => 'idle'),
  ]);
  expect(first).toBe('idle');
  await wait(20);
  expect(uploading.closed).toBe(false);
});
