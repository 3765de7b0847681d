import type { Page } from '@playwright/test';
import { keyField, openNewSecret, row, save, valueField } from './support/pages';
import { openStore } from './support/store';
import { expect, test } from './support/test';

const caret = (page: Page) =>
  keyField(page).evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd]);

test('the key becomes capitals and underscores while typing, and the caret stays', async ({ launch }) => {
  const { page } = await launch();
  await openNewSecret(page);
  await expect(keyField(page)).toBeFocused();
  await page.keyboard.type('openai key_2');
  await expect(keyField(page)).toHaveValue('OPENAI_KEY_2');

  await page.keyboard.press('Home');
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.type(' api');
  await expect(keyField(page)).toHaveValue('OPENAI_API_KEY_2');
  expect(await caret(page)).toEqual([10, 10]);
});

test('a pasted key is normalised too, and the caret stands behind it', async ({ launch }) => {
  const { app, page } = await launch();
  await openNewSecret(page);
  await page.keyboard.type('AZ');
  await page.keyboard.press('ArrowLeft');
  await app.evaluate(({ clipboard }) => clipboard.writeText('b c'));
  await page.keyboard.press('Control+v');
  await expect(keyField(page)).toHaveValue('AB_CZ');
  expect(await caret(page)).toEqual([4, 4]);
});

test('an input method composes in peace; the key is normalised when it is done', async ({ launch }) => {
  const { page } = await launch();
  await openNewSecret(page);
  await page.keyboard.type('A');
  const cdp = await page.context().newCDPSession(page);
  for (const text of ['k', 'ke', 'key']) {
    await cdp.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }
  // Changing the text of a composition would break the input method.
  await expect(keyField(page)).toHaveValue('Akey');
  await cdp.send('Input.insertText', { text: 'key' });
  await expect(keyField(page)).toHaveValue('AKEY');
  expect(await caret(page)).toEqual([4, 4]);
});

for (const [typed, says] of [
  ['1_KEY', 'A key can’t start with a digit.'],
  ['MY-KEY', 'A key can’t contain a hyphen.'],
  ['MY$KEY', 'A key can contain only letters A to Z, digits and underscores.'],
] as const) {
  test(`the key ${typed} is refused beneath its field`, async ({ launch }) => {
    const { page } = await launch();
    await openNewSecret(page);
    await keyField(page).pressSequentially(typed);
    await valueField(page).focus();
    await expect(keyField(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(keyField(page)).toHaveAccessibleDescription(new RegExp(says));
    await page.keyboard.type('v');
    await page.keyboard.press('Control+Enter');
    await expect(keyField(page)).toBeFocused();
    await expect(page.getByRole('dialog')).toBeVisible();
  });
}

test('an existing key is not overwritten: Replace it instead keeps the typed value', async ({ launch }) => {
  const { page, put } = await launch();
  await put({ OPENAI_API_KEY: 'first' });
  await expect(row(page, 'OPENAI_API_KEY')).toBeVisible();
  await openNewSecret(page);
  await keyField(page).pressSequentially('openai_api_key');
  await valueField(page).fill('second');
  await expect(page.getByText('OPENAI_API_KEY exists.')).toBeVisible();
  await page.getByRole('button', { name: 'Replace it instead' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace OPENAI_API_KEY' });
  await expect(dialog).toBeVisible();
  await expect(valueField(page)).toHaveValue('second');
  await save(page).click();
  await expect(dialog).toBeHidden();
});

test('a key that somebody else stores meanwhile is not overwritten either', async ({ launch }) => {
  const { page, put } = await launch();
  await openNewSecret(page);
  await keyField(page).pressSequentially('RACE');
  await valueField(page).fill('mine');
  await put({ RACE: 'theirs' });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Replace it instead' })).toBeVisible();
  await expect(valueField(page)).toHaveValue('mine');
});

test('a pasted KEY=value line offers to split itself', async ({ launch }) => {
  const { app, page } = await launch();
  await openNewSecret(page);
  await app.evaluate(({ clipboard }) => clipboard.writeText('export OPENAI_API_KEY="sk 1"'));
  await page.keyboard.press('Control+v');
  await page.getByRole('button', { name: 'Split into key and value' }).click();
  await expect(keyField(page)).toHaveValue('OPENAI_API_KEY');
  await expect(valueField(page)).toHaveValue('sk 1');
});

test('lines of a .env file are not taken for one secret', async ({ launch }) => {
  const { app, page } = await launch();
  await openNewSecret(page);
  await app.evaluate(({ clipboard }) => clipboard.writeText('HF_TOKEN=one\nCOHERE_API_KEY=two\n'));
  await page.keyboard.press('Control+v');
  await expect(page.getByText('These are 2 lines that each set a variable. Nothing was taken')).toBeVisible();
  await expect(keyField(page)).toHaveValue('');
  await keyField(page).fill('HF_TOKEN');
  await expect(page.getByText('Nothing was taken')).toHaveCount(0);
  await valueField(page).focus();
  await page.keyboard.press('Control+v');
  await expect(page.getByText('They would be stored as one value.')).toBeVisible();
});

test('a pasted assignment of several lines is masked and split without losing a line', async ({ launch }) => {
  const { app, page } = await launch();
  await openNewSecret(page);
  const mask = () =>
    keyField(page).evaluate((field) => getComputedStyle(field).getPropertyValue('-webkit-text-security'));
  await keyField(page).pressSequentially('PEM="open');
  expect(await mask()).toBe('disc');
  await keyField(page).fill('');
  await app.evaluate(({ clipboard }) => clipboard.writeText('PEM="one\ntwo"\n'));
  await page.keyboard.press('Control+v');
  expect(await mask()).toBe('disc');
  await page.getByRole('button', { name: 'Split into key and value' }).click();
  await expect(keyField(page)).toHaveValue('PEM');
  await expect(valueField(page)).toHaveValue('one\ntwo');
});

test('the value is masked, keeps its lines, and can be shown while typing', async ({ launch }) => {
  const { page } = await launch();
  await openNewSecret(page);
  const mask = () =>
    valueField(page).evaluate((field) => getComputedStyle(field).getPropertyValue('-webkit-text-security'));
  await valueField(page).focus();
  await page.keyboard.insertText('one\ntwo');
  await expect(valueField(page)).toHaveValue('one\ntwo');
  expect(await mask()).toBe('disc');
  const reveal = page.getByRole('button', { name: 'Reveal' });
  await expect(reveal).toHaveAttribute('aria-pressed', 'false');
  await reveal.click();
  await expect(reveal).toHaveAttribute('aria-pressed', 'true');
  expect(await mask()).toBe('none');
});

test('Save and add another keeps the dialog for the next one', async ({ launch }) => {
  const { page } = await launch();
  const dialog = await openNewSecret(page);
  for (const key of ['FIRST', 'SECOND']) {
    await expect(keyField(page)).toBeFocused();
    await page.keyboard.type(key);
    await page.keyboard.press('Tab');
    await page.keyboard.type('v');
    await page.getByRole('button', { name: 'Save and add another' }).click();
    await expect(keyField(page)).toHaveValue('');
    await expect(valueField(page)).toHaveValue('');
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(row(page, 'FIRST')).toBeVisible();
  await expect(row(page, 'SECOND')).toBeVisible();
});

test('Escape closes, Tab stays inside, and the focus goes back to the button', async ({ launch }) => {
  const { page } = await launch();
  const dialog = await openNewSecret(page);
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'New Secret' })).toBeFocused();
});

test('a failed save says why inside the dialog, and nothing typed is lost', async ({ folder, launch }) => {
  const { page } = await launch();
  const dialog = await openNewSecret(page);
  await keyField(page).fill('LOCKED_OUT');
  await valueField(page).fill('still here');
  const store = openStore(folder);
  try {
    store.exec('BEGIN IMMEDIATE');
    await save(page).click();
    await expect(dialog.getByRole('alert')).toContainText('Not saved', { timeout: 15_000 });
    await expect(dialog.getByRole('alert')).toContainText('Another program holds the store');
    await expect(keyField(page)).toHaveValue('LOCKED_OUT');
    await expect(valueField(page)).toHaveValue('still here');
    store.exec('ROLLBACK');
  } finally {
    store.close();
  }
  await save(page).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, 'LOCKED_OUT')).toBeVisible();
});

