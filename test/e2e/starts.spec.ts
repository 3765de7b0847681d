import AxeBuilder from '@axe-core/playwright';
import type { ElectronApplication, Page } from '@playwright/test';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { goTo, row, storeInWindow } from './support/pages';
import { adminSecret, endpointOf, phoenixSecret, type Environment } from './support/program';
import { expect, openProgram, test } from './support/test';

interface Failed {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly code: Promise<number | null>;
}

/** A start that ends in the error window. */
async function failingStart(folder: string, more: Environment = {}): Promise<Failed> {
  const app = await openProgram(folder, more);
  const code = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
  // The main window may have been there for a moment.
  await expect.poll(() => app.windows().at(-1)?.url()).toBe('app://phoenix/error.html');
  return { app, page: app.windows().at(-1)!, code };
}

test('faulty settings: a window names them all, without a script, and its end is exit code 2', async ({
  folder,
}) => {
  const { app, page, code } = await failingStart(folder, {
    PHOENIX_SECRET: 'too-short-Zq7',
    PHOENIX_SECRETS_PORT: '<b>6106</b>',
  });
  expect(await page.title()).toBe('Phoenix Secrets can’t start');
  await expect(page.getByRole('alert')).toContainText('PHOENIX_SECRET must be at least 32 characters long');
  await expect(page.getByRole('alert')).toContainText('PHOENIX_SECRETS_PORT must be a whole number');
  expect(await page.content()).not.toContain('Zq7');
  expect(await page.locator('script').count()).toBe(0);
  expect(await page.evaluate(() => 'phoenix' in window)).toBe(false);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  if (process.env['PICTURES']) {
    await page.screenshot({ path: path.join(import.meta.dirname, '../../docs/images/error-light.png') });
  }
  await expect(page.getByRole('link', { name: 'Quit' })).toBeFocused();
  // The window is gone before the press is over.
  await page.keyboard.press('Enter').catch(() => undefined);
  expect(await code).toBe(2);
});

test('a damaged store is left as it is: exit code 4', async ({ folder }) => {
  await mkdir(folder, { recursive: true });
  const damaged = 'not a database, but somebody may still mend it\n'.repeat(200);
  await writeFile(path.join(folder, 'secrets.db'), damaged);
  const { app, page, code } = await failingStart(folder);
  await expect(page.getByRole('alert')).toContainText('secrets.db');
  await expect(page.getByText('Keep a copy of the data folder')).toBeVisible();
  await app.evaluate(({ app: program }) => program.quit());
  expect(await code).toBe(4);
  expect(await readFile(path.join(folder, 'secrets.db'), 'utf8')).toBe(damaged);
});

test('a window beside a --headless service says who holds the folder: exit code 3', async ({
  folder,
  start,
}) => {
  const service = start(['--headless']);
  const { pid } = await endpointOf(folder, service.pid);
  const { page, code } = await failingStart(folder);
  await expect(page.getByRole('alert')).toContainText(String(pid));
  await expect(page.getByRole('link', { name: 'Quit' })).toBeFocused();
  // The window is gone before the press is over.
  await page.keyboard.press('Enter').catch(() => undefined);
  expect(await code).toBe(3);
});

test('a second window start shows the first window and does nothing else', async ({ launch, start }) => {
  const first = await launch();
  await first.put({ A: 'v' });
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const shown = first.app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<boolean>((resolve) => {
        const [window] = BrowserWindow.getAllWindows();
        const focus = window?.focus.bind(window);
        if (window) window.focus = () => (focus?.(), resolve(true));
        setTimeout(() => resolve(false), 10_000);
      }),
  );
  const second = start(['https://evil.example/', '--new-secret=X', 'phoenix://delete/A']);
  expect(await second.ended).toBe(0);
  expect(second.lines.join()).toContain('running already');
  expect(second.lines.join()).toContain('none of the settings of this start');
  expect(await shown).toBe(true);
  expect(first.app.windows()).toHaveLength(1);
  expect(first.page.url()).toMatch(/^app:\/\/phoenix\/index\.html/);
  await expect(row(first.page, 'A')).toBeVisible();
});

test('a start right after the end of another gets the folder', async ({ launch }) => {
  const first = await launch();
  await first.put({ A: 'v' });
  const closing = first.close();
  const second = await launch();
  await closing;
  await expect(row(second.page, 'A')).toBeVisible();
});

test('SIGTERM ends the window cleanly', async ({ folder, start }) => {
  const program = start([]);
  await endpointOf(folder, program.pid);
  program.signal('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(await readdir(folder)).not.toContain('endpoint.json');
});

test('the service’s thread dies: the window says so, and nothing of its error', async ({
  folder,
  launch,
}) => {
  const { app, page } = await launch();
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
  let stderr = '';
  app.process().stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
  const code = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
  await app.evaluate(() => {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const send = Worker.prototype.postMessage;
    // The next message finds a thread that breaks.
    Worker.prototype.postMessage = function (...message) {
      Worker.prototype.postMessage = send;
      this.emit('error', new RangeError('canary-of-an-error'));
      void this.terminate();
      send.apply(this, message);
    };
  });
  // The page may be gone before its answer, which is a coded failure then.
  const answer = await page
    .evaluate(() =>
      (
        window as unknown as { phoenix: { settings: { get(input: object): Promise<unknown> } } }
      ).phoenix.settings.get({}),
    )
    .catch(() => null);
  if (answer !== null) expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
  await expect.poll(() => app.windows().at(-1)?.url()).toBe('app://phoenix/error.html');
  await expect(app.windows().at(-1)!.getByRole('heading', { name: 'Phoenix Secrets stopped' })).toBeVisible();
  expect(await readdir(folder)).not.toContain('endpoint.json');
  await app.evaluate(({ app: program }) => program.quit());
  expect(await code).toBe(1);
  expect(stderr).toContain('the service stopped unexpectedly');
  expect(stderr).toContain('RangeError');
  expect(stderr).not.toContain('canary-of-an-error');
});

test('after a whole run no value, token or secret is in any file', async ({ folder, launch }) => {
  const { page, put, close } = await launch();
  const values = ['canary-typed-8842', 'canary-put-8843', 'canary-replaced-8844', 'canary-deleted-8845'];
  await storeInWindow(page, 'KEY_IN_THE_FILE', values[0]!);
  await put({ PUT: values[1]!, REPLACED: values[2]!, DELETED: values[3]! });
  await put({ REPLACED: 'x', DELETED: null });
  await put({ '1-bad': values[1]! });
  await goTo(page, 'API Keys');
  await page.getByRole('button', { name: 'New API Key' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('canary');
  await page.keyboard.press('Enter');
  const token = await page.getByRole('textbox', { name: 'API key', exact: true }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await close();

  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const holding: string[] = [];
  let known = 0;
  for (const file of files) {
    const content = await readFile(path.join(file.parentPath, file.name));
    if (content.includes('KEY_IN_THE_FILE')) known += 1;
    for (const text of [...values, token, phoenixSecret, adminSecret]) {
      const found = content.includes(text) || content.includes(Buffer.from(text, 'utf16le'));
      if (found) holding.push(`${file.name}: ${text}`);
    }
  }
  expect(known, 'the search finds the key').toBeGreaterThan(0);
  expect(holding).toEqual([]);
});
