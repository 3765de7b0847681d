import type { Page } from '@playwright/test';
import { Client } from '../support/client';
import { apiKey } from '../support/hostile/phoenix';
import { HostileServer } from '../support/hostile/server';
import { arrowTo, tabTo, typeInto, visit } from './support/keyboard';
import { keyField, row, rows, save, valueField } from './support/pages';
import {
  accountMenu,
  admin,
  emailField,
  passwordField,
  patient,
  personOf,
  userRow,
  withSignIn,
} from './support/people';
import { adminSecret } from './support/program';
import { connectTo } from './support/remote';
import { expect, test } from './support/test';
import { switcher } from './support/window';

// Each journey from its beginning to its end without a mouse: keys only, and after each step the focus is where one goes on.

let remote: HostileServer;
test.beforeEach(async () => {
  test.setTimeout(90_000);
  remote = await HostileServer.start();
  remote.phoenix.fill({ ON_SERVER: {}, SECOND: {} });
});
test.afterEach(() => remote.stop());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const dialogs = (page: Page) => page.getByRole('dialog');

/** The first sign-in of an Admin. */
async function enter(page: Page): Promise<void> {
  await typeInto(page, emailField(page), admin.email);
  await page.keyboard.press('Tab');
  await typeInto(page, passwordField(page), admin.given);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('New password', { exact: true })).toBeFocused(patient);
  await page.keyboard.type(admin.own);
  await tabTo(page, page.getByLabel('Confirm new password', { exact: true }));
  await page.keyboard.type(admin.own);
  await page.keyboard.press('Enter');
  await expect(accountMenu(page)).toBeVisible(patient);
}

test('down goes to the rows from a link of the side bar', async ({ launch }) => {
  const { page, url } = await launch();
  const client = new Client(url, adminSecret);
  await client.put([
    { key: 'FIRST_KEY', value: 'v' },
    { key: 'SECOND_KEY', value: 'v' },
  ]);
  client.close();
  await page.getByRole('link', { name: 'Secrets', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'FIRST_KEY')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'SECOND_KEY')).toBeFocused();
});

test('with the keyboard alone: the first secret', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
  await tabTo(page, button(page, 'New Secret'));
  await page.keyboard.press('Enter');
  await typeInto(page, keyField(page), '1openai');
  // A fault is told when one leaves the field, and going back mends it.
  await page.keyboard.press('Tab');
  await expect(keyField(page)).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Shift+Tab');
  await expect(keyField(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('openai api key');
  await expect(keyField(page)).toHaveValue('OPENAI_API_KEY');
  await page.keyboard.press('Tab');
  await typeInto(page, valueField(page), 'sk-typed');
  await tabTo(page, button(page, 'Reveal'));
  await page.keyboard.press('Space');
  await expect(valueField(page)).toBeFocused();
  await expect(button(page, 'Reveal')).toHaveAttribute('aria-pressed', 'true');
  await tabTo(page, save(page));
  await page.keyboard.press('Enter');
  await expect(dialogs(page)).toHaveCount(0);
  // The button that opened it went with the empty page: one goes on at what one has stored.
  await expect(row(page, 'OPENAI_API_KEY')).toBeFocused();

  // Two more without leaving the dialog, by the shortcut.
  await page.keyboard.press('n');
  await typeInto(page, keyField(page), 'SECOND');
  await page.keyboard.press('Tab');
  await typeInto(page, valueField(page), 'v');
  await tabTo(page, button(page, 'Save and add another'));
  await page.keyboard.press('Enter');
  await expect(keyField(page)).toHaveValue('');
  await typeInto(page, keyField(page), 'THIRD');
  await page.keyboard.press('Tab');
  await typeInto(page, valueField(page), 'v');
  await page.keyboard.press('Control+Enter');
  await expect(dialogs(page)).toHaveCount(0);
  await expect(row(page, 'OPENAI_API_KEY')).toBeFocused();
  await expect(rows(page)).toHaveCount(3);
});

test('with the keyboard alone: find and replace', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ ANTHROPIC_API_KEY: 'v', OPENAI_API_KEY: 'v', ZZ: 'v' });
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search secrets' });
  await typeInto(page, search, 'openai');
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'OPENAI_API_KEY')).toBeFocused();
  await page.keyboard.press('Enter');
  await typeInto(page, valueField(page), 'sk-new');
  await page.keyboard.press('Control+Enter');
  await expect(dialogs(page)).toHaveCount(0);
  await expect(row(page, 'OPENAI_API_KEY')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(rows(page)).toHaveCount(3);

  // By the button of the row, and back without saving.
  await tabTo(page, button(page, 'Replace OPENAI_API_KEY'));
  await page.keyboard.press('Space');
  await expect(valueField(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialogs(page)).toHaveCount(0);
  await expect(button(page, 'Replace OPENAI_API_KEY')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(row(page, 'ANTHROPIC_API_KEY')).toBeFocused();
  // Sorting, too, is a button.
  await tabTo(page, button(page, 'Updated'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'Updated' })).toHaveAttribute('aria-sort', /ending/);
});

