import type { Locator, Page } from '@playwright/test';
import { expect } from './test';

/** The connections of the window, by their accessible names. */
export const switcher = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: `Connection: ${name}` });

/** Opens a store by the menu at the top of the side bar. */
export async function switchTo(page: Page, from: string, to: string): Promise<void> {
  await switcher(page, from).click();
  await page.getByRole('menuitemradio', { name: to }).click();
  await expect(switcher(page, to)).toBeVisible();
}

/** The dialog "Add connection", with a place and a name in it. */
export async function openAddConnection(page: Page, url: string, name: string): Promise<Locator> {
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  await page.getByRole('button', { name: 'Add connection' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add connection' });
  await dialog.getByRole('textbox', { name: 'URL' }).fill(url);
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  return dialog;
}

export async function chooseWay(dialog: Locator, way: string): Promise<void> {
  await dialog.getByRole('radiogroup', { name: 'Sign in with' }).getByText(way, { exact: true }).click();
}

export async function saveAndConnect(page: Page, dialog: Locator, name: string): Promise<void> {
  await dialog.getByRole('button', { name: 'Save and connect' }).click();
  await expect(dialog).toBeHidden();
  await expect(switcher(page, name)).toBeVisible();
}

/** The window comes back to the front, after which its list is read again when it rests long enough. */
export const comeBack = (page: Page): Promise<void> =>
  page.evaluate(() => void window.dispatchEvent(new Event('focus')));

/** The message above the list. */
export const listAlert = (page: Page): Locator => page.locator('main').getByRole('alert');
