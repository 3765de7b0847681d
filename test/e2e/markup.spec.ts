import { randomBytes } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { visibleText } from '../../src-renderer/ui/visibleText';
import { keyFault } from '../../src-shared/rules';
import type { Fault } from '../support/hostile/faults';
import { json } from '../support/hostile/phoenix';
import { HostileServer } from '../support/hostile/server';
import { payloads } from '../support/markup';
import { expectOnlyText, missing, watchForEffects } from './support/inert';
import { goTo, rows } from './support/pages';
import { connectTo } from './support/remote';
import { openStore } from './support/store';
import { expect, test } from './support/test';
import { switcher } from './support/window';

// Row 29 of the threat model: names that others chose are text in every view, and what cannot be seen in them is shown.

test.describe.configure({ timeout: 300_000 });

/** One of each kind, for the views that show one name at a time. */
const some = [...payloads.filter((_, index) => index % 20 === 7), ...payloads.slice(160)].filter(
  (_, index) => index % 6 === 0,
);
/** A name for a view that shows one: all that there is, one after the other. */
const all = payloads.join(' ');

/** Scrolls a list from its first row to its last one; gives what its rows showed, by key, and looks at each part. */
async function walk(page: Page): Promise<Map<string, string>> {
  const viewport = page.locator('.viewport');
  const seen = new Map<string, string>();
  await viewport.evaluate((element) => (element.scrollTop = 0));
  for (let step = 0; step < 60; step += 1) {
    for (const [key, text] of await rows(page).evaluateAll((elements) =>
      elements.map((element) => [element.getAttribute('data-key') ?? '', element.textContent] as const),
    ))
      seen.set(key, text);
    await expectOnlyText(page);
    const atEnd = await viewport.evaluate((element) => {
      const before = element.scrollTop;
      element.scrollTop += element.clientHeight * 0.7;
      return element.scrollTop === before;
    });
    if (atEnd) break;
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
  }
  return seen;
}

