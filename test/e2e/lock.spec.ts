import type { ElectronApplication, Page } from '@playwright/test';
import { call } from './support/bridge';
import { goTo, openNewSecret, row, valueField } from './support/pages';
import {
  accountMenu,
  admin,
  emailField,
  passwordField,
  patient,
  signInFirst,
  withSignIn,
} from './support/people';
import { ServiceThread } from './support/service-thread';
import { expect, test } from './support/test';

test.describe.configure({ timeout: 60_000 });

const machine = (app: ElectronApplication, event: 'lock-screen' | 'suspend') =>
  app.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event);

const typed = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
  );

for (const event of ['lock-screen', 'suspend'] as const) {
  test(`${event} signs out at once, in the middle of a dialog, and what was typed is gone`, async ({
    launch,
  }) => {
    const { app, page, put } = await launch(withSignIn);
    await signInFirst(page, admin);
    await put({ SHOWN_BEFORE: 'v' });
    await expect(row(page, 'SHOWN_BEFORE')).toBeVisible();
    await openNewSecret(page);
    await valueField(page).fill('typed-before-the-lock');
    await machine(app, event);
    await expect(passwordField(page)).toBeFocused({ timeout: 1_000 });
    await expect(page.getByText('Locked with the screen')).toBeVisible();
    await expect(emailField(page)).toHaveValue(admin.email);
    expect(await typed(page)).toEqual([admin.email, '']);
    expect(await page.content()).not.toContain('SHOWN_BEFORE');
    expect(await call(page, 'secrets.list', { after: null, limit: 1 })).toMatchObject({
      error: { code: 'unauthenticated' },
    });

    await passwordField(page).fill(admin.own);
    await page.keyboard.press('Enter');
    await expect(row(page, 'SHOWN_BEFORE')).toBeVisible(patient);
    await expect(page.getByRole('dialog')).toBeHidden();
  });
}

test('a locked Linux session is noticed, although no event tells it', async ({ launch }) => {
  test.skip(process.platform !== 'linux', 'the others tell it');
  const { app, page } = await launch(withSignIn);
  await signInFirst(page, admin);
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleState = () => 'locked';
  });
  await expect(page.getByText('Locked with the screen')).toBeVisible({ timeout: 7_000 });
});

test('a lock takes an API key off the clipboard', async ({ launch }) => {
  const { app, page } = await launch(withSignIn);
  await signInFirst(page, admin);
  await call(page, 'app.copyText', { text: 'phx_loc_copied', sensitive: true });
  const clipboard = () => app.evaluate(({ clipboard: system }) => system.readText());
  await expect.poll(clipboard).toBe('phx_loc_copied');
  await machine(app, 'lock-screen');
  await expect.poll(clipboard).toBe('');
});

test('use of the window is told to the service now and then; the choice of minutes is kept', async ({
  launch,
}) => {
  const first = await launch(withSignIn);
  await signInFirst(first.page, admin);
  const thread = await ServiceThread.watch(first.app, first.page);
  await first.page.waitForTimeout(10_000);
  await goTo(first.page, 'General');
  await first.page.keyboard.press('Tab');
  await first.page.mouse.move(300, 300);
  await expect.poll(() => thread.sentCount('active')).toBe(1);
  const group = first.page.getByRole('radiogroup', { name: 'Lock automatically' });
  await expect(group.getByRole('radio', { name: '15 min' })).toBeChecked();
  await group.getByText('5 min', { exact: true }).click();
  await expect(group.getByRole('radio', { name: '5 min', exact: true })).toBeChecked();
  await first.close();

  const second = await launch(withSignIn);
  expect(await call(second.page, 'settings.getPreferences')).toMatchObject({ value: { autoLockMinutes: 5 } });
  await expect(accountMenu(second.page)).toBeHidden();
});

test('a page whose process dies comes back without the session', async ({ launch }) => {
  const { app, page } = await launch(withSignIn);
  await signInFirst(page, admin);
  const back = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('render-process-gone', () => contents.once('did-finish-load', () => resolve()));
        contents?.forcefullyCrashRenderer();
      }),
  );
  await back;
  const answer: unknown = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('window.phoenix.access.session({})'),
  );
  expect(answer).toMatchObject({ ok: true, value: { user: null } });
});
