import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { standInForOpener } from './support/opener';
import { goTo } from './support/pages';
import { expect, test } from './support/test';

const page = 'https://releases.example/phoenix-secrets/9.0.0';

/** A feed on this machine. */
async function feed(answer: () => { status: number; body: unknown }) {
  const asked: { method: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    asked.push({ method: request.method ?? '', headers: request.headers });
    const { status, body } = answer();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { host, url: `http://${host}/latest.json`, asked, close: () => server.close() };
}

test('a newer version is looked for once it is turned on, told, and shown in the browser', async ({
  folder,
  launch,
}) => {
  const releases = await feed(() => ({ status: 200, body: { version: '9.0.0', page } }));
  const opener = await standInForOpener(folder);
  const environment = { PHOENIX_SECRETS_UPDATE_FEED: releases.url, ...opener.environment };

  const first = await launch(environment);
  await goTo(first.page, 'General');
  await expect(first.page.getByRole('radio', { name: 'Off' }).last()).toBeChecked();
  await expect(first.page.getByText(`Nothing is asked. Turned on, ${releases.host}`)).toBeVisible();
  expect(releases.asked).toEqual([]);
  await first.page.getByText('Once a day', { exact: true }).click();
  await expect(first.page.getByText('Version 9.0.0 is available.')).toBeVisible();
  expect(releases.asked).toHaveLength(1);
  // No more than which program asks: no cookie, language or system of anybody.
  const { host: _host, connection: _connection, ...headers } = releases.asked[0]?.headers ?? {};
  expect(headers['user-agent']).toMatch(/^phoenix-secrets\/\d+\.\d+\.\d+$/);
  expect(
    Object.keys(headers)
      .filter((name) => !name.startsWith('sec-fetch-'))
      .sort(),
  ).toEqual(['accept', 'accept-encoding', 'accept-language', 'user-agent']);
  await first.page.getByRole('button', { name: 'Show in browser' }).click();
  await expect.poll(() => opener.opened()).toMatchObject([{ what: page }]);
  await first.close();

  // It stays turned on, and says so where one is.
  const second = await launch(environment);
  await expect(second.page.getByText('Version 9.0.0 is available.')).toBeVisible();
  expect(releases.asked).toHaveLength(2);
  await goTo(second.page, 'General');
  await second.page.getByText('Off', { exact: true }).click();
  await expect(second.page.getByRole('button', { name: 'Check now' })).toBeHidden();
  await second.close();

  const third = await launch(environment);
  await goTo(third.page, 'General');
  await expect(third.page.getByText('Nothing is asked.')).toBeVisible();
  expect(releases.asked).toHaveLength(2);
  releases.close();
});

test('a feed that fails is said, and asked again on demand', async ({ launch }) => {
  let status = 503;
  const releases = await feed(() => ({ status, body: { version: '0.0.1', page } }));
  const { page: view } = await launch({ PHOENIX_SECRETS_UPDATE_FEED: releases.url });
  await goTo(view, 'General');
  await view.getByText('Once a day', { exact: true }).click();
  await expect(view.getByText(`${releases.host} gave no usable answer.`)).toBeVisible();
  status = 200;
  await view.getByRole('button', { name: 'Check now' }).click();
  await expect(view.getByText('This is the newest version.')).toBeVisible();
  releases.close();
});

test('without a feed General says that nobody can be asked', async ({ launch }) => {
  const { page: view } = await launch();
  await goTo(view, 'General');
  await expect(view.getByText('There is nobody to ask: PHOENIX_SECRETS_UPDATE_FEED')).toBeVisible();
});
