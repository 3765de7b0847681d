import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { standInForOpener } from './support/opener';
import { goTo } from './support/pages';
import { adminSecret, launchInfo, phoenixSecret } from './support/program';
import { expect, test, type Launched } from './support/test';

const clipboardText = ({ app }: Launched) => app.evaluate(({ clipboard }) => clipboard.readText());

test('General shows and copies what a script on this machine needs', async ({ folder, launch }) => {
  const launched = await launch();
  const { page, url, put } = launched;
  await put({ A: 'v' });
  await goTo(page, 'General');
  await expect(page.getByRole('textbox', { name: 'Endpoint URL' })).toHaveValue(`${url}/v1/secrets`);
  await expect(page.getByText('Running', { exact: true })).toBeVisible();
  await expect(page.getByText('1 request today')).toBeVisible();
  await page.getByRole('button', { name: 'Copy endpoint URL' }).click();
  await expect.poll(() => clipboardText(launched)).toBe(`${url}/v1/secrets`);
  await page.getByRole('button', { name: 'Copy curl command' }).click();
  await expect.poll(() => clipboardText(launched)).toContain(`curl -X PUT ${url}/v1/secrets`);
  await expect(page.getByText('Encrypted with your PHOENIX_SECRET')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Data folder path' })).toHaveValue(folder);
  await expect(page.getByText(`Electron ${launchInfo().electron}`)).toBeVisible();
  for (const secret of [phoenixSecret, adminSecret]) expect(await page.content()).not.toContain(secret);
});

test('the copied curl line works in a shell', async ({ launch }) => {
  const { app, page, put } = await launch();
  await put({ A: 'v' });
  await goTo(page, 'General');
  await page.getByRole('button', { name: 'Copy curl command' }).click();
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('curl');
  const line = await app.evaluate(({ clipboard }) => clipboard.readText());
  const { execFileSync } = await import('node:child_process');
  const answer = execFileSync('sh', ['-c', line], {
    env: { ...process.env, PHOENIX_API_KEY: adminSecret },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(JSON.parse(answer)).toEqual({ data: { upserted_keys: ['OPENAI_API_KEY'], deleted_keys: [] } });
});

test('an address of a part leads there once, and new counts do not take the focus back', async ({
  launch,
}) => {
  const { page, put } = await launch();
  await page.evaluate(() => {
    location.hash = '#/general/encryption';
  });
  await expect(page.locator('[data-place=encryption]')).toBeFocused();
  const copy = page.getByRole('button', { name: 'Copy endpoint URL' });
  await copy.focus();
  await put({ A: 'v' });
  await expect(page.getByText('1 request today')).toBeVisible({ timeout: 8_000 });
  await expect(copy).toBeFocused();
});

test('the endpoint can be stopped and started again on its port', async ({ launch }) => {
  const { page, url, put } = await launch();
  await goTo(page, 'General');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
  await expect(put({ A: 'v' })).rejects.toThrow();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Running', { exact: true })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Endpoint URL' })).toHaveValue(`${url}/v1/secrets`);
  expect((await put({ A: 'v' })).status).toBe(200);
});

test('the theme is applied at once, also to the background behind the page, and kept', async ({
  folder,
  launch,
}) => {
  const first = await launch();
  await goTo(first.page, 'General');
  const background = (launched: Launched) =>
    launched.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const behind = (launched: Launched) =>
    launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBackgroundColor());
  await first.page.getByText('Light', { exact: true }).click();
  await expect.poll(() => background(first)).toBe('rgb(255, 255, 255)');
  await first.page.getByText('Dark', { exact: true }).click();
  await expect.poll(() => background(first)).toBe('rgb(17, 21, 20)');
  await expect.poll(() => behind(first)).toBe('#111514');
  await first.close();
  const kept = JSON.parse(await readFile(path.join(folder, 'preferences.json'), 'utf8')) as object;
  expect(kept).toMatchObject({ preferences: { theme: 'dark' } });

  const second = await launch();
  expect(await behind(second)).toBe('#111514');
  await expect.poll(() => background(second)).toBe('rgb(17, 21, 20)');
  await goTo(second.page, 'General');
  await expect(second.page.getByRole('radio', { name: 'Dark' })).toBeChecked();
});

test('Open shows the data folder, and the program that does gets no secret', async ({ folder, launch }) => {
  const opener = await standInForOpener(folder);
  const { page } = await launch(opener.environment);
  await goTo(page, 'General');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect.poll(() => opener.opened()).toMatchObject([{ what: folder }]);
  const [opening] = await opener.opened();
  expect(opening?.environment).toContain('PATH=');
  expect(opening?.environment).not.toContain(phoenixSecret);
  expect(opening?.environment).not.toContain(adminSecret);
});

test('the window comes back where it was; a faulty preferences.json is set aside', async ({
  folder,
  launch,
}) => {
  const bounds = { x: 40, y: 30, width: 900, height: 600 };
  const get = ({ app }: Launched) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  const first = await launch();
  await first.app.evaluate(({ BrowserWindow }, place) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(place);
  }, bounds);
  await expect.poll(() => get(first)).toEqual(bounds);
  await first.close();
  const second = await launch();
  expect(await get(second)).toEqual(bounds);
  await second.close();

  const file = path.join(folder, 'preferences.json');
  // A display that is gone: the window must not open where nobody can see it.
  await writeFile(file, (await readFile(file, 'utf8')).replace('"x": 40', '"x": 40000'));
  const third = await launch();
  expect((await get(third))?.x).toBeLessThan(4_000);
  await third.close();

  await writeFile(file, '{"preferences":{"theme":"purple"}}');
  const fourth = await launch();
  await goTo(fourth.page, 'General');
  await expect(fourth.page.getByRole('radio', { name: 'System' })).toBeChecked();
  expect(await readFile(`${file}.faulty`, 'utf8')).toContain('purple');
});
