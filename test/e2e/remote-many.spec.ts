import type { Page } from '@playwright/test';
import { fillSecrets } from '../support/phoenix-people';
import { startPhoenix, type TestPhoenix } from '../support/phoenix-server';
import { keysShown, row, rows } from './support/pages';
import { connectTo } from './support/remote';
import { expect, test } from './support/test';
import { switcher } from './support/window';

// A real server with as many secrets as the local store is tested with.

const count = 10_000;
const keyOf = (index: number) => `KEY_${String(index).padStart(5, '0')}`;
const cleanups: (() => void | Promise<void>)[] = [];
let server: TestPhoenix;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await startPhoenix({ authentication: false, cleanup: (clean) => cleanups.push(clean) });
  const secrets = Array.from({ length: count }, (_, index) => ({ key: keyOf(index), value: 'v' }));
  await fillSecrets(server, secrets, null);
});
test.afterAll(async () => {
  for (const clean of cleanups.reverse()) await clean();
});

/** Notes from now on how many rows the table speaks of, each time that it is another number and a row is drawn. */
const watchRows = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const counts: number[] = [];
    Object.assign(window, { counts });
    const look = (): void => {
      const grid = document.querySelector('[role=grid]');
      const shown = Number(grid?.getAttribute('aria-rowcount')) - 1;
      if (grid?.querySelector('[data-key^="KEY_"]') && counts.at(-1) !== shown) counts.push(shown);
      requestAnimationFrame(look);
    };
    look();
  });

test('ten thousand secrets of a server come while one looks; all are searched, sorted and reached', async ({
  launch,
}) => {
  test.setTimeout(90_000);
  const { page } = await launch();
  await watchRows(page);
  await connectTo(page, server.url, { name: 'many', signIn: 'none', apiKey: null });
  await expect(switcher(page, 'many')).toBeVisible();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(count + 1), {
    timeout: 60_000,
  });
  await expect(page.getByText('10,000', { exact: true })).toBeVisible();
  const counts = await page.evaluate(() => (window as unknown as { counts: number[] }).counts);
  expect(counts.length).toBeGreaterThan(2);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(counts.at(-1)).toBe(count);
  expect(await rows(page).count()).toBeLessThan(80);

  const search = page.getByRole('searchbox');
  await search.fill(keyOf(count - 1));
  await expect.poll(() => keysShown(page)).toEqual([keyOf(count - 1)]);
  await search.fill('');

  await page.getByRole('columnheader').getByRole('button', { name: 'Key' }).click();
  await expect.poll(async () => (await keysShown(page))[0]).toBe(keyOf(count - 1));
  await page.getByRole('columnheader').getByRole('button', { name: 'Key' }).click();
  await expect.poll(async () => (await keysShown(page))[0]).toBe(keyOf(0));

  // By the scroll bar, then by the keyboard.
  await page.getByRole('grid').evaluate((grid) => {
    const viewport = [...grid.children].find(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight);
    viewport?.scrollTo(0, viewport.scrollHeight);
  });
  await expect(row(page, keyOf(count - 1))).toBeInViewport();
  await row(page, keyOf(count - 1)).focus();
  await page.keyboard.press('Home');
  await expect(row(page, keyOf(0))).toBeFocused();
  await page.keyboard.press('End');
  await expect(row(page, keyOf(count - 1))).toBeFocused();
});
