import { goTo, keyField, openNewSecret, row, save, storeInWindow, valueField } from './support/pages';
import { expect, test } from './support/test';

test('the first run is empty, and a stored secret is a row that survives a restart', async ({ launch }) => {
  const first = await launch();
  await expect(first.page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
  await expect(first.page.getByText(`${first.url}/v1/secrets`)).toBeVisible();

  await storeInWindow(first.page, 'OPENAI_API_KEY', 'sk-first');
  await expect(row(first.page, 'OPENAI_API_KEY')).toBeVisible();
  await expect(row(first.page, 'OPENAI_API_KEY')).toContainText('OpenAI');
  await expect(row(first.page, 'OPENAI_API_KEY')).toContainText('admin');
  await expect(first.page.getByRole('heading', { name: 'No secrets yet' })).toBeHidden();
  await first.close();

  const second = await launch();
  await expect(row(second.page, 'OPENAI_API_KEY')).toBeVisible();
});

test('a PUT from outside appears without a reload, and leaves dialog, selection and scroll alone', async ({
  launch,
}) => {
  const { page, put } = await launch();
  const many = Array.from({ length: 120 }, (_, index) => [`KEY_${String(index).padStart(3, '0')}`, 'v']);
  await put(Object.fromEntries(many) as Record<string, string>);
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  await expect(row(page, 'KEY_000')).toBeVisible();

  await row(page, 'KEY_001').hover();
  await page.getByRole('checkbox', { name: 'Select KEY_001' }).click();
  const viewport = page.locator('.viewport');
  await viewport.evaluate((element) => (element.scrollTop = 1234));
  await expect(row(page, 'KEY_031')).toBeVisible();
  const place = () =>
    row(page, 'KEY_031').evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const before = await place();
  await openNewSecret(page);
  await keyField(page).fill('TYPED');
  await valueField(page).fill('half typed');

  expect((await put({ AAA_ABOVE: 'v', KEY_005: null })).status).toBe(200);
  await expect(page.getByText('120', { exact: true })).toBeVisible();
  await put({ AAA_SECOND: 'v' });
  await expect(page.getByText('121', { exact: true })).toBeVisible();

  await expect(keyField(page)).toHaveValue('TYPED');
  await expect(valueField(page)).toHaveValue('half typed');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('1 selected')).toBeVisible();
  // Two rows came and one went above it: the view has not moved.
  expect(await place()).toBe(before);
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
  await viewport.evaluate((element) => (element.scrollTop = 0));
  await expect(row(page, 'AAA_ABOVE')).toBeVisible();
});

test('Replace fixes the key, starts empty and keeps the row', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ OPENAI_API_KEY: 'old', OTHER: 'x' });
  await row(page, 'OPENAI_API_KEY').hover();
  await page.getByRole('button', { name: 'Replace OPENAI_API_KEY' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace OPENAI_API_KEY' });
  await expect(dialog).toBeVisible();
  await expect(valueField(page)).toBeFocused();
  await expect(valueField(page)).toHaveValue('');
  await expect(keyField(page)).toHaveAttribute('readonly');
  await expect(save(page)).toBeDisabled();
  await valueField(page).fill('new');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(row(page, 'OPENAI_API_KEY')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Replace OPENAI_API_KEY' })).toBeFocused();
});

test('Delete names the key and who reads it; Enter on the way in does not delete; Undo brings it back', async ({
  launch,
}) => {
  const { page, put } = await launch();
  await put({ OPENAI_API_KEY: 'v', ZZ_OTHER: 'v' });
  await row(page, 'OPENAI_API_KEY').focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete OPENAI_API_KEY?' });
  await expect(dialog).toContainText('OpenAI');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(row(page, 'OPENAI_API_KEY')).toBeVisible();
  await expect(row(page, 'OPENAI_API_KEY')).toBeFocused();

  await page.keyboard.press('Delete');
  await dialog.getByRole('button', { name: 'Delete OPENAI_API_KEY' }).click();
  await expect(row(page, 'OPENAI_API_KEY')).toBeHidden();
  await expect(page.getByText('Deleted OPENAI_API_KEY')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'OPENAI_API_KEY')).toBeVisible();
});

