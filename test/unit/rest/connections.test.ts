import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { boundConnections } from '../../../src-main/rest/connections';
import { closed, openConnection } from '../../support/raw-http';

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
