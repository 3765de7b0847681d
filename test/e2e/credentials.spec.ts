import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { goTo } from './support/pages';
import {
  admin,
  createUser,
  expectWrongPair,
  personOf,
  sendSignIn,
  signInFirst,
  signOut,
  withSignIn,
} from './support/people';
import { adminSecret, phoenixSecret } from './support/program';
import { ServiceThread } from './support/service-thread';
import { expect, test } from './support/test';

test.describe.configure({ timeout: 60_000 });

/** Which of the texts stand in a file of a folder, plain or as base64. */
async function found(folder: string, texts: readonly string[]): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const hits: string[] = [];
  for (const file of files.filter((entry) => entry.isFile())) {
    const content = await readFile(path.join(file.parentPath, file.name));
    for (const text of texts) {
      const forms = [
        Buffer.from(text),
        Buffer.from(text, 'utf16le'),
        Buffer.from(btoa(text).replace(/=+$/, '')),
      ];
      if (forms.some((form) => content.includes(form))) hits.push(`${file.name}: ${text}`);
    }
  }
  return hits;
}

test('passwords and tokens are nowhere: files, terminal, page, what the service tells the window', async ({
  folder,
  launch,
}) => {
  const initial = 'initial-password-canary';
  const wrong = 'wrong-password-canary';
  const person = personOf('canary');
  const { app, page, printed, close } = await launch({
    ...withSignIn,
    PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: initial,
  });
  const thread = await ServiceThread.watch(app, page);
  await sendSignIn(page, admin.email, wrong);
  await expectWrongPair(page);
  await signInFirst(page, { ...admin, given: initial });
  await createUser(page, person, 'MEMBER');
  await goTo(page, 'API Keys');
  await page.getByRole('button', { name: 'New API Key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('canary');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const token = await page.getByRole('textbox', { name: 'API key', exact: true }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await signOut(page);
  await signInFirst(page, person);
  const passwords = [initial, wrong, admin.own, person.given, person.own];
  const all = [...passwords, token, phoenixSecret, adminSecret];

  const shown = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')] as HTMLInputElement[];
    const stores = [localStorage, sessionStorage].map((store) => JSON.stringify(store));
    return [document.documentElement.outerHTML, ...fields.map(({ value }) => value), ...stores].join('\n');
  });
  const received = await thread.received();
  expect(received).toContain(person.email);
  // A token is told once, to whoever made it.
  expect(received.split(token)).toHaveLength(2);
  for (const text of all) expect(shown, text).not.toContain(text);
  for (const text of all.filter((each) => each !== token)) expect(received, text).not.toContain(text);
  // While it runs (with the WAL) and after its end.
  expect(await found(folder, all)).toEqual([]);
  await close();
  expect(await found(folder, all)).toEqual([]);
  for (const text of all) expect(printed(), text).not.toContain(text);
});
