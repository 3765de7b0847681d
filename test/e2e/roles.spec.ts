import { contract, type UserRole } from '../../src-shared/contract';
import { operationNames, type Room } from '../../src-shared/operations';
import { call } from './support/bridge';
import { goTo, row, storeInWindow } from './support/pages';
import {
  admin,
  accountMenu,
  createUser,
  emailField,
  patient,
  personOf,
  signIn,
  signInFirst,
  signOut,
  userRow,
  withSignIn,
} from './support/people';
import { put } from './support/program';
import { ServiceThread } from './support/service-thread';
import { expect, test } from './support/test';

test.describe.configure({ timeout: 120_000 });

const member = personOf('mia');
const viewer = personOf('vera');
const second = personOf('second');

/** All operations that a role may not call, out of the table itself, and those that nobody may. */
const closedTo = (role: UserRole | null): string[] =>
  Object.entries(operationNames).flatMap(([room, names]) =>
    names
      .filter((name) => {
        const operations = contract[room as Room] as unknown as Record<string, { roles: readonly string[] }>;
        const roles = operations[name]?.roles ?? [];
        return roles.length > 0 && (role === null || !roles.includes(role));
      })
      .map((name) => `${room}.${name}`),
  );

test('before sign-in every operation but those of the sign-in answers `unauthenticated`', async ({
  launch,
}) => {
  const { page } = await launch(withSignIn);
  await expect(emailField(page)).toBeVisible();
  const closed = closedTo(null);
  expect(closed).toEqual(expect.arrayContaining(['secrets.list', 'secrets.put', 'settings.get']));
  for (const operation of closed) {
    // Before the input is looked at.
    expect(await call(page, operation, { not: 'its input' }), operation).toMatchObject({
      ok: false,
      error: { code: 'unauthenticated' },
    });
  }
  await page.evaluate(() => (location.hash = '#/secrets'));
  await expect(page.getByRole('link', { name: 'Secrets', exact: true })).toBeHidden();
  await expect(emailField(page)).toBeVisible();
});

