import { _electron } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import { endpointOf, launchInfo } from './support/program';
import { openStore } from './support/store';
import { test, expect } from './support/test';

/** An Electron of its own with nothing but a window: it stands for the browser of whoever uses this computer. */
const browser = `const { app, BrowserWindow } = require('electron');
app.setPath('userData', process.argv.at(-1));
app.whenReady().then(() => new BrowserWindow({ webPreferences: { sandbox: true, partition: 'foreign' } }).loadURL('about:blank'));`;

// Rows 3 and 4 of the threat model.
test('a page of another origin cannot reach the endpoint, in any of twelve ways', async ({
  folder,
  start,
}) => {
  const service = start(['--headless']);
  const { url } = await endpointOf(folder, service.pid);
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>foreign</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };

  const appFolder = path.join(path.dirname(folder), 'browser');
  await mkdir(appFolder);
  await writeFile(
    path.join(appFolder, 'package.json'),
    '{"name":"browser","version":"1.0.0","main":"main.cjs"}',
  );
  await writeFile(path.join(appFolder, 'main.cjs'), browser);
  const app = await _electron.launch({
    executablePath: launchInfo().executablePath,
    args: [appFolder, path.join(appFolder, 'data')],
  });
  try {
    const page = await app.firstWindow();
    await page.goto(`http://127.0.0.1:${port}/`);
    const outcomes = await page.evaluate(async (endpoint) => {
      const target = `${endpoint}/v1/secrets`;
      const body = '{"secrets":[{"key":"FOREIGN","value":"v"}]}';
      const outcome = async (work: () => Promise<unknown>) => {
        const timeout = new Promise((resolve) => setTimeout(() => resolve('refused'), 1500));
        return String(await Promise.race([work().catch(() => 'refused'), timeout]));
      };
      const element = (tag: string, attribute: string, address: string) => () =>
        new Promise((resolve) => {
          const node = document.createElement(tag);
          node.addEventListener('load', () => resolve('loaded'));
          node.addEventListener('error', () => resolve('refused'));
          node.setAttribute(attribute, address);
          document.body.append(node);
        });
      const form = () =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe');
          frame.name = 'target';
          const node = document.createElement('form');
          node.method = 'post';
          node.enctype = 'text/plain';
          node.action = target;
          node.target = 'target';
          const input = document.createElement('input');
          input.name = body.slice(0, -1);
          input.value = '}';
          node.append(input);
          document.body.append(frame, node);
          node.submit();
          setTimeout(() => resolve('refused'), 1000);
        });
      const headers = { authorization: 'Bearer guess', 'content-type': 'application/json' };
      return {
        put: await outcome(() => fetch(target, { method: 'PUT', headers, body })),
        simple: await outcome(() => fetch(target, { method: 'POST', body })),
        noCors: await outcome(async () => {
          const { type, status } = await fetch(target, { method: 'POST', mode: 'no-cors', body });
          return `${type} ${status}`;
        }),
        withCookies: await outcome(() => fetch(target, { credentials: 'include' })),
        read: await outcome(() => fetch(`${endpoint}/healthz`)),
        description: await outcome(() => fetch(`${endpoint}/openapi.json`)),
        old: await outcome(
          () =>
            new Promise((resolve, reject) => {
              const request = new XMLHttpRequest();
              request.onload = () => resolve('loaded');
              request.onerror = reject;
              request.open('PUT', target);
              request.send(body);
            }),
        ),
        beacon: await outcome(async () => {
          // It tells nothing of the answer: whether it stored something is looked up below.
          navigator.sendBeacon(target, body);
          return 'refused';
        }),
        form: await outcome(form),
        image: await outcome(element('img', 'src', `${endpoint}/healthz`)),
        script: await outcome(element('script', 'src', `${endpoint}/openapi.json`)),
        socket: await outcome(
          () =>
            new Promise((resolve, reject) => {
              const socket = new WebSocket(target.replace('http', 'ws'));
              socket.onopen = () => resolve('open');
              socket.onerror = reject;
            }),
        ),
      };
    }, url);
    // An opaque answer tells a page nothing, not even its status.
    expect(outcomes).toEqual({
      ...Object.fromEntries(Object.keys(outcomes).map((name) => [name, 'refused'])),
      noCors: 'opaque 0',
    });
    expect(Object.keys(outcomes)).toHaveLength(12);
  } finally {
    await app.close();
    server.close();
  }
  const store = openStore(folder);
  expect(store.prepare('SELECT count(*) FROM secrets').pluck().get()).toBe(0);
  store.close();
});
