import type { Page } from '@playwright/test';
import { keysShown, row, rows, save, storeInWindow, valueField } from './support/pages';
import { openStore } from './support/store';
import { expect, test } from './support/test';

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search secrets' });

test('search finds by key and by last writer, says how many, and offers to clear', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ OPENAI_API_KEY: 'v', OPENAI_ORG: 'v', MISTRAL_API_KEY: 'v' });
  await storeInWindow(page, 'BY_ADMIN', 'v');
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('opena');
  await expect.poll(() => keysShown(page)).toEqual(['OPENAI_API_KEY', 'OPENAI_ORG']);
  await expect(page.getByText('2 of 4 secrets match “opena”.')).toBeVisible();
  await search(page).fill('admin');
  await expect.poll(() => keysShown(page)).toEqual(['BY_ADMIN']);
  await search(page).fill('nothing like it');
  await expect(page.getByText('No secret matches “nothing like it”.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(rows(page)).toHaveCount(4);
  await expect(search(page)).toBeFocused();
});

test('Key and Updated are sorted by the keyboard, told by aria-sort, and kept over a restart', async ({
  launch,
}) => {
  const first = await launch();
  await first.put({ B: 'v' });
  await first.page.waitForTimeout(1_100);
  await first.put({ A: 'v', C: 'v' });
  const head = (page: Page, name: string) => page.getByRole('columnheader', { name });
  await expect.poll(() => keysShown(first.page)).toEqual(['A', 'B', 'C']);
  await expect(head(first.page, 'Key')).toHaveAttribute('aria-sort', 'ascending');
  await expect(head(first.page, 'Updated')).toHaveAttribute('aria-sort', 'none');

  await first.page.getByRole('button', { name: 'Key', exact: true }).focus();
  await first.page.keyboard.press('Enter');
  await expect(head(first.page, 'Key')).toHaveAttribute('aria-sort', 'descending');
  expect(await keysShown(first.page)).toEqual(['C', 'B', 'A']);

  await first.page.getByRole('button', { name: 'Updated' }).focus();
  await first.page.keyboard.press('Space');
  const direction = await head(first.page, 'Updated').getAttribute('aria-sort');
  const order = await keysShown(first.page);
  expect(order.indexOf('B')).toBe(direction === 'ascending' ? 0 : 2);
  await first.close();

  const second = await launch();
  await expect(head(second.page, 'Updated')).toHaveAttribute('aria-sort', direction ?? '');
  await expect.poll(() => keysShown(second.page)).toEqual(order);
});

test('one row takes Tab; arrows, Home and End move it; Enter replaces', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ A: 'v', B: 'v', C: 'v' });
  await expect(rows(page)).toHaveCount(3);
  await expect(page.locator('[role=row][data-key][tabindex="0"]')).toHaveCount(1);
  await row(page, 'A').focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'B')).toBeFocused();
  await page.keyboard.press('End');
  await expect(row(page, 'C')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(row(page, 'A')).toBeFocused();
  await expect(page.locator('[role=row][data-key][tabindex="0"]')).toHaveAttribute('data-key', 'A');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Replace A' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row(page, 'A')).toBeFocused();
});

test('ten thousand rows: few in the page, the last one reached, one found', async ({ launch }) => {
  test.setTimeout(60_000);
  const { page, put } = await launch();
  const key = (index: number) => `KEY_${String(index).padStart(5, '0')}`;
  for (let from = 0; from < 10_000; from += 5_000) {
    const batch = Array.from({ length: 5_000 }, (_, index) => [key(from + index), 'v'] as const);
    expect((await put(Object.fromEntries(batch))).status).toBe(200);
  }
  await expect(page.getByText('10,000', { exact: true })).toBeVisible();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '10001');
  await expect(row(page, key(0))).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(80);

  await row(page, key(0)).focus();
  await page.keyboard.press('End');
  await expect(row(page, key(9_999))).toBeFocused();

  await search(page).fill('765');
  await expect.poll(async () => (await keysShown(page))[0]).toBe(key(765));
  // The rows that a search finds are drawn by the elements that are there: each part of them has to be the new row's.
  const first = await rows(page).first().elementHandle();
  await search(page).fill('7654');
  await expect.poll(() => keysShown(page)).toEqual([key(7_654)]);
  expect(await first.getAttribute('data-key')).toBe(key(7_654));
  for (const name of [`Replace ${key(7_654)}`, `Delete ${key(7_654)}`]) {
    await expect(rows(page).getByRole('button', { name, exact: true })).toHaveCount(1);
  }
  await expect(rows(page).getByRole('checkbox')).toHaveAccessibleName(`Select ${key(7_654)}`);
  await page.getByRole('button', { name: `Replace ${key(7_654)}`, exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText(key(7_654));
  await page.keyboard.press('Escape');
});

test('rows of another PHOENIX_SECRET are told, survive, and can be replaced', async ({ folder, launch }) => {
  const first = await launch();
  await first.put({ KEPT: 'v', REPLACED: 'v', DAMAGED: 'v' });
  await first.close();
  const store = openStore(folder);
  store.prepare('UPDATE secrets SET value = ? WHERE key = ?').run(Buffer.from('no token'), 'DAMAGED');
  const stored = store.prepare('SELECT * FROM secrets ORDER BY key').all();
  store.close();

  const other = await launch({ PHOENIX_SECRET: 'another-secret-of-the-tests-0123456789' });
  await expect(row(other.page, 'KEPT')).toContainText('Unreadable: encrypted with another PHOENIX_SECRET');
  await expect(row(other.page, 'DAMAGED')).toContainText('Unreadable: the stored value is damaged');
  await row(other.page, 'REPLACED').focus();
  await other.page.keyboard.press('Enter');
  await valueField(other.page).fill('fresh');
  await save(other.page).click();
  await expect(row(other.page, 'REPLACED')).not.toContainText('Unreadable');
  await other.close();

  const after = openStore(folder);
  const kept = (rows: unknown[]) => rows.filter((entry) => (entry as { key: string }).key !== 'REPLACED');
  expect(kept(after.prepare('SELECT * FROM secrets ORDER BY key').all())).toEqual(kept(stored));
  after.close();
  const again = await launch();
  await expect(row(again.page, 'KEPT')).not.toContainText('Unreadable');
});

test('without PHOENIX_SECRET the window says that the key protects nothing; its rows are told later', async ({
  launch,
}) => {
  const unset = await launch({ PHOENIX_SECRET: undefined, PHOENIX_ADMIN_SECRET: undefined });
  await expect(
    unset.page.getByText('Secrets are stored, but with a key that protects nothing.'),
  ).toBeVisible();
  await storeInWindow(unset.page, 'UNPROTECTED', 'v');
  await unset.close();
  const set = await launch();
  await expect(row(set.page, 'UNPROTECTED')).toContainText(
    'Unreadable: stored while no PHOENIX_SECRET was set',
  );
  await expect(set.page.getByText('a key that protects nothing')).toBeHidden();
});
