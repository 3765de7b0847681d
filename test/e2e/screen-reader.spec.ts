import type { CDPSession, Page } from '@playwright/test';
import * as faults from '../support/hostile/faults';
import { HostileServer } from '../support/hostile/server';
import { expectAccessibleInBoth } from './support/axe';
import { goTo, keyField, openNewSecret, row, rows, save, valueField } from './support/pages';
import { emailField, expectWrongPair, patient, sendSignIn, withSignIn } from './support/people';
import { connectTo } from './support/remote';
import { expect, test } from './support/test';
import { switchTo } from './support/window';

// What a screen reader is told: Chromium's own accessibility tree, not the page's source.

interface Value {
  readonly value?: unknown;
}

interface Node {
  readonly nodeId: string;
  readonly childIds?: readonly string[];
  readonly ignored: boolean;
  readonly role?: Value;
  readonly name?: Value;
  readonly description?: Value;
  readonly properties?: readonly { readonly name: string; readonly value: Value }[];
}

/** A node as it is spoken: role, name, and what else is told of it. */
interface Spoken {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** All text below it. */
  readonly text: string;
}

/** What Chromium calls a value: of a name or a description it is a text. */
const wordsOf = (property: Value | undefined): string =>
  typeof property?.value === 'string' ? property.value : '';

/** Chromium's accessibility tree of a window. */
class Tree {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<Tree> {
    const session = await page.context().newCDPSession(page);
    await session.send('Accessibility.enable');
    return new Tree(session);
  }

  /** All nodes with this role and, when given, this name. */
  async all(role: string, name?: string | RegExp): Promise<Spoken[]> {
    const { nodes } = (await this.session.send('Accessibility.getFullAXTree')) as { nodes: Node[] };
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const textOf = (node: Node): string =>
      node.role?.value === 'StaticText'
        ? wordsOf(node.name)
        : (node.childIds ?? [])
            .map((id) => byId.get(id))
            .reduce((text, child) => text + (child ? textOf(child) : ''), '');
    return nodes
      .filter((node) => !node.ignored && node.role?.value === role)
      .map((node) => ({
        role,
        name: wordsOf(node.name),
        description: wordsOf(node.description),
        properties: Object.fromEntries((node.properties ?? []).map((each) => [each.name, each.value.value])),
        text: textOf(node),
      }))
      .filter((spoken) =>
        name === undefined ? true : typeof name === 'string' ? spoken.name === name : name.test(spoken.name),
      );
  }

  /** Waits for exactly one. */
  async one(role: string, name?: string | RegExp): Promise<Spoken> {
    await expect.poll(async () => (await this.all(role, name)).length, `one ${role} ${String(name)}`).toBe(1);
    const [found] = await this.all(role, name);
    if (!found) throw new Error(`${role} ${String(name)} went`);
    return found;
  }

  /** Waits until a live region of this urgency says it. */
  async expectSaid(live: 'polite' | 'assertive', text: string | RegExp): Promise<void> {
    await expect
      .poll(async () => {
        const { nodes } = (await this.session.send('Accessibility.getFullAXTree')) as { nodes: Node[] };
        const said = nodes.filter((node) => !node.ignored && this.#live(node) === live);
        const roles = [...new Set(said.map((node) => String(node.role?.value)))];
        const found = (await Promise.all(roles.map((role) => this.all(role)))).flat();
        return found.filter((spoken) => spoken.properties['live'] === live).map((spoken) => spoken.text);
      }, patient)
      .toContainEqual(typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text));
  }

  #live(node: Node): unknown {
    return node.properties?.find(({ name }) => name === 'live')?.value.value;
  }
}

