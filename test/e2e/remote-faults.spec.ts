import type { Page } from '@playwright/test';
import * as faults from '../support/hostile/faults';
import { account, apiKey, json } from '../support/hostile/phoenix';
import { HostileServer } from '../support/hostile/server';
import { expectAccessibleInBoth } from './support/axe';
import { keyField, keysShown, row, rows, save, valueField } from './support/pages';
import { connectTo } from './support/remote';
import { expect, test } from './support/test';
import { comeBack, listAlert, openAddConnection, saveAndConnect, switcher, switchTo } from './support/window';

// The window when the other side is bad: what a real server cannot be made to do.

let remote: HostileServer;
test.beforeEach(async () => {
  test.setTimeout(90_000);
  remote = await HostileServer.start();
  remote.phoenix.fill({ FIRST: {}, SECOND: {}, THIRD: {} });
});
test.afterEach(() => remote.stop());

/** Until the list was read again and its message is there: a window that comes back reads it after a rest. */
async function expectAlert(page: Page, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await comeBack(page);
    await expect(listAlert(page)).toContainText(text, { timeout: 500 });
  }).toPass({ timeout: 45_000 });
}

/** All is well again, by the button beside the message. */
async function recover(page: Page): Promise<void> {
  remote.behave();
  // It tries by itself, too, and may be quicker.
  const tryNow = page.locator('main').getByRole('button', { name: 'Try now' });
  await tryNow.click({ timeout: 1_000 }).catch(() => undefined);
  await expect(listAlert(page)).toHaveCount(0, { timeout: 10_000 });
}

test('each fault of a server is a message with what to do, above the list as it was', async ({ launch }) => {
  test.setTimeout(300_000);
  const { page, put } = await launch();
  await put({ ONLY_HERE: 'v' });
  await connectTo(page, remote.url(), { name: 'bad' });
  await expect(rows(page)).toHaveCount(3);
  const { host } = new URL(remote.url());
  const elsewhere = 'http://127.0.0.1:9/';
  const table: [faults.Fault, RegExp][] = [
    [faults.half, /Can’t reach .* The connection broke off\./],
    [faults.hangUp, /Can’t reach .* The connection broke off\./],
    [faults.failing(429, { 'retry-after': '3600' }), /asks to slow down/],
    [faults.failing(500), /failed\./],
    [faults.failing(502), /failed\./],
    [faults.failing(503), /failed\./],
    [faults.failing(507), /can’t write/],
    [faults.page, /is not a Phoenix server\. It answers with a web page/],
    [faults.otherShape, /has another form than Phoenix gives/],
    [faults.flood, /is too large/],
    [faults.bomb, /is too large/],
    [faults.redirect(302, elsewhere), /sends requests to another address, which is not followed/],
    [faults.redirect(308, '/elsewhere'), /sends requests to another address, which is not followed/],
  ];
  for (const [fault, text] of table) {
    remote.misbehave(fault);
    await expectAlert(page, text);
    await expect(listAlert(page)).toContainText(host);
    await expect(listAlert(page)).toContainText(/Showing the keys seen at .* Changes are off\./);
    expect(await keysShown(page)).toEqual(['FIRST', 'SECOND', 'THIRD']);
    await expect(page.getByRole('button', { name: 'New Secret' })).toBeDisabled();
    await recover(page);
  }
  await remote.stop();
  await expectAlert(page, /Can’t reach .* It refused the connection/);
  expect(await keysShown(page)).toEqual(['FIRST', 'SECOND', 'THIRD']);
  // No text of the server is on the page, and nothing of it has touched what is here.
  expect(await page.content()).not.toContain('canary of an error body');
  await switchTo(page, 'bad', 'Local store');
  await expect.poll(() => keysShown(page)).toEqual(['ONLY_HERE']);
});

test('a server that is too old for secrets is named with its version and the one that is needed', async ({
  launch,
}) => {
  const { page } = await launch();
  remote.misbehave(faults.tooOld);
  const dialog = await openAddConnection(page, remote.url(), 'old');
  await dialog.getByRole('textbox', { name: 'API key' }).fill(apiKey);
  await saveAndConnect(page, dialog, 'old');
  await expect(listAlert(page)).toContainText(
    /runs Phoenix 9\.6\.1, which has no secrets\. Phoenix .* or newer is needed/,
  );
  await expect(page.getByRole('button', { name: 'New Secret' })).toBeDisabled();
});