test('Members and Viewers land on General, and secrets are closed to them on every way', async ({
  launch,
}) => {
  const { page, url } = await launch(withSignIn);
  await signInFirst(page, admin);
  await storeInWindow(page, 'HIDDEN_FROM_OTHERS', 'v');
  await createUser(page, member, 'MEMBER');
  await createUser(page, viewer, 'VIEWER');
  for (const [person, role, text] of [
    [member, 'MEMBER', 'Only admin or system users can perform this action.'],
    [viewer, 'VIEWER', 'Viewers cannot perform this action.'],
  ] as const) {
    await signOut(page);
    // Where the first admin would go on.
    await page.evaluate(() => (location.hash = '#/secrets'));
    await signInFirst(page, person);
    await expect(page.getByText('Secrets need the Admin role.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'General' })).toHaveAttribute('aria-current', 'page');
    for (const hash of ['#/secrets', '#/users']) {
      await page.evaluate((address) => (location.hash = address), hash);
      await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/general');
      await expect(page.getByRole('heading', { name: 'General', level: 1 })).toBeVisible();
    }
    for (const name of ['Secrets', 'Users']) {
      await expect(page.getByRole('link', { name, exact: true })).toBeHidden();
    }
    for (const shortcut of ['n', '/', 'Control+n']) await page.keyboard.press(shortcut);
    await expect(page.getByRole('dialog')).toBeHidden();
    expect(await page.content()).not.toContain('HIDDEN_FROM_OTHERS');

    const closed = closedTo(role);
    expect(closed).toEqual(expect.arrayContaining(['secrets.list', 'secrets.put', 'access.listUsers']));
    for (const operation of closed) {
      expect(await call(page, operation, { not: 'its input' }), operation).toMatchObject({
        ok: false,
        error: { code: 'forbidden' },
      });
    }
    const system = { name: 'x', kind: 'system', expiresInDays: null };
    expect(await call(page, 'access.createApiKey', system)).toMatchObject({ error: { code: 'forbidden' } });

    // A key of one's own may do what its owner may.
    await goTo(page, 'API Keys');
    await page.getByRole('button', { name: 'New API Key' }).click();
    await expect(page.getByRole('radiogroup', { name: 'Kind' })).toBeHidden();
    await page.getByRole('textbox', { name: 'Name' }).fill(`key of ${person.name}`);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const token = await page.getByRole('textbox', { name: 'API key', exact: true }).inputValue();
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await put(url, { HIDDEN_FROM_OTHERS: null }, token)).toEqual({ status: 403, text });
    // Nobody sees the other one's.
    await expect(page.getByRole('row', { name: /key of/ })).toHaveCount(1);
  }
  await signOut(page);
  await signIn(page, admin);
  await goTo(page, 'API Keys');
  await expect(page.getByRole('row', { name: /key of/ })).toHaveCount(2);
});

test('the owner filter shows what one changed oneself, and is remembered', async ({ launch }) => {
  const first = await launch(withSignIn);
  await signInFirst(first.page, admin);
  await first.put({ OF_A_PROGRAM: 'v' });
  await storeInWindow(first.page, 'OF_MINE', 'v');
  await expect(row(first.page, 'OF_A_PROGRAM')).toContainText(/system/i);
  await expect(row(first.page, 'OF_MINE')).toContainText('admin');
  const filter = first.page.getByRole('radiogroup', { name: 'Owner' });
  await expect(filter.getByRole('radio', { name: 'All secrets' })).toBeChecked();
  await filter.getByText('My secrets', { exact: true }).click();
  await expect(row(first.page, 'OF_A_PROGRAM')).toBeHidden();
  await expect(row(first.page, 'OF_MINE')).toBeVisible();
  // A program takes it over: it is not mine any more.
  await first.put({ OF_MINE: 'of a program' });
  await expect(row(first.page, 'OF_MINE')).toBeHidden();
  await storeInWindow(first.page, 'MINE_AGAIN', 'v');
  await first.close();

  const next = await launch(withSignIn);
  await signIn(next.page, admin);
  await expect(next.page.getByRole('radio', { name: 'My secrets' })).toBeChecked();
  await expect(row(next.page, 'MINE_AGAIN')).toBeVisible();
  await expect(row(next.page, 'OF_MINE')).toBeHidden();
});

test('who loses a role loses it at once: an open dialog, what it holds, and API keys', async ({ launch }) => {
  const { app, page, url } = await launch(withSignIn);
  await signInFirst(page, admin);
  await createUser(page, second, 'ADMIN');
  await signOut(page);
  await signInFirst(page, second);
  await goTo(page, 'API Keys');
  const made = await call<{ token: string }>(page, 'access.createApiKey', {
    name: 'of second',
    kind: 'personal',
    expiresInDays: null,
  });
  const token = made.value.token;
  expect((await put(url, { BY_KEY: 'v' }, token)).status).toBe(200);

  // The first admin in another window, as far as the service can tell.
  const thread = await ServiceThread.watch(app, page);
  const elsewhere = 4_711;
  const credentials = { email: admin.email, password: admin.own };
  expect(await thread.call(elsewhere, 'access.signIn', credentials)).toMatchObject({ ok: true });
  const users = await thread.call<{ users: { id: string; name: string }[] }>(
    elsewhere,
    'access.listUsers',
    {},
  );
  const { id } = users.value.users.find(({ name }) => name === second.name)!;

  await goTo(page, 'Secrets');
  await page.getByRole('button', { name: 'New Secret' }).click();
  await page.getByLabel('Value', { exact: true }).fill('typed-when-demoted');
  expect(await thread.call(elsewhere, 'access.setUserRole', { id, role: 'VIEWER' })).toMatchObject({
    ok: true,
  });
  await expect(page.getByText('Your account was changed. Sign in again.')).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(
    await page.evaluate(() =>
      [...document.querySelectorAll('input,textarea')].map((e) => 'value' in e && e.value),
    ),
  ).not.toContain('typed-when-demoted');
  expect(await call(page, 'secrets.list', { after: null, limit: 1 })).toMatchObject({
    error: { code: 'unauthenticated' },
  });
  expect(await put(url, { BY_KEY: 'again' }, token)).toEqual({
    status: 403,
    text: 'Viewers cannot perform this action.',
  });
  await signIn(page, second);
  await expect(page.getByRole('link', { name: 'Secrets', exact: true })).toBeHidden();

  // A new password, and the end of the account.
  const reset = { id, password: second.given };
  expect(await thread.call(elsewhere, 'access.resetPassword', reset)).toMatchObject({ ok: true });
  await expect(emailField(page)).toBeVisible();
  await signInFirst(page, second);
  expect(await thread.call(elsewhere, 'access.deleteUser', { id })).toMatchObject({ ok: true });
  await expect(emailField(page)).toBeVisible();
  expect((await put(url, { BY_KEY: 'again' }, token)).status).toBe(401);
  // What happened in one window is for that window: the other one is still signed in.
  expect(await thread.call(elsewhere, 'access.session', {})).toMatchObject({ value: { user: { id: '2' } } });
});

test('the Users page: role, password, deletion with what stays; nobody locks all out', async ({ launch }) => {
  const { page } = await launch(withSignIn);
  await signInFirst(page, admin);
  await createUser(page, second, 'MEMBER');
  const line = userRow(page, second);
  await expect(line).toContainText('To be changed');

  await line.getByRole('button', { name: `Role of ${second.name}` }).click();
  await page.getByRole('menuitemradio', { name: 'Admin' }).click();
  await expect(line).toContainText('Admin');

  await line.hover();
  await line.getByRole('button', { name: `Reset password of ${second.name}` }).click();
  const reset = page.getByRole('dialog', { name: `Reset password of ${second.name}` });
  const given = 'given-for-the-second-time';
  await reset.getByLabel('New password', { exact: true }).fill(given);
  await reset.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(reset).toBeHidden(patient);

  // The same name or email twice.
  await page.getByRole('button', { name: 'New User' }).click();
  const dialog = page.getByRole('dialog', { name: 'New User' });
  await dialog.getByRole('textbox', { name: 'Email' }).fill(second.email.toUpperCase());
  await dialog.getByRole('textbox', { name: 'Username' }).fill('somebody');
  await dialog.getByLabel('Password', { exact: true }).fill('a password for it');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByText('Another user has this email.')).toBeVisible(patient);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  // Oneself: no such buttons, and no such operation.
  const own = userRow(page, admin);
  await expect(own.getByRole('button', { name: 'Role of admin' })).toBeHidden();
  await expect(own.getByRole('button', { name: 'Delete admin' })).toBeHidden();
  for (const [operation, input] of [
    ['access.setUserRole', { id: '2', role: 'VIEWER' }],
    ['access.deleteUser', { id: '2' }],
  ] as const) {
    expect(await call(page, operation, input)).toMatchObject({
      error: { code: 'conflict', rule: 'own_account' },
    });
  }

  await signOut(page);
  await signInFirst(page, { ...second, given });
  await goTo(page, 'Secrets');
  await storeInWindow(page, 'STAYS', 'v');
  await signOut(page);
  await signIn(page, admin);
  await expect(row(page, 'STAYS')).toContainText(second.name);
  await goTo(page, 'Users');
  await line.hover();
  await line.getByRole('button', { name: `Delete ${second.name}` }).click();
  const confirm = page.getByRole('dialog', { name: `Delete ${second.name}?` });
  await expect(confirm).toContainText('1 secret stays, without an owner.');
  await expect(confirm.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await confirm.getByRole('button', { name: `Delete ${second.name}` }).click();
  await expect(line).toBeHidden();
  expect(await call(page, 'access.setUserRole', { id: '2', role: 'VIEWER' })).toMatchObject({
    error: { code: 'conflict', rule: 'last_admin' },
  });
  await goTo(page, 'Secrets');
  await expect(row(page, 'STAYS')).toBeVisible();
  await expect(row(page, 'STAYS')).not.toContainText(second.name);
  await expect(accountMenu(page)).toBeVisible();
});
