import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isSilent, nextHop } from '../../../src-main/electron/network-reach';
import { startDeafListener } from '../../support/deaf-listener';

test.each([
  ['https://host/phoenix', 'DIRECT', 'host', 443],
  ['http://host', 'DIRECT', 'host', 80],
  ['http://127.0.0.1:6006/', 'DIRECT', '127.0.0.1', 6006],
  ['http://[::1]:6006/', 'DIRECT', '::1', 6006],
  ['https://host/', 'PROXY proxy.corp:3128; DIRECT', 'proxy.corp', 3128],
  ['https://host/', 'SOCKS5 [::1]:1080', '::1', 1080],
  ['https://host/', 'HTTPS proxy.corp:443;PROXY other:1', 'proxy.corp', 443],
])('the next hop to %s by "%s" is %s:%i', (url, route, host, port) => {
  expect(nextHop(url, route)).toEqual({ host, port });
});

const direct = { resolveProxy: () => Promise.resolve('DIRECT') };

test('whoever takes a connection, or refuses it, is not silent', async () => {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  expect(await isSilent(direct, `http://127.0.0.1:${String(port)}/`, 5_000)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await isSilent(direct, `http://127.0.0.1:${String(port)}/`, 5_000)).toBe(false);
});

test('whoever leaves a connection unanswered is', async () => {
  const { port, stop } = await startDeafListener();
  onTestFinished(stop);
  expect(await isSilent(direct, `http://127.0.0.1:${String(port)}/`, 200)).toBe(true);
});
