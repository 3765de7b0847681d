import type { Locator } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SecretPage, SettingsOutput } from '../../src-shared/contract';
import { expectAccessibleInBoth } from './support/axe';
import { call } from './support/bridge';
import { keyringArgument, keyringIsMissing, openKeyring, type Account } from './support/keyring';
import { goTo, storeInWindow } from './support/pages';
import { phoenixSecret, type Environment } from './support/program';
import { openStore } from './support/store';
import { expect, test, type Launched } from './support/test';

const missing = keyringIsMissing();
/** A desktop program: nothing in the environment. */
const bare: Environment = { PHOENIX_SECRET: undefined, PHOENIX_ADMIN_SECRET: undefined };
const own = 'k3ychain-of-the-window-tests-0123456789';

const encryptionOf = async ({ page }: Launched) =>
  (await call<SettingsOutput>(page, 'settings.get')).value.encryption;

const unreadableOf = async ({ page }: Launched) =>
  (await call<SecretPage>(page, 'secrets.list', { after: null, limit: 100 })).value.rows.map(
    ({ key, unreadable }) => [key, unreadable],
  );

/** The rows as they lie on the disk. */
function storedRows(folder: string): unknown[] {
  const store = openStore(folder);
  try {
    return store.prepare('SELECT * FROM secrets ORDER BY key').all();
  } finally {
    store.close();
  }
}

test.describe('a real keyring', () => {
  test.skip(missing !== null, missing ?? '');

  test('keeps the key over two starts; another keyring is named and changes nothing', async ({
    folder,
    launch,
  }) => {
    test.setTimeout(90_000);
    const file = path.join(folder, 'keychain.json');
    const first: Account = { folder: path.join(folder, '../first'), password: 'of the first' };
    const other: Account = { folder: path.join(folder, '../other'), password: 'of the other' };
    const within = async (account: Account, visit: (launched: Launched) => Promise<void>) => {
      const session = await openKeyring(account);
      try {
        const launched = await launch({ ...bare, ...session.environment }, [keyringArgument]);
        await visit(launched);
        await launched.close();
      } finally {
        await session.end();
      }
    };

    await within(first, async (launched) => {
      const { page } = launched;
      await storeInWindow(page, 'BEFORE', 'written with the public key');
      expect(await encryptionOf(launched)).toMatchObject({
        key: 'fallback',
        source: 'none',
        keychain: { available: true, backend: 'gnome_libsecret', unopenedFrom: null },
      });
      await setKeyInWindow(launched, own);
      expect(await encryptionOf(launched)).toMatchObject({ key: 'own', source: 'keychain', unreadable: 0 });
      await goTo(page, 'Secrets');
      await storeInWindow(page, 'AFTER', 'written with the own key');
      expect(await unreadableOf(launched)).toEqual([
        ['AFTER', null],
        ['BEFORE', null],
      ]);
      // It is set once.
      expect(await call(page, 'settings.setEncryptionKey', { secret: null })).toMatchObject({
        error: { code: 'conflict', rule: 'already_set' },
      });
    });
    const entry = await readFile(file, 'utf8');
    expect(entry).not.toContain(own);
    expect(JSON.parse(entry)).toMatchObject({ backend: 'gnome_libsecret' });
    const stored = storedRows(folder);
    const database = await readFile(path.join(folder, 'secrets.db'));

    // A new session bus, the same keyring.
    await within(first, async (launched) => {
      expect(await encryptionOf(launched)).toMatchObject({ key: 'own', source: 'keychain', unreadable: 0 });
      await goTo(launched.page, 'General');
      await expect(launched.page.getByText('GNOME Keyring')).toBeVisible();
    });

    await within(other, async (launched) => {
      const { page } = launched;
      expect(await encryptionOf(launched)).toMatchObject({
        source: 'keychain',
        unreadable: 2,
        keychain: { backend: 'gnome_libsecret', unopenedFrom: 'gnome_libsecret' },
      });
      expect(await unreadableOf(launched)).toEqual([
        ['AFTER', 'other_secret'],
        ['BEFORE', 'other_secret'],
      ]);
      const put = { secrets: [{ key: 'LATER', value: 'v' }] };
      expect(await call(page, 'secrets.put', put)).toMatchObject({ error: { code: 'key_unavailable' } });
      expect(await call(page, 'settings.setEncryptionKey', { secret: null })).toMatchObject({
        error: { code: 'conflict' },
      });
      await goTo(page, 'General');
      await expect(page.getByText('The keychain does not give PHOENIX_SECRET out')).toBeVisible();
    });
    expect((await readFile(path.join(folder, 'secrets.db'))).equals(database)).toBe(true);
    expect(storedRows(folder)).toEqual(stored);
    expect(await readFile(file, 'utf8')).toBe(entry);

    await within(first, async (launched) => {
      expect(await unreadableOf(launched)).toEqual([
        ['AFTER', null],
        ['BEFORE', null],
      ]);
    });
    expect(storedRows(folder)).toEqual(stored);
  });

  test('a --headless service reads it or says that it cannot; the environment wins over it', async ({
    folder,
    launch,
    start,
  }) => {
    test.setTimeout(60_000);
    const account: Account = { folder: path.join(folder, '../first'), password: 'pw' };
    const session = await openKeyring(account);
    try {
      const environment = { ...bare, ...session.environment };
      const launched = await launch(environment, [keyringArgument]);
      await setMadeKeyInWindow(launched);
      await launched.close();

      const service = start(['--headless', keyringArgument], environment);
      await expect.poll(() => service.lines.join('\n')).toContain('serving');
      expect(service.stderr).not.toContain('PHOENIX_SECRET is not set');
      service.signal('SIGTERM');
      expect(await service.ended).toBe(0);

      const given = await launch({ ...environment, PHOENIX_SECRET: phoenixSecret }, [keyringArgument]);
      expect(await encryptionOf(given)).toMatchObject({ source: 'environment', key: 'own' });
      expect(await call(given.page, 'settings.setEncryptionKey', { secret: null })).toMatchObject({
        error: { code: 'conflict', rule: 'set_by_environment' },
      });
    } finally {
      await session.end();
    }

    const elsewhere = await openKeyring({ folder: path.join(folder, '../other'), password: 'pw' });
    try {
      const service = start(['--headless', keyringArgument], { ...bare, ...elsewhere.environment });
      await expect.poll(() => service.lines.join('\n')).toContain('serving');
      expect(service.stderr).toContain(
        'the keychain does not give PHOENIX_SECRET out: gnome_libsecret wrote',
      );
      expect(service.stderr).not.toContain('PHOENIX_SECRET is not set');
      service.signal('SIGTERM');
      expect(await service.ended).toBe(0);
    } finally {
      await elsewhere.end();
    }
  });
});