for (const kind of ['same', 'new'] as const) {
  test(`a list without an end is given up, each page the ${kind} one`, async ({ launch }) => {
    const { page } = await launch();
    await connectTo(page, remote.url(), { name: 'bad' });
    remote.misbehave(faults.endless(kind));
    await expectAlert(page, 'does not end');
  });
}

test('a busy moment is waited out, and nobody notices', async ({ launch }) => {
  const { page } = await launch();
  await connectTo(page, remote.url(), { name: 'bad' });
  await expect(rows(page)).toHaveCount(3);
  const first = remote.requests.length;
  remote.phoenix.fill({ FOURTH: {} });
  remote.misbehave(faults.failingAtFirst(2, 503, { 'retry-after': '1' }), /graphql/);
  await expect(async () => {
    await comeBack(page);
    await expect(rows(page)).toHaveCount(4, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  expect(remote.requests.length).toBeGreaterThan(first + 2);
  await expect(listAlert(page)).toHaveCount(0);
});

test('a write whose answer never comes says what a look has found; what was typed stays', async ({
  launch,
}) => {
  const { page } = await launch();
  await connectTo(page, remote.url(), { name: 'bad' });
  await expect(rows(page)).toHaveCount(3);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New Secret' }).click();
  await keyField(page).fill('NEVER_ANSWERED');
  await valueField(page).fill('canary-typed');
  remote.misbehave(faults.muteWrite('not applied', 'hang up'));
  await save(page).click();
  await expect(dialog.getByRole('alert')).toContainText(
    'NEVER_ANSWERED had not changed when this was looked at',
  );
  await expect(valueField(page)).toHaveValue('canary-typed');
  expect(remote.got('PUT /v1/secrets')).toHaveLength(1);

  remote.misbehave(faults.muteWrite('applied', 'hang up'));
  await save(page).click();
  await expect(dialog.getByRole('alert')).toContainText('it was most likely saved');
  await expect(valueField(page)).toHaveValue('canary-typed');
  expect(remote.got('PUT /v1/secrets')).toHaveLength(2);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(row(page, 'NEVER_ANSWERED')).toBeVisible();
});

test('an answer that lists other keys is no success, and an error that repeats the value is not shown', async ({
  launch,
}) => {
  const { page } = await launch();
  await connectTo(page, remote.url(), { name: 'bad' });
  await expect(rows(page)).toHaveCount(3);
  const alert = page.getByRole('dialog').getByRole('alert');
  await page.getByRole('button', { name: 'New Secret' }).click();
  await valueField(page).fill('canary-typed');
  for (const kind of ['drops a key', 'adds a key', 'swaps the lists'] as const) {
    remote.misbehave(faults.lie(kind));
    // By now the one before is there, whatever was told of it.
    await keyField(page).fill(`TOLD_${kind.replaceAll(' ', '_').toUpperCase()}`);
    await expect(alert).toHaveCount(0);
    await save(page).click();
    await expect(alert).toContainText('names other keys than were sent');
    await expect(valueField(page)).toHaveValue('canary-typed');
  }
  remote.misbehave(faults.echo);
  await keyField(page).fill('ECHOED');
  await save(page).click();
  await expect(alert).toContainText('Not saved.');
  await expect(page.locator('body')).not.toContainText('canary-typed');
  expect(remote.got('PUT /v1/secrets')).toHaveLength(4);
});

test('names with markup and control characters are texts', async ({ launch }) => {
  const { page } = await launch();
  const hostile = {
    '<img src=x onerror=window.marked=1>': {
      user: { id: 'a', username: '<b>admin</b><script>window.marked=1</script>' },
    },
    'RLO_\u202eYEK_': { user: { id: 'b', username: 'a\u0000b\u001b[31mc\u200d\u202e' } },
    ['LONG_'.repeat(800)]: { user: { id: 'c', username: 'x'.repeat(20_000) } },
    BROKEN: { parseError: '<svg onload=window.marked=1>\r\nSet-Cookie: a=b' },
  };
  remote.phoenix.fill(hostile);
  await connectTo(page, remote.url(), { name: 'bad' });
  await expect(row(page, 'FIRST')).toBeVisible();
  await expect(row(page, 'BROKEN')).toContainText('<svg onload=window.marked=1>');
  await expect(rows(page)).toHaveCount(3 + Object.keys(hostile).length);
  expect(await page.evaluate(() => 'marked' in window)).toBe(false);
  expect(await page.locator('main script, main img, main svg[onload]').count()).toBe(0);
  // One row that is out of bounds must not push the window apart.
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});

test('credentials that are not taken any more are asked for, and the list stays', async ({ launch }) => {
  const launched = await launch();
  const { page } = launched;
  await connectTo(page, remote.url(), { name: 'bad', signIn: 'password', apiKey: null, ...account });
  await expect(rows(page)).toHaveCount(3);
  // The access token ends alone: renewed without a word, once for all that wait.
  remote.phoenix.forgetSessions(false);
  remote.phoenix.fill({ FOURTH: {} });
  await expect(async () => {
    await comeBack(page);
    await expect(rows(page)).toHaveCount(4, { timeout: 500 });
  }).toPass();
  expect(remote.got('POST /auth/refresh')).toHaveLength(1);

  remote.phoenix.forgetSessions(true);
  await expectAlert(page, 'asks who you are');
  expect(await keysShown(page)).toEqual(['FIRST', 'FOURTH', 'SECOND', 'THIRD']);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to bad' });
  await expect(dialog).toBeVisible();
  await expectAccessibleInBoth(launched, 'sign-in to a server');
  await dialog.getByLabel('Password', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(listAlert(page)).toHaveCount(0);
});

test('a wrong key, a page that is no server and a name that nobody has are told in the dialog', async ({
  launch,
}) => {
  const { page } = await launch();
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  await page.getByRole('button', { name: 'Add connection' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add connection' });
  const url = dialog.getByRole('textbox', { name: 'URL' });
  const key = dialog.getByRole('textbox', { name: 'API key' });
  await url.fill(remote.url());
  await key.fill('not-the-key');
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('The server does not take this API key.')).toBeVisible();
  await expect(key).toHaveValue('not-the-key');

  await key.fill(apiKey);
  remote.misbehave(faults.page);
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText('is not a Phoenix server');
  await url.fill('http://no-such-host.invalid');
  await dialog.getByText('Use plain http all the same').click();
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText('There is no computer of this name');
  await expect(key).toHaveValue(apiKey);

  remote.behave();
  await url.fill(remote.url());
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(switcher(page, new URL(remote.url()).host)).toBeVisible();
});

test('while it is not known what reads the secrets, nobody says that nothing does', async ({ launch }) => {
  const { page } = await launch();
  const failOn = (parts: RegExp, fault: faults.Fault): void =>
    remote.misbehave(
      (exchange) =>
        parts.test(exchange.request.body) ? fault(exchange) : exchange.phoenix.answer(exchange.request),
      /graphql/,
    );
  failOn(/modelProviders|sandbox|agentsConfig|prompts/, faults.failing(500));
  await connectTo(page, remote.url(), { name: 'bad' });
  await expect(rows(page)).toHaveCount(3);
  await expect(row(page, 'FIRST')).toContainText('Not known');
  const unknown = page.locator('main').getByText('What reads these keys is not known.');
  await expect(unknown).toBeVisible();
  await expect(page.getByText('Not used')).toHaveCount(0);

  await row(page, 'FIRST').focus();
  await page.keyboard.press('Delete');
  const question = page.getByRole('dialog', { name: 'Delete FIRST?' });
  const tryNow = question.getByRole('button', { name: 'Try now' });
  await expect(question).toContainText(/What reads this key is not known\. .* failed\./);
  failOn(/prompts/, () => json(200, { data: null, errors: [{ message: 'an unexpected error occurred' }] }));
  await tryNow.click();
  await expect(question).toContainText(
    'Not everything that reads this key is known. The server gave no answer about prompts.',
  );
  await expect(question).not.toContainText('Nothing that is known');
  remote.behave();
  await tryNow.click();
  // The question follows what is known by now.
  await expect(question).toContainText('Nothing that is known of bad reads this key.');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row(page, 'FIRST')).toContainText('Not used');
  await expect(unknown).toHaveCount(0);
});
