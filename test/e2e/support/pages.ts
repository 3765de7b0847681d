import { expect, type Locator, type Page } from '@playwright/test';

/** The window by its accessible names. */
export const row = (page: Page, key: string): Locator => page.locator(`[role=row][data-key="${key}"]`);

export const rows = (page: Page): Locator => page.locator('[role=row][data-key]');

/** The keys in the order in which they are drawn. */
export const keysShown = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((elements) => elements.map((element) => element.getAttribute('data-key') ?? ''));

export async function openNewSecret(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'New Secret' }).click();
  const dialog = page.getByRole('dialog', { name: 'New Secret' });
  await expect(dialog).toBeVisible();
  return dialog;
}

export const keyField = (page: Page): Locator => page.getByRole('textbox', { name: 'Key', exact: true });
export const valueField = (page: Page): Locator => page.getByLabel('Value', { exact: true });
export const save = (page: Page): Locator => page.getByRole('button', { name: 'Save', exact: true });

/** Stores one secret through the dialog. */
export async function storeInWindow(page: Page, key: string, value: string): Promise<void> {
  const dialog = await openNewSecret(page);
  await keyField(page).fill(key);
  await valueField(page).fill(value);
  await save(page).click();
  await expect(dialog).toBeHidden();
}

export async function goTo(page: Page, name: 'Secrets' | 'General' | 'Users' | 'API Keys'): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');
}