test('without a keychain the page says why no key is kept, and what to do', async ({ launch }) => {
  test.skip(process.platform !== 'linux', 'the others have one keychain, which is always there');
  const launched = await launch(bare, ['--password-store=basic']);
  expect((await encryptionOf(launched)).keychain).toEqual({
    available: false,
    backend: 'basic_text',
    unopenedFrom: null,
  });
  await goTo(launched.page, 'General');
  await expect(launched.page.getByText('this system has no keychain that protects it')).toBeVisible();
  await expect(launched.page.getByRole('button', { name: 'Set encryption key…' })).toBeHidden();
  expect(await call(launched.page, 'settings.setEncryptionKey', { secret: null })).toMatchObject({
    error: { code: 'conflict', rule: 'no_keychain' },
  });
});

async function openKeyDialog({ page }: Launched): Promise<Locator> {
  await goTo(page, 'General');
  await page.getByRole('button', { name: 'Set encryption key…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set encryption key' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** By the dialog, which is looked at on the way. */
async function setKeyInWindow(launched: Launched, secret: string): Promise<void> {
  const dialog = await openKeyDialog(launched);
  await expectAccessibleInBoth(launched, 'Set encryption key');
  await dialog.getByLabel('PHOENIX_SECRET', { exact: true }).fill('short');
  await dialog.getByRole('button', { name: /^Set key/ }).click();
  await expectAccessibleInBoth(launched, 'Set encryption key with faults');
  await dialog.getByLabel('PHOENIX_SECRET', { exact: true }).fill(secret);
  await dialog.getByRole('button', { name: /^Set key/ }).click();
  await expect(dialog).toBeHidden();
}

/** As {@link setKeyInWindow} with a key that is made there, and shown once. */
async function setMadeKeyInWindow(launched: Launched): Promise<void> {
  const dialog = await openKeyDialog(launched);
  await dialog.getByRole('button', { name: 'Generate one' }).click();
  await expectAccessibleInBoth(launched, 'Set encryption key, one to be made');
  await dialog.getByRole('button', { name: /^Set key/ }).click();
  await expect(dialog.getByText('It is shown only now.')).toBeVisible();
  await expectAccessibleInBoth(launched, 'encryption key shown once');
  await dialog.getByRole('checkbox').click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
}
