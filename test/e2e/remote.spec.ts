import { consent } from '../support/phoenix-consent';
import { fillSecrets, graphql, logIn, makePeople } from '../support/phoenix-people';
import { phoenixAdminSecret, startPhoenix, type TestPhoenix } from '../support/phoenix-server';
import { expectAccessibleInBoth } from './support/axe';
import { standInForOpener } from './support/opener';
import { keyField, row, rows, save, valueField } from './support/pages';
import { adminSecret, phoenixSecret } from './support/program';
import { connectTo } from './support/remote';
import { expect, test } from './support/test';
import { chooseWay, openAddConnection, saveAndConnect, switcher, switchTo } from './support/window';

// The window on a real Phoenix server.

const cleanups: (() => void | Promise<void>)[] = [];
let server: TestPhoenix;
let people: Awaited<ReturnType<typeof makePeople>>;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await startPhoenix({ cleanup: (clean) => cleanups.push(clean) });
  people = await makePeople(server);
  const secrets = Array.from({ length: 271 }, (_, index) => ({
    key: `KEY_${String(index).padStart(3, '0')}`,
    value: 'canary-value-of-the-server',
  }));
  await fillSecrets(server, secrets);
});
test.afterAll(async () => {
  for (const clean of cleanups.reverse()) await clean();
});
// A real server and a window on two cores.
test.beforeEach(() => test.setTimeout(60_000));

/** What the server has under a key now; null when nothing. */
async function onServer(
  key: string,
): Promise<{ updatedAt: string; user: { username: string } | null } | null> {
  const { secrets } = await graphql<{
    secrets: { edges: { node: { updatedAt: string; user: { username: string } | null } }[] };
  }>(
    server,
    'query($keys:[String!]){secrets(keys:$keys){edges{node{updatedAt user{username}}}}}',
    { keys: [key] },
    phoenixAdminSecret,
  );
  return secrets.edges[0]?.node ?? null;
}

test('a server is added by hand, tested, and all of its secrets are worked on as if they were here', async ({
  launch,
}) => {
  const { page, put } = await launch();
  await put({ ONLY_HERE: 'v' });
  await expect(row(page, 'ONLY_HERE')).toBeVisible();
  const dialog = await openAddConnection(page, server.url, 'real');
  await chooseWay(dialog, 'API key');
  await dialog.getByRole('textbox', { name: 'API key' }).fill(people.ADMIN.apiKey);
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Connected in' })).toContainText(
    'Phoenix 20.26.1 · signed in as a admin · Admin · 271 secrets',
  );
  await saveAndConnect(page, dialog, 'real');
  expect(await page.content()).not.toContain(people.ADMIN.apiKey);

  await expect(page.getByText('271', { exact: true })).toBeVisible();
  await expect(row(page, 'ONLY_HERE')).toHaveCount(0);
  // Beyond the 100 that the server's own page loads.
  await page.getByRole('searchbox').fill('KEY_270');
  await expect(rows(page)).toHaveCount(1);
  await row(page, 'KEY_270').hover();
  await page.getByRole('button', { name: 'Replace KEY_270' }).click();
  await valueField(page).fill('canary-typed');
  await save(page).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect.poll(async () => (await onServer('KEY_270'))?.user?.username).toBe('a admin');

  await row(page, 'KEY_270').focus();
  await page.keyboard.press('Delete');
  const question = page.getByRole('dialog', { name: 'Delete KEY_270?' });
  await expect(question).toContainText('This can’t be undone.');
  await expect(question).toContainText('environment variable');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await question.getByRole('button', { name: 'Delete KEY_270' }).click();
  await expect(row(page, 'KEY_270')).toHaveCount(0);
  expect(await onServer('KEY_270')).toBeNull();
  await page.getByRole('searchbox').fill('');
  await expect(page.getByText('270', { exact: true })).toBeVisible();

  await switchTo(page, 'real', 'Local store');
  await expect(rows(page)).toHaveCount(1);
  await expect(row(page, 'ONLY_HERE')).toBeVisible();
});

