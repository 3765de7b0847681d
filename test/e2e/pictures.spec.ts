import type { Page } from '@playwright/test';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { fillSecrets, graphql, makePerson, type PhoenixPerson } from '../support/phoenix-people';
import { startPhoenix, type TestPhoenix } from '../support/phoenix-server';
import { call } from './support/bridge';
import { goTo, keyField, openNewSecret, row, valueField } from './support/pages';
import { connectTo } from './support/remote';
import { expect, test } from './support/test';
import { chooseWay, openAddConnection, saveAndConnect, switcher } from './support/window';

/** The pictures of the documentation; only with PICTURES=1, since they change with the machine's fonts. */
const folder = path.join(import.meta.dirname, '../../docs/images');

test.skip(!process.env['PICTURES'], 'PICTURES=1 writes docs/images');

for (const theme of ['light', 'dark'] as const) {
  test(`pictures, ${theme}`, async ({ launch }) => {
    const { page, put } = await launch();
    const picture = taker(page, theme);
    await setTheme(page, theme);
    await picture('empty');
    await put(example);
    await row(page, 'OPENAI_API_KEY').waitFor();
    await picture('secrets');
    await openNewSecret(page);
    await keyField(page).pressSequentially('deepseek api key');
    await valueField(page).fill('sk-0123456789abcdef');
    await picture('new-secret');
    await page.keyboard.press('Escape');
    await row(page, 'OPENAI_API_KEY').focus();
    await page.keyboard.press('Delete');
    await picture('delete');
    await page.keyboard.press('Escape');
    await goTo(page, 'General');
    await picture('general');
    await goTo(page, 'API Keys');
    for (const name of ['ci-deploy', 'notebook']) {
      await page.getByRole('button', { name: 'New API Key' }).first().click();
      await page.getByRole('textbox', { name: 'Name' }).fill(name);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Done' }).click();
    }
    await picture('api-keys');
  });
}

test.describe('of a server', () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  let server: TestPhoenix;
  let marta: PhoenixPerson;
  let jonas: PhoenixPerson;

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    server = await startPhoenix({ cleanup: (clean) => cleanups.push(clean) });
    marta = await makePerson(server, 'ADMIN', { email: 'marta@acme.example', username: 'Marta Okafor' });
    jonas = await makePerson(server, 'MEMBER', { email: 'jonas@acme.example', username: 'Jonas Weber' });
    await fillSecrets(server, entriesOf(example), marta.apiKey);
    await fillSecrets(server, entriesOf({ SLACK_WEBHOOK_URL: 'v', GROQ_API_KEY: 'v' }));
    await makePrompt(server, 'triage', marta.apiKey);
  });
  test.afterAll(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  for (const theme of ['light', 'dark'] as const) {
    test(`pictures, ${theme}`, async ({ launch }) => {
      test.setTimeout(120_000);
      const forwards = await Promise.all([6006, 6007, 6008].map((port) => forward(port, server.url)));
      const { page } = await launch();
      const picture = taker(page, theme);
      await setTheme(page, theme);
      const lab = { name: 'lab', apiKey: jonas.apiKey };
      await connectTo(page, 'http://localhost:6008', lab);
      const staging = { name: 'staging', label: 'staging', apiKey: marta.apiKey } as const;
      await connectTo(page, 'http://localhost:6007', staging);
      forwards[1]?.end();
      await call(page, 'connections.open', { id: null });

      const dialog = await openAddConnection(page, 'http://localhost:6006', 'prod');
      await chooseWay(dialog, 'Email and password');
      await dialog.getByRole('textbox', { name: 'Email' }).fill(marta.email);
      await dialog.getByLabel('Password', { exact: true }).fill(marta.password);
      await dialog.getByText('Production', { exact: true }).click();
      await dialog.getByRole('button', { name: 'Test connection' }).click();
      await expect(dialog.getByText(/Connected in/)).toBeVisible();
      await picture('add-connection');
      await saveAndConnect(page, dialog, 'prod');
      await expect(row(page, 'OPENAI_API_KEY')).toContainText('prompt: triage');
      await picture('server');
      await page.getByRole('link', { name: 'Connections', exact: true }).click();
      await expect(page.getByRole('table')).toContainText('Unreachable');
      await picture('connections');
      await goTo(page, 'Secrets');
      await switcher(page, 'prod').click();
      await picture('switcher');
      for (const { end } of forwards) end();
    });
  }
});

/** Takes pictures of a window in one theme. */
function taker(page: Page, theme: string): (name: string) => Promise<void> {
  return async (name) => {
    // Past every animation and tooltip.
    await page.mouse.move(0, 0);
    await page.waitForTimeout(700);
    await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
  };
}

/** Makes a server answer at a port that one knows, until it is ended. */
async function forward(port: number, to: string): Promise<{ end: () => void }> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    const target = connect(Number(new URL(to).port), '127.0.0.1');
    for (const side of [socket, target]) {
      sockets.add(side);
      side.on('error', () => side.destroy());
    }
    socket.pipe(target).pipe(socket);
  }).listen(port, 'localhost');
  await once(listener, 'listening');
  const end = (): void => {
    listener.close();
    for (const socket of sockets) socket.destroy();
  };
  return { end };
}

async function makePrompt(server: TestPhoenix, name: string, token: string): Promise<void> {
  const promptVersion = {
    templateFormat: 'NONE',
    template: { messages: [{ role: 'USER', content: [{ text: { text: 'hello' } }] }] },
    invocationParameters: { openai: {} },
    modelProvider: 'OPENAI',
    modelName: 'any',
  };
  const document = 'mutation($input:CreateChatPromptInput!){createChatPrompt(input:$input){id}}';
  await graphql(server, document, { input: { name, promptVersion } }, token);
}

const entriesOf = (secrets: Readonly<Record<string, string>>) =>
  Object.entries(secrets).map(([key, value]) => ({ key, value }));

const example = Object.fromEntries(
  [
    'ANTHROPIC_API_KEY',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AZURE_OPENAI_API_KEY',
    'DEEPSEEK_ORG',
    'GEMINI_API_KEY',
    'GITHUB_PERSONAL_ACCESS_TOKEN',
    'GROQ_API_KEY',
    'INTERNAL_GATEWAY_TOKEN',
    'MISTRAL_API_KEY',
    'OPENAI_API_KEY',
    'SLACK_WEBHOOK_URL',
    'XAI_API_KEY',
  ].map((key) => [key, 'example-value']),
);

async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await goTo(page, 'General');
  await page.getByText(theme === 'light' ? 'Light' : 'Dark', { exact: true }).click();
  await goTo(page, 'Secrets');
}