test('with the keyboard alone: delete one and several, and undo', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ A: 'v', B: 'v', C: 'v', D: 'v' });
  await expect(rows(page)).toHaveCount(4);
  await tabTo(page, row(page, 'A'));
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'B')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(button(page, 'Cancel')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(row(page, 'B')).toBeFocused();
  await page.keyboard.press('Delete');
  await tabTo(page, dialogs(page).getByRole('button', { name: 'Delete B' }));
  await page.keyboard.press('Enter');
  await expect(row(page, 'B')).toHaveCount(0);
  await expect(row(page, 'C')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(row(page, 'B')).toBeVisible();
  await expect(row(page, 'C')).toBeFocused();

  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Delete');
  await tabTo(page, button(page, 'Delete 2 secrets'));
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(2);
  await expect(row(page, 'B')).toBeFocused();
  // The toast is reached as well, and holds still meanwhile.
  const last = button(page, 'Delete B');
  await tabTo(page, last);
  await page.keyboard.press('Tab');
  await expect(button(page, /^Undo/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(4);
  await expect(last).toBeFocused();
});

test('with the keyboard alone: an API key', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
  await visit(page, 'API Keys');
  await tabTo(page, button(page, 'New API Key'));
  await page.keyboard.press('Space');
  await typeInto(page, page.getByRole('textbox', { name: 'Name' }), 'ci');
  await page.keyboard.press('Tab');
  const expires = page.getByRole('radiogroup', { name: 'Expires' });
  await expect(expires.getByRole('radio', { checked: true })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(expires.getByRole('radio', { name: 'Never' })).toBeChecked();
  await page.keyboard.press('Enter');
  const shown = page.getByRole('textbox', { name: 'API key', exact: true });
  await expect(shown).toHaveValue(/^phx_loc_/);
  await expect(dialogs(page).getByRole('button', { name: /^Copy/ })).toBeFocused();
  await tabTo(page, button(page, 'Done'));
  await page.keyboard.press('Enter');
  await expect(dialogs(page)).toHaveCount(0);
  await expect(button(page, 'New API Key')).toBeFocused();

  await tabTo(page, button(page, 'Delete ci'));
  await page.keyboard.press('Enter');
  await expect(button(page, 'Cancel')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialogs(page)).toHaveCount(0);
  await expect(button(page, 'Delete ci')).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, dialogs(page).getByRole('button', { name: 'Delete ci' }));
  await page.keyboard.press('Enter');
  await expect(dialogs(page)).toHaveCount(0);
  await expect(button(page, 'New API Key')).toBeFocused();
});

test('with the keyboard alone: sign in, change the password, sign out', async ({ launch }) => {
  const { page } = await launch(withSignIn);
  await typeInto(page, emailField(page), admin.email);
  await page.keyboard.press('Tab');
  await typeInto(page, passwordField(page), 'wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Email or password is wrong.', patient);
  // What was wrong is selected: typing replaces it.
  await typeInto(page, passwordField(page), admin.given);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('New password', { exact: true })).toBeFocused(patient);
  await page.keyboard.type(admin.own);
  await tabTo(page, page.getByLabel('Confirm new password', { exact: true }));
  await page.keyboard.type(admin.own);
  await page.keyboard.press('Enter');
  await expect(accountMenu(page)).toBeVisible(patient);

  await tabTo(page, accountMenu(page));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Change password…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await typeInto(page, page.getByLabel('Current password', { exact: true }), admin.own);
  await tabTo(page, page.getByLabel('New password', { exact: true }));
  await page.keyboard.type('another-password-of-the-admin');
  await tabTo(page, page.getByLabel('Confirm new password', { exact: true }));
  await page.keyboard.type('another-password-of-the-admin');
  await page.keyboard.press('Enter');
  await expect(dialogs(page)).toHaveCount(0, patient);
  await expect(accountMenu(page)).toBeFocused();

  await page.keyboard.press('Enter');
  await arrowTo(page, page.getByRole('menuitem', { name: 'Sign out' }), 'ArrowDown');
  await page.keyboard.press('Enter');
  await typeInto(page, emailField(page), admin.email);
  await page.keyboard.press('Tab');
  await typeInto(page, passwordField(page), 'another-password-of-the-admin');
  await page.keyboard.press('Enter');
  await expect(accountMenu(page)).toBeVisible(patient);
});

