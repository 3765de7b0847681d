import { expect, type Locator, type Page } from '@playwright/test';

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluateAll((elements) => elements.some((element) => element === document.activeElement));

/** What has the focus, for a message. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.outerHTML.slice(0, 160) ?? 'nothing');

/** Walks with Tab until the focus is there, as one does who cannot point at it. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toHaveCount(1);
  const passed: string[] = [];
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press(key);
    if (await isFocused(target)) return;
    passed.push(await focused(page));
  }
  throw new Error(`${key} does not lead to ${String(target)}; it passed\n${passed.join('\n')}`);
}

/** Presses an arrow until the focus is there. */
export async function arrowTo(page: Page, target: Locator, key: 'ArrowDown' | 'ArrowUp'): Promise<void> {
  for (let press = 0; press < 20; press += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${String(target)}; the focus is on ${await focused(page)}`);
}

/** Types where the focus is, and expects that it is in this field. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await expect(field).toBeFocused();
  await page.keyboard.type(text);
}

/** Opens a page by its link in the side bar. */
export async function visit(page: Page, name: string): Promise<void> {
  const link = page.getByRole('link', { name, exact: true });
  await tabTo(page, link);
  await page.keyboard.press('Enter');
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(link).toBeFocused();
}