test('Ctrl+Z undoes a delete; in a text field it stays the field’s own', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ ONE: 'v', TWO: 'v' });
  await row(page, 'ONE').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete ONE' }).click();
  await expect(row(page, 'ONE')).toBeHidden();

  const search = page.getByRole('searchbox', { name: 'Search secrets' });
  await search.pressSequentially('T');
  await page.keyboard.press('Control+z');
  await expect(search).toHaveValue('');
  await expect(row(page, 'TWO')).toBeVisible();
  await expect(row(page, 'ONE')).toBeHidden();

  await row(page, 'TWO').focus();
  await page.keyboard.press('Control+z');
  await expect(row(page, 'ONE')).toBeVisible();
});

test('several are selected and deleted together, and come back together', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ A: 'v', B: 'v', C: 'v', D: 'v' });
  await row(page, 'A').focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('3 selected')).toBeVisible();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Delete 3 secrets', exact: true }).click();
  await expect(row(page, 'A')).toBeHidden();
  await expect(row(page, 'D')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  for (const key of ['A', 'B', 'C']) await expect(row(page, key)).toBeVisible();
});

test('a secret that changes while one is asked about it is not deleted before one has read that', async ({
  launch,
}) => {
  const { page, put } = await launch();
  await put({ A: 'v', B: 'v' });
  const second = () => Math.floor(Date.now() / 1000);
  const stored = second();
  await row(page, 'A').focus();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog');
  const remove = dialog.getByRole('button', { name: 'Delete 2 secrets', exact: true });
  await expect(remove).toBeVisible();
  // A store keeps whole seconds, as Phoenix does: two writes within one are not told apart.
  await expect.poll(second).toBeGreaterThan(stored);
  await put({ B: 'newer' });
  await remove.click();
  await expect(dialog.getByRole('alert')).toHaveText(
    /B was changed or removed meanwhile. Delete again to delete what is there now./,
  );
  await expect(row(page, 'A')).toBeVisible();
  await expect(row(page, 'B')).toBeVisible();
  await remove.click();
  await expect(dialog).toBeHidden();
  await expect(row(page, 'B')).toBeHidden();
});

test('the native menu opens New, Find and General', async ({ launch }) => {
  const { app, page, put } = await launch();
  await put({ A: 'v' });
  await expect(row(page, 'A')).toBeVisible();
  const choose = (label: string) =>
    app.evaluate(({ Menu }, wanted) => {
      const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []);
      items?.find((item) => item.label === wanted)?.click();
    }, label);
  await choose('Find');
  await expect(page.getByRole('searchbox', { name: 'Search secrets' })).toBeFocused();
  await choose('New…');
  await expect(page.getByRole('dialog', { name: 'New Secret' })).toBeVisible();
  await page.keyboard.press('Escape');
  await choose('General');
  await expect(page.getByRole('link', { name: 'General' })).toHaveAttribute('aria-current', 'page');
  await goTo(page, 'Secrets');
  await expect(row(page, 'A')).toBeVisible();
});

test('a dialog opened while the last one still fades is a new one and stays', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ ONE: 'v', TWO: 'v' });
  await row(page, 'ONE').focus();
  await page.evaluate(() => {
    document.documentElement.style.setProperty('--fast', '1500ms');
  });
  await page.keyboard.press('Enter');
  await expect(page.locator('dialog[open]')).toContainText('Replace ONE');
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(page.locator('dialog[open]')).toContainText('New Secret');
  await expect(keyField(page)).not.toHaveAttribute('readonly');
  await page.waitForTimeout(2_000);
  await expect(page.locator('dialog[open]')).toContainText('New Secret');
});

test('Escape clears the selection first and then the search, also from within the search', async ({
  launch,
}) => {
  const { page, put } = await launch();
  await put({ ONE: 'v', TWO: 'v' });
  await row(page, 'ONE').focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected')).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Search secrets' });
  await search.pressSequentially('O');
  await page.keyboard.press('Escape');
  await expect(page.getByText('1 selected')).toBeHidden();
  await expect(search).toHaveValue('O');
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await expect(search).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(search).not.toBeFocused();
});

test('a toast that has the focus when undo is over keeps it, without the undo', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ ONE: 'v', TWO: 'v' });
  await row(page, 'ONE').focus();
  await page.keyboard.press('Delete');
  await page.clock.install();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete ONE' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.focus();
  await page.clock.fastForward(11_000);
  await expect(undo).toBeHidden();
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  await expect(dismiss).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dismiss).toBeHidden();
});