test('Escape, however often, does not leave while it saves', async ({ folder, launch }) => {
  const { page } = await launch();
  const dialog = await openNewSecret(page);
  await keyField(page).fill('SLOW');
  await valueField(page).fill('still here');
  const store = openStore(folder);
  try {
    store.exec('BEGIN IMMEDIATE');
    await save(page).click();
    await expect(page.getByRole('button', { name: 'Saving…' })).toBeVisible();
    for (let times = 0; times < 5; times += 1) await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Saving…' })).toBeVisible();
    await expect(valueField(page)).toHaveValue('still here');
    store.exec('ROLLBACK');
  } finally {
    store.close();
  }
  await expect(dialog).toBeHidden();
  await expect(row(page, 'SLOW')).toBeVisible();
});

test('a saved value is gone from the page and its memory', async ({ launch }) => {
  const { page } = await launch();
  const canary = 'canary-of-the-window-4711';
  const cdp = await page.context().newCDPSession(page);
  const inMemory = async () => {
    let snapshot = '';
    const collect = ({ chunk }: { chunk: string }) => (snapshot += chunk);
    cdp.on('HeapProfiler.addHeapSnapshotChunk', collect);
    for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
    await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    cdp.off('HeapProfiler.addHeapSnapshotChunk', collect);
    return snapshot.includes(canary);
  };
  // Typed through the input pipeline: a script's argument would stay in memory by itself.
  const dialog = await openNewSecret(page);
  await page.keyboard.type('CANARY');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText(canary);
  await page.evaluate(() => {
    const field = document.querySelector('textarea');
    Object.assign(window, { held: field?.value });
  });
  expect(await inMemory(), 'the search finds what is there').toBe(true);
  await page.evaluate(() => Object.assign(window, { held: null }));

  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(row(page, 'CANARY')).toBeVisible();
  expect(await page.content()).not.toContain(canary);
  await expect.poll(inMemory, { timeout: 10_000 }).toBe(false);
});