test('the menu of connections is worked with the keyboard', async ({ launch }) => {
  const { page } = await launch();
  await connectTo(page, server.url, { name: 'real', apiKey: people.ADMIN.apiKey });
  await expect(switcher(page, 'real')).toBeVisible();
  await switcher(page, 'real').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: 'real' })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(page.getByRole('menuitemradio', { name: 'Local store' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(switcher(page, 'Local store')).toBeFocused();
  await page.keyboard.press('Control+2');
  await expect(switcher(page, 'real')).toBeVisible();
  await page.keyboard.press('Control+1');
  await expect(switcher(page, 'Local store')).toBeVisible();
});

test('a sign-in that ends while a value is typed is made again, and the value is saved', async ({
  launch,
}) => {
  const launched = await launch();
  const { page } = launched;
  const { email, password } = people.ADMIN;
  const dialog = await openAddConnection(page, server.url, 'by password');
  await chooseWay(dialog, 'Email and password');
  await dialog.getByRole('textbox', { name: 'Email' }).fill(email);
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await saveAndConnect(page, dialog, 'by password');
  await expect(row(page, 'KEY_000')).toBeVisible();

  await page.getByRole('button', { name: 'New Secret' }).click();
  await keyField(page).fill('TYPED_BEFORE');
  await valueField(page).fill('canary-typed');
  // Signing out anywhere ends every session of that person.
  await fetch(`${server.url}/auth/logout`, {
    headers: { cookie: `phoenix-access-token=${await logIn(server, email, password)}` },
    redirect: 'manual',
  });
  await save(page).click();
  const signIn = page.getByRole('dialog', { name: 'Sign in to by password' });
  await expect(signIn).toBeVisible();
  expect(await onServer('TYPED_BEFORE')).toBeNull();
  await signIn.getByLabel('Password', { exact: true }).fill('wrong');
  await page.keyboard.press('Enter');
  await expect(signIn.getByRole('alert')).toBeVisible();
  await expectAccessibleInBoth(launched, 'sign-in to a server with a fault');
  await signIn.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('searchbox').fill('TYPED_BEFORE');
  await expect(row(page, 'TYPED_BEFORE')).toBeVisible();
  expect(await onServer('TYPED_BEFORE')).not.toBeNull();
});

test('a member sees why there are no secrets, and General instead', async ({ launch }) => {
  const launched = await launch();
  const { page } = launched;
  await connectTo(page, server.url, { name: 'real', apiKey: people.MEMBER.apiKey });
  await expect(page.getByText('Secrets on real need the Admin role.')).toBeVisible();
  await expect(page.getByText('You are signed in there as a Member.')).toBeVisible();
  await page.evaluate(() => (location.hash = '#/secrets'));
  await expect(page.getByRole('link', { name: 'General', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await expect(rows(page)).toHaveCount(0);
  await expect(page.getByText('Secrets on real need the Admin role.')).toBeVisible();
  await expectAccessibleInBoth(launched, 'General with the role that is needed');
});

test('production asks once more, and one key press never does both', async ({ launch }) => {
  const { page } = await launch();
  await connectTo(page, server.url, { name: 'prod', label: 'production', apiKey: people.ADMIN.apiKey });
  await page.getByRole('searchbox').fill('ON_PRODUCTION');
  await page.getByRole('button', { name: 'New Secret' }).first().click();
  await keyField(page).fill('ON_PRODUCTION');
  await valueField(page).fill('canary-typed');
  await page.keyboard.press('Control+Enter');
  const { host } = new URL(server.url);
  await expect(
    page.getByRole('alert').filter({ hasText: `This is production: prod (${host}).` }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back', exact: true })).toBeFocused();
  expect(await onServer('ON_PRODUCTION')).toBeNull();
  await page.keyboard.press('Enter');
  await expect(valueField(page)).toHaveValue('canary-typed');
  await save(page).click();
  await page.getByRole('button', { name: 'Save to production' }).click();
  await expect(row(page, 'ON_PRODUCTION')).toBeVisible();

  await row(page, 'ON_PRODUCTION').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Delete ON_PRODUCTION' }).last().click();
  await expect(page.getByRole('button', { name: 'Back', exact: true })).toBeFocused();
  expect(await onServer('ON_PRODUCTION')).not.toBeNull();
  await page.getByRole('button', { name: 'Delete on production' }).click();
  await expect(row(page, 'ON_PRODUCTION')).toHaveCount(0);
  expect(await onServer('ON_PRODUCTION')).toBeNull();
});

test('what somebody else changed meanwhile is told before it is overwritten', async ({ launch }) => {
  const launched = await launch();
  const { page } = launched;
  await fillSecrets(server, [{ key: 'CONTESTED', value: 'first' }]);
  await connectTo(page, server.url, { name: 'real', apiKey: people.ADMIN.apiKey });
  await page.getByRole('searchbox').fill('CONTESTED');
  await row(page, 'CONTESTED').hover();
  await page.getByRole('button', { name: 'Replace CONTESTED' }).click();
  await valueField(page).fill('canary-typed');
  const seen = (await onServer('CONTESTED'))?.updatedAt;
  // A server's clock for this counts whole seconds.
  await expect
    .poll(async () => {
      await fillSecrets(server, [{ key: 'CONTESTED', value: 'second' }]);
      return (await onServer('CONTESTED'))?.updatedAt;
    })
    .not.toBe(seen);
  await save(page).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('System changed CONTESTED', {
    timeout: 15_000,
  });
  await expect(valueField(page)).toHaveValue('canary-typed');
  expect((await onServer('CONTESTED'))?.user?.username).toBe('system');
  await expectAccessibleInBoth(launched, 'Replace what was changed meanwhile');
  await page.getByRole('button', { name: 'Replace anyway' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect((await onServer('CONTESTED'))?.user?.username).toBe('a admin');
});

test('one signs in with the system’s browser, which gets no secret of ours', async ({ folder, launch }) => {
  const opener = await standInForOpener(folder);
  const launched = await launch({
    ...opener.environment,
    PHOENIX_API_KEY: 'canary-of-the-shell',
    OPENAI_API_KEY: 'canary-of-the-shell',
  });
  const { page } = launched;
  const dialog = await openAddConnection(page, server.url, 'by browser');
  // It is offered once the server was asked what it has.
  await dialog.getByRole('textbox', { name: 'Name' }).focus();
  await chooseWay(dialog, 'Browser');
  await dialog.getByRole('button', { name: 'Save and connect' }).click();
  await expect(dialog.getByText('Waiting for the browser')).toBeVisible();
  await expectAccessibleInBoth(launched, 'waiting for the browser');
  await expect.poll(() => opener.opened()).toHaveLength(1);
  const [{ what: url, environment } = { what: '', environment: '' }] = await opener.opened();
  expect(environment).toContain('PATH=');
  for (const canary of [phoenixSecret, adminSecret, 'canary-of-the-shell', 'PHOENIX_']) {
    expect(environment).not.toContain(canary);
  }
  const shown = await consent(server, url, { ...people.ADMIN, approved: true });
  expect(shown.status).toBe(200);
  await expect(dialog).toBeHidden();
  await expect(switcher(page, 'by browser')).toBeVisible();
  await expect(row(page, 'KEY_000')).toBeVisible();
});

test('a server that asks nobody who they are needs no sign-in', async ({ launch }) => {
  test.setTimeout(180_000);
  const open = await startPhoenix({ authentication: false, cleanup: (clean) => cleanups.push(clean) });
  await fillSecrets(open, [{ key: 'OPEN_KEY', value: 'v' }], null);
  const { page } = await launch();
  const dialog = await openAddConnection(page, open.url, 'open');
  await chooseWay(dialog, 'No sign-in');
  await saveAndConnect(page, dialog, 'open');
  await expect(row(page, 'OPEN_KEY')).toBeVisible();
  // Nobody has a name there, so nobody's own secrets can be told from others'.
  await expect(page.getByText('My Secrets')).toBeHidden();
  await open.stop();
});