/** Opens a dialog by a button, looks at it, and closes it. */
async function lookAt(page: Page, opener: Locator, shows: readonly string[]): Promise<void> {
  await opener.dispatchEvent('click');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expectOnlyText(page);
  expect(await missing(page, shows)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

const keyOf = async (row: Locator): Promise<string> => (await row.getAttribute('data-key')) ?? '';

/** Opens Replace of a row. Where its key is none, a value cannot be stored under it, and the button says so. */
async function lookAtReplace(page: Page, row: Locator, name: string): Promise<void> {
  const replace = row.getByRole('button', { name: /^Replace/ });
  if (keyFault(await keyOf(row)) === null) {
    await lookAt(page, replace, [name]);
    return;
  }
  await expect(replace).toHaveAttribute('aria-disabled', 'true');
  await expect(replace).toHaveAttribute('data-tip', /^Not a valid key/);
  await replace.dispatchEvent('click');
  await row.focus();
  await page.keyboard.press('r');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

test('row 29: 200 names with markup in the local store are text in every view', async ({
  folder,
  launch,
}) => {
  expect(new Set(payloads).size).toBe(200);
  await (await launch()).close();
  const store = openStore(folder);
  const user = store.prepare("INSERT INTO users (username, email, role) VALUES (?, ?, 'MEMBER')");
  const secret = store.prepare('INSERT INTO secrets (key, value, user_id) VALUES (?, ?, ?)');
  const apiKey = store.prepare(
    "INSERT INTO api_keys (name, user_id, token_sha256, created_at) VALUES (?, ?, ?, '2026-11-24T16:59:51.000Z')",
  );
  store.transaction(() => {
    for (const name of payloads) {
      const { lastInsertRowid } = user.run(name, `${name}@example.com`);
      secret.run(name, Buffer.from('unreadable'), lastInsertRowid);
      apiKey.run(name, lastInsertRowid, randomBytes(32));
    }
    user.run(all, 'all@example.com');
    apiKey.run(all, 2, randomBytes(32));
    store.prepare('UPDATE users SET username = ? WHERE id = 2').run(all.slice(0, 3_000));
  })();
  store.close();

  const { app, page } = await launch();
  await expect(rows(page)).not.toHaveCount(0);
  const settled = await watchForEffects(app, page);
  const shown = await walk(page);
  for (const name of payloads) {
    // Twice: the key, and who changed it.
    expect(shown.get(name)?.split(visibleText(name)).length, name).toBeGreaterThan(2);
  }
  const search = page.getByRole('searchbox');
  for (const name of some) {
    await search.fill(`${name} not there`);
    await expect(page.getByText('No secret matches')).toBeVisible();
    await expectOnlyText(page);
    await search.fill(name);
    const row = rows(page).first();
    await expect(row).toBeVisible();
    await lookAtReplace(page, row, name);
    await lookAt(page, row.getByRole('button', { name: /^Delete/ }), [name]);
  }
  // What is no key can be deleted all the same, and comes back; then all of them at once.
  await search.fill(some[0] ?? '');
  const one = await keyOf(rows(page).first());
  expect(keyFault(one)).not.toBeNull();
  const keys = () =>
    rows(page).evaluateAll((shownRows) => shownRows.map((row) => row.getAttribute('data-key')));
  await rows(page).first().focus();
  await page.keyboard.press('Delete');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect.poll(keys).not.toContain(one);
  await expectOnlyText(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(keys).toContain(one);
  await expectOnlyText(page);
  await search.fill('');
  await rows(page).first().focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.getByRole('button', { name: /^Delete 200/ }).click();
  const question = page.getByRole('dialog');
  await expectOnlyText(page);
  await question.getByRole('button', { name: /^Delete 200/ }).click();
  await expect(question).toHaveCount(0);
  await expect(rows(page)).toHaveCount(0);

  for (const name of ['Users', 'API Keys'] as const) {
    await goTo(page, name);
    await expect(page.getByTestId('count')).toHaveText(/20\d/);
    await expectOnlyText(page);
    expect(await missing(page, payloads)).toEqual([]);
    const whole = page
      .getByRole('row')
      .filter({ hasText: name === 'Users' ? 'all@example.com' : /SYSTEM|System/ });
    if (name === 'Users') {
      await lookAt(page, whole.getByRole('button', { name: /^Reset password/ }), payloads);
      await whole.getByRole('button', { name: /^Role of/ }).dispatchEvent('click');
      await page.getByRole('menuitemradio', { name: 'Viewer' }).dispatchEvent('click');
      await expect(page.locator('[aria-live=polite]').filter({ hasText: 'Viewer' })).toHaveCount(1);
      await expectOnlyText(page);
    }
    for (const each of [...some, all]) {
      const button = page.getByRole('button', { name: `Delete ${oneLine(visibleText(each))}`, exact: true });
      await lookAt(page, button.first(), [each]);
    }
  }
  expect(await page.title()).toBe('API Keys – Phoenix Secrets');
  await settled();
});

test('row 29: 200 names with markup from a server are text in every view', async ({ launch }) => {
  const server = await HostileServer.start();
  server.phoenix.fill(
    Object.fromEntries(
      payloads.map((name, index) => [
        name,
        { user: { id: `id${String(index)}`, username: name }, ...(index % 2 === 0 && { parseError: name }) },
      ]),
    ),
  );
  /** Everything that reads a secret is called as the secret is; who one is there goes by the key that was sent. */
  const names: Fault = ({ request, phoenix }) => {
    const { authorization = '' } = request.headers;
    const who = payloads[Number(/payload-(\d+)$/.exec(authorization)?.[1] ?? 7)] ?? '';
    const person = { id: 'p', username: who };
    const known = {
      ...request,
      headers: { ...request.headers, authorization: 'Bearer hostile-api-key-0123456789' },
    };
    if (request.path === '/v1/user') {
      const answer = JSON.parse(phoenix.answer(known).body) as { data: object };
      return json(200, { data: { ...answer.data, ...person } });
    }
    if (request.path !== '/graphql') return phoenix.answer(known);
    if (request.body.includes('modelProviders')) {
      const modelProviders = payloads.map((name) => ({
        name,
        key: name,
        credentialRequirements: [{ envVarName: name, isRequired: true }],
      }));
      return json(200, { data: { modelProviders } });
    }
    if (request.body.includes('sandboxBackends')) {
      const sandboxBackends = payloads.map((name) => ({
        displayName: name,
        credentialSpecs: [{ key: name, isRequired: false }],
      }));
      return json(200, { data: { sandboxBackends } });
    }
    if (request.body.includes('prompts')) {
      const edges = payloads.map((name) => ({
        node: { name, version: { modelProvider: name, customProvider: null } },
      }));
      return json(200, { data: { prompts: { edges, pageInfo: { hasNextPage: false, endCursor: null } } } });
    }
    return phoenix.answer(known);
  };
  server.misbehave(names);
  const { app, page } = await launch();
  const settled = await watchForEffects(app, page);
  const name = payloads.find((each) => each.includes('\u202E')) ?? '';
  await connectTo(page, server.url(), { name, label: 'production', apiKey: 'payload-0' });
  await expect(rows(page)).not.toHaveCount(0);
  await expect(switcher(page, visibleText(name))).toBeVisible();
  expect(await page.title()).toBe(`Secrets – ${visibleText(name)} – Phoenix Secrets`);
  const shown = await walk(page);
  for (const [index, each] of payloads.entries()) {
    const text = oneLine(shown.get(each) ?? '');
    // The key and who changed it.
    expect(text.split(oneLine(visibleText(each))).length, each).toBeGreaterThan(2);
    // Why it cannot be read, on one line; else what reads it.
    const more =
      index % 2 === 0 ? `Unreadable on the server (${visibleText(oneLine(each))})` : visibleText(each);
    expect(text.split(oneLine(more)).length, more).toBeGreaterThan(index % 2 === 0 ? 1 : 3);
  }
  const search = page.getByRole('searchbox');
  for (const each of some) {
    await search.fill(each);
    const row = rows(page).first();
    await expect(row).toBeVisible();
    await lookAtReplace(page, row, each);
    await lookAt(page, row.getByRole('button', { name: /^Delete/ }), [each, name]);
  }

  // As many connections as there are names, each with a person of that name on its server.
  for (const [index, each] of payloads.entries()) {
    const short = each.slice(0, 100);
    await page.evaluate(
      async (draft) => {
        const { connections } = (
          window as unknown as { phoenix: { connections: { save(input: unknown): unknown } } }
        ).phoenix;
        await connections.save(draft);
      },
      {
        id: null,
        name: short,
        url: server.url(),
        allowHttp: false,
        caFile: null,
        label: 'none',
        signIn: 'api_key',
        apiKey: `payload-${String(index)}`,
        email: null,
        password: null,
      },
    );
  }
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  await expect(page.getByTestId('count')).toHaveText(/20\d/);
  const short = payloads.map((each) => each.slice(0, 100));
  await expect.poll(() => missing(page, [...short, ...payloads]), { timeout: 60_000 }).toEqual([]);
  await expectOnlyText(page);
  await switcher(page, visibleText(name)).click();
  await expect(page.getByRole('menuitemradio').first()).toBeVisible();
  await expectOnlyText(page);
  await page.keyboard.press('Escape');
  for (const each of some) {
    const text = oneLine(visibleText(each.slice(0, 100)));
    for (const action of ['Edit…', 'Remove…']) {
      const menu = page.getByRole('button', { name: `More actions for ${text}`, exact: true }).first();
      await menu.dispatchEvent('click');
      await lookAt(page, page.getByRole('menuitem', { name: action }), [text]);
    }
  }
  await settled();
  await server.stop();
});
