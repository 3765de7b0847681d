import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { fingerprint } from '../support/files';
import { Client } from '../support/client';
import { query } from '../support/database';
import { proofTimeout, record, sized } from '../support/proof';
import { adminSecret, callAsWindow, startService } from '../support/service';

/** Every n-th cell; it has no factor in common with the numbers of choices, so that all of them are met. */
const step = sized(37, 1);
const connections = 8;

const goodHosts = (port: string) => [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
/** Each one is a whole set of Host lines. */
const hosts = (port: string): readonly (readonly string[])[] => [
  ...goodHosts(port).map((host) => [host]),
  [],
  [''],
  ['evil.example'],
  [`evil.example:${port}`],
  [`127.0.0.1.:${port}`],
  [`localhost.:${port}`],
  [`0.0.0.0:${port}`],
  [`[::]:${port}`],
  [`[::ffff:127.0.0.1]:${port}`],
  [`[0:0:0:0:0:0:0:1]:${port}`],
  [`[::1%25lo]:${port}`],
  [`::1:${port}`],
  [`127.1:${port}`],
  [`127.0.0.2:${port}`],
  [`127.0.0.1:${port}0`],
  [`127.0.0.1:0${port}`],
  ['127.0.0.1'],
  ['localhost'],
  ['127.0.0.1:'],
  ['127.0.0.1:80'],
  [`2130706433:${port}`],
  [`0x7f000001:${port}`],
  [`0177.0.0.1:${port}`],
  [`user@127.0.0.1:${port}`],
  [`127.0.0.1:${port}@evil.example`],
  [`127.0.0.1:${port}/`],
  [`127.0.0.1:${port}#`],
  [`127.0.0.1:${port},evil.example`],
  [`evil.example,127.0.0.1:${port}`],
  [`LOCALHOST:${port}`],
  [`localhost.localdomain:${port}`],
  [`evil.localhost:${port}`],
  [`127.0.0.1.nip.example:${port}`],
  [`http://127.0.0.1:${port}`],
  [`127.0.0.1:${port}`, 'evil.example'],
  ['evil.example', `127.0.0.1:${port}`],
  [`127.0.0.1:${port}`, `127.0.0.1:${port}`],
];

const origins = (port: string): readonly (readonly string[])[] => [
  [],
  ['Origin: null'],
  ['Origin: '],
  ['Origin: https://evil.example'],
  [`Origin: http://127.0.0.1:${port}`],
  [`Origin: http://localhost:${port}`],
  ['Origin: file://'],
  ['Origin: app://phoenix'],
  ['Origin: chrome-extension://abcdefghijklmnop'],
  ['Origin: https://evil.example', `Origin: http://127.0.0.1:${port}`],
  ['Sec-Fetch-Site: cross-site'],
  ['Sec-Fetch-Site: same-origin'],
];

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'application/x-www-form-urlencoded',
  null,
];
const methods = ['PUT', 'POST', 'GET', 'DELETE', 'OPTIONS'];

interface Cell {
  readonly request: string;
  readonly status: number;
  readonly key: string;
}

it(
  'G: hostile requests: only those that are right in every part reach the store',
  async () => {
    const service = await startService();
    const { port } = new URL(service.url);
    const makeKey = async () =>
      callAsWindow<{ token: string; apiKey: { id: number } }>(service, 'access.createApiKey', {
        name: 'a key',
        kind: 'system',
        expiresInDays: null,
      });
    const live = await makeKey();
    const revoked = await makeKey();
    await callAsWindow(service, 'access.deleteApiKey', { id: revoked.apiKey.id });
    const tokens = [adminSecret, live.token, null, `${live.token.slice(0, -1)}x`, revoked.token, ''];

    const cells: Cell[] = [];
    let number = -1;
    for (const host of hosts(port))
      for (const origin of origins(port))
        for (const [tokenIndex, token] of tokens.entries())
          for (const [typeIndex, type] of types.entries())
            for (const method of methods) {
              number += 1;
              if (number % step !== 0) continue;
              const ours = host.length === 1 && goodHosts(port).includes(host[0] ?? '');
              const page = origin.length > 0;
              const status =
                !ours || page
                  ? 403
                  : method !== 'PUT'
                    ? 405
                    : tokenIndex > 1
                      ? 401
                      : typeIndex > 1
                        ? 422
                        : 200;
              const body = JSON.stringify({ secrets: [{ key: `G_${number}`, value: 'v' }] });
              const lines = [
                `${method} /v1/secrets HTTP/1.1`,
                ...host.map((name) => `Host: ${name}`),
                ...origin,
                ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
                ...(type === null ? [] : [`Content-Type: ${type}`]),
                `Content-Length: ${body.length}`,
              ];
              cells.push({ request: `${lines.join('\r\n')}\r\n\r\n${body}`, status, key: `G_${number}` });
            }

    const wrong: string[] = [];
    const statuses: Record<number, number> = {};
    const send = async (some: readonly Cell[]) => {
      let next = 0;
      const worker = async () => {
        const client = new Client(service.url, adminSecret);
        while (next < some.length) {
          const cell = some[next++]!;
          const status = await client.send(cell.request);
          statuses[status ?? 0] = (statuses[status ?? 0] ?? 0) + 1;
          // No browser may be told that it may: no header for it, whatever was sent.
          const open = /^(access-control|set-cookie)/im.test(client.headers);
          if (status !== cell.status || open) wrong.push(`${status}: ${cell.request}`);
        }
        client.close();
      };
      await Promise.all(Array.from({ length: connections }, worker));
    };
    // What a caller without a good token sends leaves the files as they were, to the byte.
    const path = join(service.folder, 'secrets.db');
    // What made the API keys is in the database file by then.
    await vi.waitFor(() => expect(statSync(`${path}-wal`).size).toBe(0), 10_000);
    const files = () => [path, `${path}-wal`].map(fingerprint);
    const before = files();
    await send(cells.filter(({ status }) => [401, 403, 405].includes(status)));
    expect(files()).toEqual(before);
    await send(cells.filter(({ status }) => ![401, 403, 405].includes(status)));

    const good = cells.filter(({ status }) => status === 200);
    const stored = query<{ key: string }>(path, 'SELECT key FROM secrets').map(({ key }) => key);
    const listed = new Set(good.map(({ key }) => key));
    const reached = stored.filter((key) => !listed.has(key)).length + (listed.size - stored.length);
    record('G', {
      attempts: cells.length,
      faults: wrong.length + reached,
      measured: {
        'good cells': good.length,
        ...Object.fromEntries(Object.entries(statuses).map(([code, count]) => [code, count])),
      },
    });
    expect(wrong).toEqual([]);
    expect(reached).toBe(0);
    if (step === 1) expect([cells.length, good.length]).toEqual([72_000, 12]);
  },
  proofTimeout,
);
