import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
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
import { expect, test } from './support/test';

/** Every rule of axe that a page can be held to; the legacy mode is what works inside Electron. */
async function expectAccessible(page: Page, what: string): Promise<void> {
  // A colour that is still fading in is neither of the two.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map((violation) => ({
    what,
    rule: violation.id,
    where: violation.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  }));
  expect(found).toEqual([]);
}

for (const theme of ['Light', 'Dark'] as const) {
  test(`every page and dialog passes axe, ${theme.toLowerCase()}`, async ({ launch }) => {
    test.setTimeout(90_000);
    const { page, put, allow } = await launch();
    // axe adds an inline style of its own to measure with; the policy refuses it.
    allow(/Refused to apply (?:inline style|a stylesheet)/);
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
    allow(/Refused to apply (?:inline style|a stylesheet)/);
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
