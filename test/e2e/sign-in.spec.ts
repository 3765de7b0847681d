import { call } from './support/bridge';
import {
  accountMenu,
  admin,
  emailField,
  expectWrongPair,
  patient,
  passwordField,
  sendSignIn,
  setFirstPassword,
  signIn,
  signInFirst,
  signOut,
  withSignIn,
} from './support/people';
import { goTo } from './support/pages';
import { expect, test } from './support/test';

test.describe.configure({ timeout: 60_000 });

test('the first admin signs in with the initial password and has to set another one', async ({ launch }) => {
  const { page } = await launch(withSignIn);
  await expect(emailField(page)).toBeFocused();
  expect(await call(page, 'secrets.list', { after: null, limit: 1 })).toMatchObject({
    error: { code: 'unauthenticated' },
  });
  await sendSignIn(page, 'Admin@LocalHost ', admin.given);
  await expect(page.getByRole('heading', { name: 'Set a password' })).toBeVisible(patient);
  // Nothing else is open until then, also past the page.
  expect(await call(page, 'secrets.list', { after: null, limit: 1 })).toMatchObject({
    error: { code: 'password_change_required' },
  });
  for (const refused of ['short', admin.email, 'ADMIN']) {
    await setFirstPassword(page, refused);
    await expect(page.getByLabel('New password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  }
  await page.getByLabel('New password', { exact: true }).fill(admin.own);
  await page.getByLabel('Confirm new password', { exact: true }).fill(`${admin.own}x`);
  await page.keyboard.press('Enter');
  await expect(page.getByText('The two passwords do not match.')).toBeVisible();
  await setFirstPassword(page, admin.own);
  await expect(page.getByRole('button', { name: 'New Secret' })).toBeVisible(patient);

  await signOut(page);
  await expect(emailField(page)).toHaveValue('');
  await sendSignIn(page, admin.email, admin.given);
  await expectWrongPair(page);
  await signIn(page, admin);
});

test('PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD is that of the first start', async ({ launch }) => {
  const given = 'initial-password-of-this-test';
  const first = await launch({ ...withSignIn, PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: given });
  await sendSignIn(first.page, admin.email, admin.given);
  await expectWrongPair(first.page);
  await signInFirst(first.page, { ...admin, given });
  await first.close();
  // Later starts do not set it again.
  const second = await launch({ ...withSignIn, PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: given });
  await signIn(second.page, admin);
});

test('an unknown user and a wrong password get one message, and guessing has to wait, also after a restart', async ({
  launch,
}) => {
  const first = await launch(withSignIn);
  const wrong = { password: 'a wrong password' };
  const ofUnknown = await call(first.page, 'access.signIn', { email: 'nobody@example.com', ...wrong });
  const ofKnown = await call(first.page, 'access.signIn', { email: admin.email, ...wrong });
  expect(ofUnknown).toEqual(ofKnown);
  expect(ofKnown).toMatchObject({ ok: false, error: { code: 'wrong_credentials' } });
  const message = first.page.getByRole('alert');
  for (let failure = 2; failure <= 5; failure += 1) {
    await sendSignIn(first.page, admin.email, `wrong ${failure}`);
    await expectWrongPair(first.page);
  }
  await sendSignIn(first.page, admin.email, admin.given);
  await expect(message).toContainText(/Try again in \d+ seconds/);
  await expect(first.page.getByRole('button', { name: 'Sign in', exact: true })).toBeDisabled();
  await first.close();

  const second = await launch(withSignIn);
  // Also the right one.
  await sendSignIn(second.page, admin.email, admin.given);
  await expect(second.page.getByRole('alert')).toContainText(/Try again in [12]?\d seconds/);
});

test('a reload of the page keeps the session, a new start has none', async ({ launch }) => {
  const first = await launch(withSignIn);
  await signInFirst(first.page, admin);
  await first.page.reload();
  await expect(accountMenu(first.page)).toBeVisible();
  await first.close();
  const second = await launch(withSignIn);
  await expect(emailField(second.page)).toBeVisible();
  await expect(emailField(second.page)).toHaveValue('');
});

test('the account menu is worked by keyboard: own password, sign out', async ({ launch }) => {
  const { page } = await launch(withSignIn);
  await signInFirst(page, admin);
  await accountMenu(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Change password…' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Change password' });
  const own = 'another-password-of-the-admin';
  const fill = async (current: string) => {
    await dialog.getByLabel('Current password', { exact: true }).fill(current);
    await dialog.getByLabel('New password', { exact: true }).fill(own);
    await dialog.getByLabel('Confirm new password', { exact: true }).fill(own);
    await page.keyboard.press('Control+Enter');
  };
  await fill('not the current one');
  await expect(dialog.getByText('That is not your current password.')).toBeVisible();
  await fill(admin.own);
  await expect(dialog).toBeHidden(patient);
  await expect(page.getByText('Password changed')).toBeVisible();

  await accountMenu(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(accountMenu(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(emailField(page)).toBeFocused();
  await sendSignIn(page, admin.email, own);
  await expect(accountMenu(page)).toBeVisible(patient);
});

test('without PHOENIX_ENABLE_AUTH there is no sign-in, no account menu and no owner filter', async ({
  launch,
}) => {
  const { page, put } = await launch();
  await put({ A: 'v' });
  await expect(page.locator('[data-key=A]')).toBeVisible();
  await expect(page.getByRole('radiogroup', { name: 'Owner' })).toBeHidden();
  await expect(accountMenu(page)).toBeHidden();
  await expect(passwordField(page)).toBeHidden();
  await goTo(page, 'Users');
  await expect(page.getByText('Sign-in is off')).toBeVisible();
});
