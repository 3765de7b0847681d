import type { Page } from '@playwright/test';
import { goTo } from './support/pages';
import { put } from './support/program';
import { openStore } from './support/store';
import { expect, test } from './support/test';

async function createKey(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'New API Key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'API key', exact: true });
  await expect(field).toHaveAttribute('readonly');
  const token = await field.inputValue();
  expect(token).toMatch(/^phx_loc_[A-Za-z0-9_-]{43}$/);
  return token;
}

test('an API key is shown once, works over REST, and is refused once it is deleted', async ({
  folder,
  launch,
}) => {
  const { page, url } = await launch();
  await goTo(page, 'API Keys');
  const token = await createKey(page, 'ci-deploy');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('textbox', { name: 'API key', exact: true })).toBeHidden();
  expect(await page.content()).not.toContain(token);
  const line = page.getByRole('row', { name: /ci-deploy/ });
  await expect(line).toContainText('Never used');

  expect((await put(url, { FROM_KEY: 'v' }, token)).status).toBe(200);
  await goTo(page, 'Secrets');
  await expect(page.locator('[data-key=FROM_KEY]')).toContainText(/system/i);
  await goTo(page, 'API Keys');
  await expect(line).toBeVisible();
  await expect(line).not.toContainText('Never used');
  await page.getByRole('button', { name: 'Delete ci-deploy' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete ci-deploy?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Delete ci-deploy' }).click();
  await expect(line).toBeHidden();
  expect((await put(url, { FROM_KEY: 'again' }, token)).status).toBe(401);
  const store = openStore(folder);
  expect(store.serialize().includes(token)).toBe(false);
  store.close();
});

test('a second key made while the first one’s dialog still fades is shown too', async ({ launch }) => {
  const { page } = await launch();
  await goTo(page, 'API Keys');
  const first = await createKey(page, 'first');
  // Fading takes so long here that the next dialogs come for certain before it ends.
  await page.evaluate(() => {
    document.documentElement.style.setProperty('--fast', '1500ms');
  });
  await page.getByRole('button', { name: 'Done' }).click();
  await page.keyboard.press('n');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('second');
  await page.keyboard.press('Enter');
  const shown = page.locator('dialog[open]');
  await expect(shown).toContainText('second');
  const token = await shown.getByRole('textbox', { name: 'API key', exact: true }).inputValue();
  expect(token).toMatch(/^phx_loc_/);
  expect(token).not.toBe(first);
  await page.waitForTimeout(2_000);
  await expect(shown).toContainText('second');
  await expect(page.locator('dialog')).toHaveCount(1);
});

test('a copied API key is on the clipboard, and gone from it when the program ends', async ({ launch }) => {
  const { app, page } = await launch();
  await goTo(page, 'API Keys');
  const token = await createKey(page, 'copied');
  await page.getByRole('button', { name: 'Copy API key' }).click();
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(token);
  // What a middle click pastes on X11: the system fills it with whatever is copied.
  const selected = () =>
    app.evaluate(({ clipboard }) => {
      // Before Electron 45 it is one of two that are chosen by name.
      const { selection } = clipboard as Partial<typeof clipboard>;
      const byName: { readText(which?: string): unknown } = clipboard;
      return selection ? selection.readText() : byName.readText('selection');
    });
  await expect.poll(selected).toBe('');
  // What the clipboard holds when everything else has been closed.
  const atExit = app.evaluate(
    ({ app: program, clipboard }) =>
      new Promise<string>((resolve) => {
        const exit = program.exit.bind(program);
        program.exit = (code) => {
          resolve(clipboard.readText());
          setTimeout(() => exit(code), 200);
        };
        program.quit();
      }),
  );
  expect(await atExit).toBe('');
});

test('what was copied since is left on the clipboard', async ({ launch }) => {
  const { app, page } = await launch();
  await goTo(page, 'API Keys');
  await createKey(page, 'copied');
  await page.getByRole('button', { name: 'Copy API key' }).click();
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('phx_loc_');
  const atExit = app.evaluate(
    ({ app: program, clipboard }) =>
      new Promise<string>((resolve) => {
        void clipboard.writeText('something else');
        const exit = program.exit.bind(program);
        program.exit = (code) => {
          resolve(clipboard.readText());
          setTimeout(() => exit(code), 200);
        };
        program.quit();
      }),
  );
  expect(await atExit).toBe('something else');
});

test('a name is asked for, and an expiry is kept', async ({ launch }) => {
  const { page } = await launch();
  await goTo(page, 'API Keys');
  await page.getByRole('button', { name: 'New API Key' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await name.fill('monthly');
  await page.getByText('30 days', { exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: /monthly/ })).toContainText(/4 wk|30 d|1 mo/);
});
