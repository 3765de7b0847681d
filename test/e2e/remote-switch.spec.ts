import type { Page } from '@playwright/test';
import type { Fault } from '../support/hostile/faults';
import { account } from '../support/hostile/phoenix';
import { HostileServer } from '../support/hostile/server';
import { keyField, row, rows, save, valueField } from './support/pages';
import { connectTo } from './support/remote';
import { expect, test } from './support/test';
import { openStore } from './support/store';
import { switcher, switchTo } from './support/window';

// What the window keeps, and the ways it offers, while one goes from store to store.

let remote: HostileServer;
test.beforeEach(async () => {
  remote = await HostileServer.start();
  remote.phoenix.fill({ FIRST: {} });
});
test.afterEach(() => remote.stop());

const byPassword = { name: 'prod', signIn: 'password', apiKey: null, ...account } as const;

/** An admin of the server has said that this password has to be changed. */
const passwordIsDue: Fault = ({ request, phoenix }) => {
  const answer = phoenix.answer(request);
  const body = answer.body.replace(/("password_needs_reset"|"passwordNeedsReset"):false/g, '$1:true');
  return { ...answer, body };
};

const signInDialog = (page: Page) => page.getByRole('dialog', { name: 'Sign in to prod' });
const stateOnPage = (page: Page) => page.getByRole('table').getByRole('row', { name: /prod/ });

async function checkNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More actions for prod' }).click();
  await page.getByRole('menuitem', { name: 'Check now' }).click();
}

async function chooseSignIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More actions for prod' }).click();
  await page.getByRole('menuitem', { name: 'Sign in…' }).click();
  await expect(signInDialog(page)).toBeVisible();
}

async function typePassword(page: Page): Promise<void> {
  await signInDialog(page).getByLabel('Password', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('where a server asks to sign in, the page and the switcher offer it, open or not', async ({
  launch,
}) => {
  const { page } = await launch();
  await connectTo(page, remote.url(), byPassword);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  remote.misbehave(passwordIsDue);
  await checkNow(page);
  await expect(stateOnPage(page)).toContainText('Sign in');
  await chooseSignIn(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await switcher(page, 'prod').click();
  await page.getByRole('menuitem', { name: 'Sign in…' }).click();
  remote.behave();
  await typePassword(page);
  await expect(stateOnPage(page)).toContainText('Open now');
  await switcher(page, 'prod').click();
  await expect(page.getByRole('menuitem')).toHaveText(['Add connection…', 'Manage connections']);
  await page.keyboard.press('Escape');

  // The same for one that is not open: there is nothing to go on with after that.
  await page.keyboard.press('Control+1');
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  remote.misbehave(passwordIsDue);
  await checkNow(page);
  await chooseSignIn(page);
  await expect(signInDialog(page)).not.toContainText('What you were doing');
  remote.behave();
  await typePassword(page);
  await expect(stateOnPage(page)).toContainText('Connected');
  await expect(switcher(page, 'Local store')).toBeVisible();
});

test('what was deleted here comes back here, also once a server is open', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ ONLY_HERE: 'v' });
  await connectTo(page, remote.url(), { name: 'prod' });
  await page.keyboard.press('Control+1');
  await row(page, 'ONLY_HERE').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Delete ONLY_HERE' }).last().click();
  await expect(row(page, 'ONLY_HERE')).toHaveCount(0);
  await page.keyboard.press('Control+2');
  await expect(row(page, 'FIRST')).toBeVisible();
  const toast = page.getByRole('status').filter({ hasText: 'Deleted' });
  await expect(toast).toHaveText('Deleted ONLY_HERE · Local store');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(switcher(page, 'Local store')).toBeVisible();
  await expect(row(page, 'ONLY_HERE')).toBeVisible();
  expect(remote.phoenix.secrets.size).toBe(1);
});

test('a digit means the store that the switcher shows it at, for as long as the program runs', async ({
  launch,
}) => {
  const { page } = await launch();
  for (const name of ['one', 'two']) await connectTo(page, remote.url(), { name });
  await expect(switcher(page, 'two')).toBeVisible();
  for (const [digit, name] of [
    ['2', 'one'],
    ['3', 'two'],
    ['2', 'one'],
    ['1', 'Local store'],
  ] as const) {
    await page.keyboard.press(`Control+${digit}`);
    await expect(switcher(page, name)).toBeVisible();
    await switcher(page, name).click();
    const line = page.getByRole('menuitemradio', { name });
    await expect(line).toHaveAttribute('aria-keyshortcuts', `Control+${digit}`);
    await expect(line).toContainText(`Ctrl ${digit}`);
    await page.keyboard.press('Escape');
  }
});

test('signing in another way keeps the server, and with it what was typed for it', async ({ launch }) => {
  const { page } = await launch();
  await connectTo(page, remote.url(), byPassword);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'New Secret' }).click();
  await keyField(page).fill('TYPED');
  await valueField(page).fill('canary-typed');
  remote.phoenix.forgetSessions(true);
  await save(page).click();
  await signInDialog(page).getByRole('button', { name: 'Sign in another way…' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit prod' });
  await expect(edit.getByRole('textbox', { name: 'URL' })).not.toBeEditable();
  await edit.getByRole('textbox', { name: 'Name' }).fill('renamed');
  await edit.getByLabel('Password', { exact: true }).fill(account.password);
  await edit.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row(page, 'TYPED')).toBeVisible();
  expect(remote.phoenix.secrets.get('TYPED')?.value).toBe('canary-typed');
  await switchTo(page, 'renamed', 'Local store');
});

test('a switch does not wait for a database that another process holds', async ({ launch, folder }) => {
  const { page } = await launch();
  await connectTo(page, remote.url(), { name: 'alpha' });
  await switchTo(page, 'alpha', 'Local store');
  const holder = openStore(folder);
  holder.exec('BEGIN IMMEDIATE');
  await switchTo(page, 'Local store', 'alpha');
  await expect(rows(page)).toHaveCount(1);
  holder.exec('ROLLBACK');
  holder.close();
});
