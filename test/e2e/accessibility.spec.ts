import * as faults from '../support/hostile/faults';
import { apiKey } from '../support/hostile/phoenix';
import { HostileServer } from '../support/hostile/server';
import { expectAccessible, ownStyles } from './support/axe';
import { call } from './support/bridge';
import { goTo, keyField, openNewSecret, row, valueField } from './support/pages';
import {
  accountMenu,
  admin,
  createUser,
  expectWrongPair,
  patient,
  personOf,
  sendSignIn,
  setFirstPassword,
  userRow,
  withSignIn,
} from './support/people';
import { phoenixSecret } from './support/program';
import { connectTo } from './support/remote';
import { expect, test } from './support/test';
import { chooseWay, comeBack, listAlert, openAddConnection, switcher } from './support/window';

for (const theme of ['Light', 'Dark'] as const) {
  test(`every page and dialog passes axe, ${theme.toLowerCase()}`, async ({ launch }) => {
    test.setTimeout(90_000);
    const { page, put, allow } = await launch();
    allow(ownStyles);
    await goTo(page, 'General');
    await page.getByText(theme, { exact: true }).click();
    await expectAccessible(page, 'General');
    await goTo(page, 'Secrets');
    await expectAccessible(page, 'empty');
    const dialog = await openNewSecret(page);
    await expectAccessible(page, 'New Secret');
    await keyField(page).pressSequentially('1-bad');
    await valueField(page).focus();
    await expectAccessible(page, 'New Secret with a fault');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await put({ OPENAI_API_KEY: 'v', GITHUB_PERSONAL_ACCESS_TOKEN: 'v', NOT_USED: 'v' });
    await expect(row(page, 'OPENAI_API_KEY')).toBeVisible();
    await expectAccessible(page, 'Secrets');
    await row(page, 'OPENAI_API_KEY').focus();
    await page.keyboard.press('Space');
    await expect(page.getByText('1 selected')).toBeVisible();
    await expectAccessible(page, 'selection');
    await page.keyboard.press('Escape');
    await row(page, 'OPENAI_API_KEY').focus();
    await page.keyboard.press('Enter');
    const replace = page.getByRole('dialog', { name: 'Replace OPENAI_API_KEY' });
    await expect(replace).toBeVisible();
    await expectAccessible(page, 'Replace');
    await page.keyboard.press('Escape');
    await expect(replace).toBeHidden();
    await row(page, 'OPENAI_API_KEY').focus();
    await page.keyboard.press('Delete');
    const remove = page.getByRole('dialog', { name: 'Delete OPENAI_API_KEY?' });
    await expect(remove).toBeVisible();
    await expectAccessible(page, 'Delete');
    await remove.getByRole('button', { name: 'Delete OPENAI_API_KEY' }).click();
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    await expectAccessible(page, 'toast');
    await page.getByRole('searchbox').fill('nothing');
    await expect(page.getByText('No secret matches')).toBeVisible();
    await expectAccessible(page, 'no match');

    await goTo(page, 'API Keys');
    await expectAccessible(page, 'API Keys');
    await page.getByRole('button', { name: 'New API Key' }).first().click();
    await expect(page.getByRole('dialog', { name: 'New API Key' })).toBeVisible();
    await expectAccessible(page, 'New API Key');
    await page.getByRole('textbox', { name: 'Name' }).fill('ci');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'API key', exact: true })).toBeVisible();
    await expectAccessible(page, 'API key shown once');
    await page.getByRole('button', { name: 'Done' }).click();
    await expectAccessible(page, 'API Keys with a key');
    await page.getByRole('button', { name: 'Delete ci' }).click();
    await expect(page.getByRole('dialog', { name: 'Delete ci?' })).toBeVisible();
    await expectAccessible(page, 'Delete API key');
  });
}