test('a screen reader hears where it is: landmarks, headings, the page that is open', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ OPENAI_API_KEY: 'v' });
  await expect(row(page, 'OPENAI_API_KEY')).toBeVisible();
  const tree = await Tree.of(page);
  await tree.one('main');
  await tree.one('navigation', 'Main');
  await tree.one('complementary');
  await tree.one('heading', 'Secrets');
  expect((await tree.one('RootWebArea')).name).toBe('Secrets – Phoenix Secrets');
  const links = (await tree.all('link')).map(({ name }) => name);
  expect(links).toEqual(['Secrets', 'General', 'Users', 'API Keys', 'Connections']);
  const store = await tree.one('button', 'Connection: Local store');
  expect(store.description).toContain('This computer');
  expect(store.properties).toMatchObject({ hasPopup: 'menu', expanded: false });
  for (const name of ['General', 'Users', 'API Keys'] as const) {
    await goTo(page, name);
    await tree.one('heading', name);
    expect((await tree.one('RootWebArea')).name).toBe(`${name} – Phoenix Secrets`);
  }
  // Pictures say nothing: every one has words beside it.
  expect(await tree.all('image')).toEqual([]);
});

test('a screen reader hears the table: columns, order, number of rows, and what each button is for', async ({
  launch,
}) => {
  const { page, put } = await launch();
  await put({ ANTHROPIC_API_KEY: 'v', OPENAI_API_KEY: 'v', ZZ_UNUSED: 'v' });
  await expect(rows(page)).toHaveCount(3);
  const tree = await Tree.of(page);
  await tree.one('grid', 'Secrets');
  // All that there are, drawn or not, with the head.
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('4');
  expect((await tree.all('columnheader')).map(({ name }) => name)).toEqual([
    'Key',
    'Used by',
    'Updated',
    'Last changed by',
    'Actions',
  ]);
  await expect(page.getByRole('columnheader', { name: 'Key' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(page.getByRole('columnheader', { name: 'Updated' })).toHaveAttribute('aria-sort', 'none');
  for (const name of ['Replace OPENAI_API_KEY', 'Delete OPENAI_API_KEY']) await tree.one('button', name);
  expect((await tree.one('checkbox', 'Select OPENAI_API_KEY')).properties['checked']).toBe('false');
  const line = (await tree.all('row')).find(({ text }) => text.includes('OPENAI_API_KEY'));
  expect(line?.text).toMatch(/OPENAI_API_KEY.*OpenAI.*now.*System/);
  expect((await tree.all('row')).find(({ text }) => text.includes('ZZ_UNUSED'))?.text).toContain('Not used');
  await row(page, 'OPENAI_API_KEY').focus();
  await page.keyboard.press('Space');
  expect((await tree.one('checkbox', 'Select OPENAI_API_KEY')).properties['checked']).toBe('true');
  expect((await tree.one('checkbox', 'Select all secrets')).properties['checked']).toBe('mixed');
  await expect
    .poll(async () => (await tree.all('row')).filter(({ properties }) => properties['selected']).length)
    .toBe(1);
});

test('a screen reader hears a dialog: its name, its fields, what is wrong with one and how to mend it', async ({
  launch,
}) => {
  const { page, put } = await launch();
  await put({ OPENAI_API_KEY: 'v' });
  await expect(row(page, 'OPENAI_API_KEY')).toBeVisible();
  const tree = await Tree.of(page);
  await openNewSecret(page);
  expect((await tree.one('dialog', 'New Secret')).properties['modal']).toBe(true);
  const key = await tree.one('textbox', 'Key');
  expect(key.description).toBe('Capital letters, digits and underscores.');
  expect(key.properties).toMatchObject({ invalid: 'false', focused: true });
  expect((await tree.one('textbox', 'Value')).description).toContain('Stored encrypted.');
  expect((await tree.one('button', 'Reveal')).properties['pressed']).toBe('false');
  // What is behind it is not there.
  expect(await tree.all('grid')).toEqual([]);
  await keyField(page).pressSequentially('1BAD');
  await page.keyboard.press('Tab');
  const bad = await tree.one('textbox', 'Key');
  expect(bad.properties['invalid']).toBe('true');
  expect(bad.description).toBe('A key can’t start with a digit. Start with a letter or an underscore.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await row(page, 'OPENAI_API_KEY').focus();
  await page.keyboard.press('Enter');
  await tree.one('dialog', 'Replace OPENAI_API_KEY');
  const fixed = await tree.one('textbox', 'Key');
  expect(fixed.properties['readonly']).toBe(true);
  expect(fixed.description).toContain('A key can’t be renamed.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Delete');
  const question = await tree.one('dialog', 'Delete OPENAI_API_KEY?');
  expect(question.text).toContain('These stop working as soon as the secret is gone:');
  // What goes is told with the question, before one is on any button.
  expect(question.description).toContain('These stop working as soon as the secret is gone:');
  expect(question.description).toContain('You can undo this for 10 seconds.');
});

test('a screen reader is told what happens: saved, deleted, restored, found, refused', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ ANTHROPIC_API_KEY: 'v', OPENAI_API_KEY: 'v' });
  await expect(rows(page)).toHaveCount(2);
  const tree = await Tree.of(page);
  await openNewSecret(page);
  await keyField(page).fill('NEW_ONE');
  await valueField(page).fill('v');
  await save(page).click();
  await tree.expectSaid('polite', 'Saved');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const search = page.getByRole('searchbox', { name: 'Search secrets' });
  await search.fill('openai');
  await tree.expectSaid('polite', '1 of 3 secrets matches “openai”.');
  await search.fill('nothing like it');
  await tree.expectSaid('polite', 'No secret matches “nothing like it”.');
  await search.fill('');
  await row(page, 'NEW_ONE').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete NEW_ONE' }).click();
  await tree.expectSaid('polite', 'Deleted NEW_ONE');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await tree.expectSaid('polite', 'Restored NEW_ONE');
});

test('a screen reader is told that a server’s list is on its way, and at once when it can’t be read', async ({
  launch,
}) => {
  const server = await HostileServer.start();
  server.phoenix.fill({ ON_SERVER: {} });
  const launched = await launch();
  const { page } = launched;
  await connectTo(page, server.url(), { name: 'slow' });
  await expect(row(page, 'ON_SERVER')).toBeVisible();
  const tree = await Tree.of(page);
  /** The list of the server from its beginning. */
  const openAgain = async () => {
    await switchTo(page, 'slow', 'Local store');
    await switchTo(page, 'Local store', 'slow');
  };
  const slow = faults.hesitating();
  server.misbehave(slow.fault);
  await openAgain();
  expect((await tree.one('table', 'Secrets')).properties['busy']).toBeTruthy();
  await tree.expectSaid('polite', 'Loading…');
  await expectAccessibleInBoth(launched, 'a list on its way');
  slow.release();
  expect((await tree.one('grid', 'Secrets')).properties['busy']).toBeFalsy();
  await expect(row(page, 'ON_SERVER')).toBeVisible();
  expect(await tree.all('table')).toEqual([]);
  expect(await tree.all('alert')).toEqual([]);

  server.misbehave(faults.page);
  await openAgain();
  await tree.one('alert');
  await tree.expectSaid('assertive', 'is not a Phoenix server');
  await expectAccessibleInBoth(launched, 'a list that can’t be read');
  await server.stop();
});

test('a screen reader is told at once what is wrong with a sign-in', async ({ launch }) => {
  const { page } = await launch(withSignIn);
  const tree = await Tree.of(page);
  await tree.one('main');
  await tree.one('heading', 'Sign in to Phoenix Secrets');
  expect((await tree.one('textbox', 'Email')).properties['focused']).toBe(true);
  await sendSignIn(page, 'admin@localhost', 'wrong');
  await expectWrongPair(page);
  await tree.expectSaid('assertive', 'Email or password is wrong.');
  const password = await tree.one('textbox', 'Password');
  expect(password.description).toContain('Email or password is wrong.');
  expect(password.properties).toMatchObject({ invalid: 'true', focused: true });
  await emailField(page).fill('');
  await page.keyboard.press('Enter');
  expect((await tree.one('textbox', 'Email')).properties['invalid']).toBe('true');
});