test('with the keyboard alone: add a user, change the role, reset the password, delete', async ({
  launch,
}) => {
  const { page } = await launch(withSignIn);
  await enter(page);
  const person = personOf('somebody');
  const line = userRow(page, person);
  await visit(page, 'Users');
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'New User' });
  await typeInto(page, dialog.getByRole('textbox', { name: 'Email' }), person.email);
  await page.keyboard.press('Control+Enter');
  // It goes to the first field that is not right.
  await typeInto(page, dialog.getByRole('textbox', { name: 'Username' }), person.name);
  await page.keyboard.press('Tab');
  await typeInto(page, dialog.getByLabel('Password', { exact: true }), person.given);
  await tabTo(page, dialog.getByRole('radio', { checked: true }));
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('radio', { name: 'Viewer' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden(patient);
  await expect(page.getByRole('link', { name: 'Users', exact: true })).toBeFocused();

  const role = line.getByRole('button', { name: 'Role of somebody' });
  await tabTo(page, role);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: 'Viewer' })).toBeFocused();
  await page.keyboard.press('m');
  await expect(page.getByRole('menuitemradio', { name: 'Member' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(role).toHaveAccessibleDescription('Member');
  await expect(role).toBeFocused();

  const reset = line.getByRole('button', { name: 'Reset password of somebody' });
  await tabTo(page, reset);
  await page.keyboard.press('Enter');
  await typeInto(page, dialogs(page).getByLabel('New password', { exact: true }), 'given-once-more-to-them');
  await page.keyboard.press('Enter');
  await expect(dialogs(page)).toHaveCount(0, patient);
  await expect(reset).toBeFocused();

  await tabTo(page, line.getByRole('button', { name: 'Delete somebody' }));
  await page.keyboard.press('Enter');
  await expect(button(page, 'Cancel')).toBeFocused();
  await tabTo(page, dialogs(page).getByRole('button', { name: 'Delete somebody' }));
  await page.keyboard.press('Enter');
  await expect(line).toHaveCount(0);
  await expect(button(page, 'New User')).toBeFocused();
});

test('with the keyboard alone: connect to a server', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ ONLY_HERE: 'v' });
  await expect(row(page, 'ONLY_HERE')).toBeVisible();
  await tabTo(page, switcher(page, 'Local store'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: 'Local store' })).toBeFocused();
  await arrowTo(page, page.getByRole('menuitem', { name: 'Add connection…' }), 'ArrowDown');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add connection' });
  const url = dialog.getByRole('textbox', { name: 'URL' });
  await expect(url).toBeFocused();
  // Without an address the first press goes back to where it is missing.
  await page.keyboard.press('Enter');
  await expect(url).toBeFocused();
  await expect(url).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.type(remote.url());
  await page.keyboard.press('Tab');
  await typeInto(page, dialog.getByRole('textbox', { name: 'Name' }), 'small');
  await page.keyboard.press('Tab');
  const ways = dialog.getByRole('radiogroup', { name: 'Sign in with' });
  await expect(ways.getByRole('radio', { checked: true })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(ways.getByRole('radio', { name: 'API key' })).toBeChecked();
  await page.keyboard.press('Tab');
  await typeInto(page, dialog.getByRole('textbox', { name: 'API key' }), 'wrong-key');
  const check = dialog.getByRole('button', { name: /^Test/ });
  await tabTo(page, check);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).not.toHaveCount(0);
  await tabTo(page, dialog.getByRole('textbox', { name: 'API key' }), 'Shift+Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(apiKey);
  await tabTo(page, check);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status').filter({ hasText: 'Connected in' })).toBeVisible();
  await expect(check).toBeFocused();
  await tabTo(page, dialog.getByRole('button', { name: 'Save and connect' }));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(switcher(page, 'small')).toBeFocused();
  await expect(row(page, 'ON_SERVER')).toBeVisible();
});

test('with the keyboard alone: switch, edit and remove a connection', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ ONLY_HERE: 'v' });
  await connectTo(page, remote.url(), { name: 'small' });
  await expect(switcher(page, 'small')).toBeFocused();
  await expect(row(page, 'ON_SERVER')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await expect(page.getByRole('menuitemradio', { name: 'Local store' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(switcher(page, 'small')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('l');
  await page.keyboard.press('Enter');
  await expect(switcher(page, 'Local store')).toBeFocused();
  await expect(row(page, 'ONLY_HERE')).toBeVisible();
  await page.keyboard.press('Control+2');
  await expect(switcher(page, 'small')).toBeFocused();
  await page.keyboard.press('Control+1');
  await expect(switcher(page, 'Local store')).toBeFocused();

  await visit(page, 'Connections');
  await tabTo(page, button(page, 'Open small'));
  await page.keyboard.press('Enter');
  await expect(switcher(page, 'small')).toBeFocused();
  await visit(page, 'Connections');
  const more = page.getByRole('button', { name: 'More actions for small' });
  await tabTo(page, more);
  await page.keyboard.press('Enter');
  await arrowTo(page, page.getByRole('menuitem', { name: 'Edit…' }), 'ArrowDown');
  await page.keyboard.press('Enter');
  const edit = page.getByRole('dialog', { name: 'Edit small' });
  await expect(edit.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('renamed');
  await page.keyboard.press('Enter');
  await expect(edit).toBeHidden();
  await expect(page.getByRole('button', { name: 'More actions for renamed' })).toBeFocused();

  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'Remove…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Cancel')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'More actions for renamed' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await tabTo(page, dialogs(page).getByRole('button', { name: 'Remove renamed' }));
  await page.keyboard.press('Enter');
  await expect(dialogs(page)).toHaveCount(0);
  // The store that was open is gone: the window is back on this computer, at its switcher.
  await expect(switcher(page, 'Local store')).toBeFocused();
});
