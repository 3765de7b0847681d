import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ConnectionRow } from '../../src-shared/contract';
import { account, apiKey } from '../support/hostile/phoenix';
import { HostileServer } from '../support/hostile/server';
import { call } from './support/bridge';
import { keyringArgument, keyringIsMissing, openKeyring, type Account } from './support/keyring';
import { exists } from './support/program';
import { connectTo, listRemote } from './support/remote';
import { expect, test, type Launched } from './support/test';

interface Listed {
  readonly connections: ConnectionRow[];
  readonly open: string;
  readonly keychain: { readonly available: boolean; readonly backend: string };
}

let remote: HostileServer;
test.beforeAll(async () => (remote = await HostileServer.start()));
test.afterAll(() => remote.stop());

const connections = async ({ page }: Launched) => (await call<Listed>(page, 'connections.list')).value;
const fileIn = (folder: string) => path.join(folder, 'credentials.json');

/** Files of the whole data folder, Chromium's own too, that hold a text. */
function filesWith(folder: string, text: string): string[] {
  try {
    return execFileSync('grep', ['-rlaF', '--', text, folder], { encoding: 'utf8' }).trim().split('\n');
  } catch {
    return [];
  }
}

test('without a keychain a key lives as long as the program, and in no file', async ({ folder, launch }) => {
  const first = await launch({}, ['--password-store=basic']);
  const id = await connectTo(first.page, remote.url());
  expect(await listRemote(first.page)).toMatchObject({ ok: true });
  expect(await connections(first)).toMatchObject({
    open: id,
    keychain: { available: false, backend: 'basic_text' },
    connections: [{ id, remembered: false }],
  });
  await first.close();
  // The address is kept, so that a search that finds nothing has looked in the right place.
  expect(filesWith(folder, remote.url())).not.toEqual([]);
  expect(filesWith(folder, apiKey)).toEqual([]);
  expect(await exists(fileIn(folder))).toBe(false);

  const second = await launch({}, ['--password-store=basic']);
  expect((await connections(second)).open).toBe('local');
  await call(second.page, 'connections.open', { id });
  expect(await listRemote(second.page)).toMatchObject({ error: { code: 'sign_in_needed', rule: 'missing' } });
});

test.describe('a real keyring', () => {
  const missing = keyringIsMissing();
  test.skip(missing !== null, missing ?? '');

  test('keeps keys and tokens over a start, also while PHOENIX_SECRET is in the environment', async ({
    folder,
    launch,
  }) => {
    test.setTimeout(90_000);
    const keyring: Account = { folder: path.join(folder, '../first'), password: 'pw' };
    const within = async (visit: (launched: Launched) => Promise<void>, owner = keyring) => {
      const session = await openKeyring(owner);
      try {
        const launched = await launch(session.environment, [keyringArgument]);
        await visit(launched);
        await launched.close();
      } finally {
        await session.end();
      }
    };
    let byKey = '';
    let byPassword = '';
    await within(async (launched) => {
      byKey = await connectTo(launched.page, remote.url());
      byPassword = await connectTo(launched.page, remote.url(), {
        name: 'by password',
        signIn: 'password',
        apiKey: null,
        ...account,
      });
      expect(await connections(launched)).toMatchObject({
        keychain: { available: true, backend: 'gnome_libsecret' },
        connections: [{ remembered: true }, { remembered: true }],
      });
    });
    const kept = await readFile(fileIn(folder), 'utf8');
    expect(Object.keys(JSON.parse(kept) as object).sort()).toEqual([byKey, byPassword].sort());
    for (const text of [apiKey, account.password, 'access-', 'refresh-']) {
      expect(filesWith(folder, text), text).toEqual([]);
    }

    const signIns = remote.got('POST /auth/login').length;
    await within(async ({ page }) => {
      for (const id of [byKey, byPassword]) {
        await call(page, 'connections.open', { id });
        expect(await listRemote(page)).toMatchObject({ ok: true });
      }
    });
    expect(remote.got('POST /auth/login')).toHaveLength(signIns);

    // Another keychain: asked for again, and what the first one has is left as it is.
    const before = await readFile(fileIn(folder), 'utf8');
    await within(
      async ({ page }) => {
        await call(page, 'connections.open', { id: byKey });
        expect(await listRemote(page)).toMatchObject({ error: { code: 'sign_in_needed' } });
      },
      { folder: path.join(folder, '../other'), password: 'pw' },
    );
    expect(await readFile(fileIn(folder), 'utf8')).toBe(before);

    await within(async ({ page }) => {
      await call(page, 'connections.open', { id: byKey });
      expect(await listRemote(page)).toMatchObject({ ok: true });
      expect(await call(page, 'connections.remove', { id: byKey })).toMatchObject({ ok: true });
    });
    expect(Object.keys(JSON.parse(await readFile(fileIn(folder), 'utf8')) as object)).toEqual([byPassword]);

    await writeFile(fileIn(folder), 'not what we wrote');
    await within(async ({ page }) => {
      await call(page, 'connections.open', { id: byPassword });
      expect(await listRemote(page)).toMatchObject({ error: { code: 'sign_in_needed' } });
    });
    expect(await readFile(`${fileIn(folder)}.faulty`, 'utf8')).toBe('not what we wrote');
  });
});
