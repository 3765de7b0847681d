import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { de } from '../../src-shared/texts/de';
import { call } from './support/bridge';
import { goTo } from './support/pages';
import { accountMenu, admin, patient, sendSignIn, setFirstPassword, withSignIn } from './support/people';
import { expect, openProgram, test, type Launched } from './support/test';

const pages = de.common.pages;

const menuOf = ({ app }: Launched) =>
  app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map((item) => item.label));

const languageOf = (page: Page) => page.evaluate(() => document.documentElement.lang);

async function choose(page: Page, name: string, heading: string): Promise<void> {
  await page.getByText(name, { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
}

test('General switches to German, which stays after a restart, and back', async ({ folder, launch }) => {
  const first = await launch();
  await goTo(first.page, 'General');
  expect(await languageOf(first.page)).toBe('en');
  await choose(first.page, 'Deutsch', 'Allgemein');
  expect(await languageOf(first.page)).toBe('de');
  // One can go on with the arrow keys.
  await expect(first.page.getByRole('radio', { name: 'Deutsch' })).toBeFocused();
  await expect(first.page.getByRole('radio', { name: 'Deutsch' })).toBeChecked();
  await expect.poll(() => menuOf(first)).toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Fenster', 'Hilfe']);
  await first.page.getByRole('link', { name: pages.secrets }).click();
  await expect(first.page.getByText(de.secrets.empty.title)).toBeVisible();
  await first.put({ OPENAI_API_KEY: 'v' });
  await expect(first.page.getByRole('button', { name: 'OPENAI_API_KEY löschen' })).toBeVisible();
  const kept = JSON.parse(await readFile(path.join(folder, 'preferences.json'), 'utf8')) as object;
  expect(kept).toMatchObject({ preferences: { language: 'de' } });
  await first.close();

  const second = await launch();
  await expect(second.page.getByRole('link', { name: pages.general, exact: true })).toBeVisible();
  expect(await languageOf(second.page)).toBe('de');
  expect(await menuOf(second)).toContain('Bearbeiten');
  await second.page.getByRole('link', { name: pages.general, exact: true }).click();
  await choose(second.page, 'English', 'General');
  expect(await languageOf(second.page)).toBe('en');
  await expect.poll(() => menuOf(second)).toContain('Edit');
});

test('the computer’s language is the first one, and what scripts read stays English', async ({
  launch,
  start,
}) => {
  const { page, put, printed } = await launch({
    LANGUAGE: 'de_AT:en',
    PHOENIX_SECRET: undefined,
    PHOENIX_ADMIN_SECRET: undefined,
  });
  await expect(page.getByText(de.secrets.empty.title)).toBeVisible();
  expect((await put({ A: 'v' })).status).toBe(401);
  expect(printed()).not.toMatch(/[äöüß]/);
  const headless = start(['--headless'], { LANGUAGE: 'de', PHOENIX_SECRETS_PORT: 'none' });
  expect(await headless.ended).toBe(2);
  expect(headless.stderr).toContain('PHOENIX_SECRETS_PORT must be a whole number');
});

test('the window that says why a start failed does so in German', async ({ folder }) => {
  const app = await openProgram(folder, { LANGUAGE: 'de', PHOENIX_SECRETS_PORT: 'none' });
  await expect.poll(() => app.windows().at(-1)?.url()).toBe('app://phoenix/error.html');
  const page = app.windows().at(-1)!;
  expect(await page.title()).toBe('Phoenix Secrets kann nicht starten');
  expect(await languageOf(page)).toBe('de');
  await expect(page.getByRole('alert')).toContainText('PHOENIX_SECRETS_PORT muss eine ganze Zahl');
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await app.close();
});

test('who is signed in stays so when the language changes', async ({ launch }) => {
  const { page } = await launch(withSignIn);
  await sendSignIn(page, admin.email, admin.given);
  await setFirstPassword(page, admin.own);
  await expect(accountMenu(page)).toBeVisible(patient);
  await goTo(page, 'General');
  await choose(page, 'Deutsch', 'Allgemein');
  await expect(page.getByRole('button', { name: de.account.menu('admin') })).toBeVisible();
  expect(await call(page, 'access.session')).toMatchObject({ value: { user: { name: 'admin' } } });
});

/** Buttons, heads of tables, labels and links whose words do not fit in. */
const clipped = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, a, label, h1, h2, th, [role=columnheader], kbd, time',
      ),
    ]
      .flatMap((element) => [element, ...element.querySelectorAll<HTMLElement>('span')])
      .filter(
        (element) => element.checkVisibility() && !element.closest('.sr-only') && element.clientWidth > 1,
      )
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.tagName} ${element.textContent.trim()}`),
  );

for (const [width, height] of [
  [1100, 720],
  [760, 520],
] as const) {
  test(`German is accessible and fits, ${width}`, async ({ launch }) => {
    test.setTimeout(120_000);
    const { app, page, put, allow } = await launch({ LANGUAGE: 'de' });
    // axe adds an inline style of its own to measure with; the policy refuses it.
    allow(/Refused to apply (?:inline style|a stylesheet)/);
    await app.evaluate(
      ({ BrowserWindow }, [w, h]) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(w, h);
      },
      [width, height] as const,
    );
    const look = async (what: string): Promise<void> => {
      await page.mouse.move(0, 0);
      await page.evaluate(() =>
        Promise.allSettled(
          document
            .getAnimations()
            // The toast's time line runs until the toast is gone.
            .filter(({ effect }) => Number(effect?.getComputedTiming().duration) < 1_000)
            .map((animation) => animation.finished),
        ),
      );
      const pictures = process.env['LANGUAGE_PICTURES'];
      if (pictures) await page.screenshot({ path: path.join(pictures, `${what}-${width}.png`) });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect({ what, faults: violations.map(({ id, nodes }) => [id, nodes[0]?.html]) }).toEqual({
        what,
        faults: [],
      });
      expect({ what, clipped: await clipped(page) }).toEqual({ what, clipped: [] });
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true }).first();
    const link = (name: string) => page.getByRole('link', { name, exact: true });
    const closed = async () => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    };
    await expect(page.getByText(de.secrets.empty.title)).toBeVisible();
    await look('empty');
    await button(de.secrets.newSecret).click();
    await expect(page.getByRole('dialog', { name: de.secrets.newSecret })).toBeVisible();
    await look('new-secret');
    await closed();
    await put({ OPENAI_API_KEY: 'v', GITHUB_PERSONAL_ACCESS_TOKEN: 'v', NOT_USED: 'v' });
    await button('OPENAI_API_KEY ersetzen').waitFor();
    await look('secrets');
    await button('OPENAI_API_KEY ersetzen').click();
    await expect(page.getByRole('dialog', { name: 'Neuer Wert für OPENAI_API_KEY' })).toBeVisible();
    await look('replace');
    await closed();
    await button('OPENAI_API_KEY löschen').click();
    const remove = page.getByRole('dialog', { name: 'OPENAI_API_KEY löschen?' });
    await expect(remove).toBeVisible();
    await look('delete');
    await remove.getByRole('button', { name: 'OPENAI_API_KEY löschen' }).click();
    await expect(page.getByRole('button', { name: de.common.undo })).toBeVisible();
    await look('toast');
    await link(pages.general).click();
    await expect(page.getByText(de.general.endpoint.loopback)).toBeVisible();
    await look('general');
    await link(pages.users).click();
    await expect(page.getByText(de.users.introOff)).toBeVisible();
    await look('users');
    await button(de.users.newUser).click();
    await look('new-user');
    await closed();
    await link(pages.apiKeys).click();
    await button(de.apiKeys.newApiKey).click();
    await expect(page.getByRole('dialog', { name: de.apiKeys.newApiKey })).toBeVisible();
    await look('new-api-key');
    await page.getByRole('textbox', { name: de.apiKeys.form.name }).fill('ci');
    await page.keyboard.press('Enter');
    await button(de.apiKeys.created.done).waitFor();
    await look('api-key');
    await button(de.apiKeys.created.done).click();
    await look('api-keys');
    await link(pages.connections).click();
    await look('connections');
    await page.getByRole('button', { name: de.connections.switcher(de.common.localStore) }).click();
    await look('switcher');
    await page.keyboard.press('Escape');
    await button(de.connections.add).click();
    await expect(page.getByRole('dialog', { name: de.connections.add })).toBeVisible();
    await look('add-connection');
  });
}