for (const theme of ['light', 'dark'] as const) {
  test(`sign-in, users and one's account pass axe, ${theme}`, async ({ launch }) => {
    test.setTimeout(120_000);
    const { page, allow } = await launch(withSignIn);
    allow(ownStyles);
    await call(page, 'settings.setPreferences', { theme });
    await expectAccessible(page, 'sign-in');
    await sendSignIn(page, admin.email, 'wrong');
    await expectWrongPair(page);
    await expectAccessible(page, 'sign-in with a fault');
    await sendSignIn(page, admin.email, admin.given);
    await expect(page.getByRole('button', { name: 'Set password' })).toBeVisible(patient);
    await setFirstPassword(page, 'short');
    await expectAccessible(page, 'first password with a fault');
    await setFirstPassword(page, admin.own);
    await expect(accountMenu(page)).toBeVisible(patient);
    await expectAccessible(page, 'Secrets with the owner filter');
    await accountMenu(page).click();
    await expectAccessible(page, 'account menu');
    await page.getByRole('menuitem', { name: 'Change password…' }).click();
    await expect(page.getByRole('dialog', { name: 'Change password' })).toBeVisible();
    await expectAccessible(page, 'Change password');
    await page.keyboard.press('Escape');

    const person = personOf('somebody');
    await goTo(page, 'Users');
    await page.getByRole('button', { name: 'New User' }).click();
    const dialog = page.getByRole('dialog', { name: 'New User' });
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expectAccessible(page, 'New User with faults');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await createUser(page, person, 'VIEWER');
    await expectAccessible(page, 'Users');
    const line = userRow(page, person);
    await line.getByRole('button', { name: 'Role of somebody' }).click();
    await expectAccessible(page, 'role menu');
    await page.keyboard.press('Escape');
    for (const name of ['Reset password of somebody', 'Delete somebody']) {
      await line.hover();
      await line.getByRole('button', { name }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, name);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
  });
}

for (const theme of ['light', 'dark'] as const) {
  test(`what is wrong, unsafe or on its way passes axe, ${theme}`, async ({ launch }) => {
    test.setTimeout(120_000);
    const first = await launch({ PHOENIX_SECRET: undefined, PHOENIX_ADMIN_SECRET: undefined });
    first.allow(ownStyles);
    await call(first.page, 'settings.setPreferences', { theme });
    await expect(first.page.getByText('PHOENIX_SECRET is not set.')).toBeVisible();
    await expectAccessible(first.page, 'nothing protects');
    await goTo(first.page, 'General');
    await expectAccessible(first.page, 'General, nothing protects');
    await call(first.page, 'secrets.put', { secrets: [{ key: 'BEFORE', value: 'v' }] });
    await first.close();

    const { page, put, allow } = await launch({ PHOENIX_SECRET: phoenixSecret });
    allow(ownStyles);
    await put({ OPENAI_API_KEY: 'v', GITHUB_PERSONAL_ACCESS_TOKEN: 'v' });
    await expect(row(page, 'BEFORE')).toContainText('Unreadable');
    await expectAccessible(page, 'a row that cannot be read');
    await row(page, 'OPENAI_API_KEY').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('tooltip')).toBeVisible();
    await expectAccessible(page, 'tooltip');
    await openNewSecret(page);
    await keyField(page).fill('OPENAI_API_KEY');
    await valueField(page).fill('several\nlines');
    await page.getByRole('button', { name: 'Reveal' }).click();
    await expectAccessible(page, 'New Secret that exists, revealed');
    await keyField(page).fill('NEW=value');
    await expectAccessible(page, 'New Secret with a whole line');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await row(page, 'OPENAI_API_KEY').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
    await expect(page.getByRole('dialog', { name: 'Delete 3 secrets?' })).toBeVisible();
    await expectAccessible(page, 'Delete several');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await goTo(page, 'API Keys');
    await page.getByRole('button', { name: 'New API Key' }).first().click();
    await page.keyboard.press('Enter');
    await expectAccessible(page, 'New API Key with a fault');
    await page.keyboard.press('Escape');
  });

  test(`connections and everything on a server passes axe, ${theme}`, async ({ launch }) => {
    test.setTimeout(300_000);
    const server = await HostileServer.start();
    const { page, allow } = await launch();
    allow(ownStyles);
    await call(page, 'settings.setPreferences', { theme });
    await page.getByRole('link', { name: 'Connections', exact: true }).click();
    await expect(page.getByTestId('count')).toHaveText('1');
    await expectAccessible(page, 'Connections, none yet');
    const dialog = await openAddConnection(page, 'http://phoenix.example', 'A server');
    await expectAccessible(page, 'Add connection over plain http');
    await dialog.getByRole('button', { name: 'Test connection' }).click();
    await expect(dialog.getByRole('alert').first()).toBeVisible();
    await expectAccessible(page, 'Add connection with faults');
    await dialog.getByRole('textbox', { name: 'URL' }).fill(server.url());
    await dialog.getByText('Certificate', { exact: true }).click();
    await chooseWay(dialog, 'Email and password');
    await expectAccessible(page, 'Add connection by password, certificate');
    await chooseWay(dialog, 'API key');
    await dialog.getByRole('textbox', { name: 'API key' }).fill(apiKey);
    await dialog.getByRole('button', { name: 'Test connection' }).click();
    await expect(dialog.getByRole('status').filter({ hasText: 'Connected in' })).toBeVisible();
    await expectAccessible(page, 'Add connection, tested');
    server.misbehave(faults.page);
    await dialog.getByRole('button', { name: 'Test again' }).click();
    await expect(dialog.getByRole('alert')).toContainText('is not a Phoenix server');
    await expectAccessible(page, 'Add connection, no Phoenix');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    server.behave();

    await connectTo(page, server.url(), { name: 'prod', label: 'production' });
    await expect(switcher(page, 'prod')).toBeVisible();
    await goTo(page, 'Secrets');
    await expectAccessible(page, 'nothing on the server yet');
    server.phoenix.fill({ FIRST: {}, BROKEN: { parseError: 'bad token' } });
    await switcher(page, 'prod').click();
    await expectAccessible(page, 'menu of connections');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Connections', exact: true }).click();
    await expectAccessible(page, 'Connections');
    await page.getByRole('button', { name: 'More actions for prod' }).click();
    await expectAccessible(page, 'menu of a connection');
    await page.getByRole('menuitem', { name: 'Edit…' }).click();
    await expect(page.getByRole('dialog', { name: 'Edit prod' })).toBeVisible();
    await expectAccessible(page, 'Edit connection');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('button', { name: 'More actions for prod' }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await expect(page.getByRole('dialog', { name: /Remove prod/ })).toBeVisible();
    await expectAccessible(page, 'Remove connection');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await goTo(page, 'Secrets');
    await expect(async () => {
      await comeBack(page);
      await expect(row(page, 'BROKEN')).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
    await expectAccessible(page, 'secrets of a server');
    await row(page, 'BROKEN').focus();
    await page.keyboard.press('Enter');
    await valueField(page).fill('v');
    await expectAccessible(page, 'Replace what the server cannot read');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('button', { name: 'Save to production' })).toBeVisible();
    await expectAccessible(page, 'saving on production');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await row(page, 'FIRST').focus();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete FIRST' }).click();
    await expect(page.getByRole('button', { name: 'Delete on production' })).toBeVisible();
    await expectAccessible(page, 'deleting on production');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await row(page, 'FIRST').focus();
    await page.keyboard.press('Enter');
    server.misbehave(faults.failing(500), /^PUT/);
    await valueField(page).fill('v');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Save to production' }).click();
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('had not changed when');
    await expectAccessible(page, 'not saved');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    server.misbehave(faults.failing(500));
    await expect(async () => {
      await comeBack(page);
      await expect(listAlert(page)).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 45_000 });
    await expectAccessible(page, 'an old list with a message');

    server.misbehave(faults.tooOld);
    await connectTo(page, server.url(), { name: 'old' });
    await expect(switcher(page, 'old')).toBeVisible();
    await expectAccessible(page, 'a server that is too old');
    await server.stop();
  });
}
