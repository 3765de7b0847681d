import type { Locator, Page } from '@playwright/test';
import { silence } from '../support/hostile/faults';
import { apiKey } from '../support/hostile/phoenix';
import { HostileServer } from '../support/hostile/server';
import { goTo, keyField, openNewSecret, row, rows } from './support/pages';
import { connectTo } from './support/remote';
import { expect, test, type Launched } from './support/test';
import { openAddConnection, switcher } from './support/window';

// Twice the size, no movement, and the system's own colours.

const sizes = [
  { width: 1100, height: 720 },
  { width: 760, height: 520 },
] as const;

/** Makes the window this large and everything in it twice as large, as Ctrl and + do. */
async function zoom({ app, page }: Launched, size: (typeof sizes)[number]): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setContentSize(width, height);
    window?.webContents.setZoomFactor(2);
  }, size);
  await expect
    .poll(() => page.evaluate(() => [innerWidth, innerHeight]))
    .toEqual([size.width / 2, size.height / 2]);
}

/** The page itself never scrolls sideways, and nothing in it is cut off without a way to get there. */
async function expectNothingLost(page: Page, what: string): Promise<void> {
  const lost = await page.evaluate(() => {
    const root = document.querySelector('dialog[open]') ?? document;
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window');
    for (const element of root.querySelectorAll<HTMLElement>(
      'button, a[href], input, textarea, summary, h1, h2',
    )) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.sr-only, [inert]'))
        continue;
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = element.getBoundingClientRect();
      const inside =
        box.left >= -1 && box.right <= innerWidth + 1 && box.top >= -1 && box.bottom <= innerHeight + 1;
      // A script can scroll what no person can.
      let stuck = false;
      for (let around = element.parentElement; around; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        if (overflowX === 'hidden' && around.scrollLeft !== 0) stuck = true;
        if (overflowY === 'hidden' && around.scrollTop !== 0) stuck = true;
        if (stuck) {
          around.scrollTo(0, 0);
          break;
        }
      }
      if (!inside || stuck) found.push(element.outerHTML.slice(0, 120));
    }
    return found;
  });
  expect(lost, what).toEqual([]);
}

/** One can press it: nothing lies above its middle. */
async function expectReachable(control: Locator): Promise<void> {
  await control.scrollIntoViewIfNeeded();
  await control.click({ trial: true });
}

for (const size of sizes) {
  test(`at 200 % in a window of ${String(size.width)} × ${String(size.height)} nothing is lost`, async ({
    launch,
  }) => {
    test.setTimeout(90_000);
    const launched = await launch();
    const { page, put } = launched;
    await zoom(launched, size);
    await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
    await expectReachable(page.getByRole('button', { name: 'New Secret' }));
    await expectNothingLost(page, 'empty');
    const keys = Array.from({ length: 30 }, (_, index) => [`SERVICE_NUMBER_${String(index)}_API_KEY`, 'v']);
    await put({ ...(Object.fromEntries(keys) as Record<string, string>), OPENAI_API_KEY: 'v' });
    await expect(rows(page)).not.toHaveCount(0);
    await expectNothingLost(page, 'list');
    await expectReachable(page.getByRole('searchbox'));
    // The last row is reached, and its buttons with it.
    await rows(page).first().focus();
    await page.keyboard.press('End');
    const last = rows(page).last();
    await expect(last).toBeFocused();
    await expectReachable(last.getByRole('button', { name: /^Delete/ }));

    await openNewSecret(page);
    await keyField(page).fill('1BAD');
    await expectNothingLost(page, 'New Secret');
    await expectReachable(page.getByRole('button', { name: 'Save', exact: true }));
    await expectReachable(page.getByRole('button', { name: 'Close' }));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await last.focus();
    await page.keyboard.press('Delete');
    await expectReachable(page.getByRole('dialog').getByRole('button', { name: /^Delete/ }));
    await expectNothingLost(page, 'Delete');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await expectReachable(page.getByRole('button', { name: /^Undo/ }));
    await expectNothingLost(page, 'toast');

    for (const name of ['General', 'Users', 'API Keys'] as const) {
      await goTo(page, name);
      await expectNothingLost(page, name);
    }
    await page.getByRole('button', { name: 'New API Key' }).click();
    await expectNothingLost(page, 'New API Key');
    await expectReachable(page.getByRole('button', { name: 'Save', exact: true }));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    const add = await openAddConnection(
      page,
      'https://phoenix.example.com/with/a/long/path',
      'A server with a long name',
    );
    await expectNothingLost(page, 'Add connection');
    await expectReachable(add.getByRole('button', { name: 'Save and connect' }));
    await expectReachable(add.getByRole('textbox', { name: 'API key' }));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectNothingLost(page, 'Connections');
    await switcher(page, 'Local store').click();
    await expectReachable(page.getByRole('menuitem', { name: 'Manage connections' }));
    await expectNothingLost(page, 'menu of connections');
  });
}

/** What runs now and does more than fade. */
const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const effect = animation.effect as KeyframeEffect;
      const calm = [
        'offset',
        'computedOffset',
        'easing',
        'composite',
        'opacity',
        'visibility',
        'display',
        'overlay',
      ];
      const colours = /color$/i;
      const moves = effect
        .getKeyframes()
        .flatMap((frame) => Object.keys(frame))
        .filter((name) => !calm.includes(name) && !colours.test(name));
      const what = effect.target?.getAttribute('class') ?? '';
      return moves.length > 0 ? [`${what}: ${[...new Set(moves)].join(', ')}`] : [];
    }),
  );

test('with reduced motion nothing moves: what comes and goes only fades', async ({ launch }) => {
  const server = await HostileServer.start();
  server.misbehave(silence);
  const { page, put } = await launch();
  await put({ OPENAI_API_KEY: 'v', SECOND: 'v' });
  await expect(rows(page)).toHaveCount(2);
  // Slow enough that what would move is seen doing it.
  await page.evaluate(() => {
    for (const name of ['--fast', '--base', '--slow'])
      document.documentElement.style.setProperty(name, '600ms');
  });
  const steps: readonly (() => Promise<unknown>)[] = [
    async () => {
      const dialog = await openAddConnection(page, server.url(), 'silent');
      await dialog.getByRole('textbox', { name: 'API key' }).fill(apiKey);
    },
    () => page.getByText('Certificate', { exact: true }).click(),
    () => page.getByRole('button', { name: 'Test connection' }).click(),
    () => page.keyboard.press('Escape'),
    () => goTo(page, 'Secrets'),
    () => openNewSecret(page),
    () => page.keyboard.press('Escape'),
    () => switcher(page, 'Local store').click(),
    () => page.keyboard.press('Escape'),
    () => row(page, 'SECOND').focus(),
    () => page.keyboard.press('Space'),
    () => page.keyboard.press('Delete'),
    () =>
      page
        .getByRole('dialog')
        .getByRole('button', { name: /^Delete/ })
        .click(),
    () => expect(page.getByRole('button', { name: /^Undo/ })).toBeVisible(),
  ];
  const run = async (): Promise<string[]> => {
    const seen: string[] = [];
    for (const step of steps) {
      await step();
      seen.push(...(await moving(page)));
    }
    return seen;
  };
  // The same steps do move for everybody else, or this would show nothing.
  const moved = (await run()).join('\n');
  for (const what of ['lucide', 'spinner', 'form', 'menu', 'selection-bar', 'confirm', 'toast', 'time']) {
    expect(moved).toMatch(new RegExp(`\\b${what}\\b.*: `));
  }
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await run()).toEqual([]);
  await server.stop();
});

interface Look {
  readonly outline: boolean;
  readonly border: boolean;
  readonly background: string;
}

/** How a control is told from what is around it. */
const lookOf = (control: Locator): Promise<Look> =>
  control.evaluate((element) => {
    const style = getComputedStyle(element);
    const drawn = (width: string, line: string, color: string) =>
      parseFloat(width) > 0 && line !== 'none' && !/^rgba\(.*, 0\)$/.test(color);
    return {
      outline: drawn(style.outlineWidth, style.outlineStyle, style.outlineColor),
      border: drawn(style.borderTopWidth, style.borderTopStyle, style.borderTopColor),
      background: style.backgroundColor,
    };
  });

test('in the system’s colours focus, choice, selection and state can still be told', async ({ launch }) => {
  const server = await HostileServer.start();
  server.phoenix.fill({ ON_SERVER: {} });
  const { page, put } = await launch();
  await put({ OPENAI_API_KEY: 'v', SECOND: 'v' });
  await expect(rows(page)).toHaveCount(2);
  await page.emulateMedia({ forcedColors: 'active' });
  expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
  // The page that is open, in the side bar.
  expect((await lookOf(page.getByRole('link', { name: 'Secrets', exact: true }))).outline).toBe(true);
  expect((await lookOf(page.getByRole('link', { name: 'General', exact: true }))).outline).toBe(false);
  // Every control has an edge.
  expect((await lookOf(page.getByRole('button', { name: 'New Secret' }))).border).toBe(true);
  expect((await lookOf(page.getByRole('searchbox'))).border).toBe(true);
  // The focus is drawn on each stop of the way through the page.
  await page.getByRole('button', { name: 'New Secret' }).focus();
  for (let stop = 0; stop < 9; stop += 1) {
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return 'nothing has the focus';
      const shown = (style: CSSStyleDeclaration) =>
        (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) ||
        (style.position === 'absolute' && style.borderStyle !== 'none' && parseFloat(style.borderWidth) > 0);
      const around = element.closest('label') ?? element;
      return shown(getComputedStyle(around)) || shown(getComputedStyle(around, '::after'))
        ? ''
        : element.outerHTML.slice(0, 120);
    });
    expect(ring).toBe('');
  }
  // A row that is selected, and its box.
  await row(page, 'SECOND').focus();
  await page.keyboard.press('Space');
  await row(page, 'OPENAI_API_KEY').focus();
  expect((await lookOf(row(page, 'SECOND'))).outline).toBe(true);
  expect((await lookOf(row(page, 'OPENAI_API_KEY'))).outline).toBe(false);
  const boxOf = (key: string) => page.getByRole('checkbox', { name: `Select ${key}` });
  expect((await lookOf(boxOf('SECOND'))).border).toBe(true);
  const ticked = await boxOf('SECOND').evaluate((box) => {
    const mark = getComputedStyle(box, '::before');
    return mark.display !== 'none' && mark.backgroundColor !== getComputedStyle(box).backgroundColor;
  });
  expect(ticked).toBe(true);
  // What lies above the page has an edge.
  for (const above of ['.selection-bar', '[role=tooltip]']) {
    expect((await lookOf(page.locator(above))).border, above).toBe(true);
  }
  await page.keyboard.press('Escape');
  await row(page, 'SECOND').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete SECOND' }).click();
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeVisible();
  expect((await lookOf(page.locator('.toast'))).border).toBe(true);
  // The chosen part of a choice.
  await goTo(page, 'General');
  const parts = page.getByRole('radiogroup', { name: 'Appearance' }).locator('label');
  const edges = await parts.evaluateAll((labels) =>
    labels.map((label) => [
      label.querySelector('input')?.checked === true,
      getComputedStyle(label).borderTopColor,
    ]),
  );
  const chosen = edges.find(([checked]) => checked)?.[1];
  expect(chosen).toBeDefined();
  expect(edges.filter(([checked, color]) => !checked && color === chosen)).toEqual([]);
  // A dialog and a menu have an edge of their own.
  await goTo(page, 'Secrets');
  await openNewSecret(page);
  expect((await lookOf(page.getByRole('dialog'))).border).toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await connectTo(page, server.url(), { name: 'small' });
  await switcher(page, 'small').click();
  expect((await lookOf(page.getByRole('menu', { name: 'Connection: small' }))).border).toBe(true);
  expect((await lookOf(page.getByRole('menuitemradio', { name: 'small' }))).outline).toBe(true);
  await page.keyboard.press('Escape');
  // A state is a word beside its dot, and the dot is drawn.
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  const dot = page.getByRole('row').filter({ hasText: 'small' }).locator('.dot .dot');
  expect((await lookOf(dot)).border).toBe(true);
  await expect(page.getByRole('row').filter({ hasText: 'small' })).toContainText('Open now');
  await server.stop();
});

test('on macOS the window is taken above the switcher, and its buttons lie on nothing', async ({
  launch,
}) => {
  const { app, page } = await launch();
  // What the page goes by; the window's frame itself is Linux' here.
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.setUserAgent(`${window.webContents.getUserAgent()} Macintosh`);
  });
  await page.reload();
  const strip = page.locator('aside .drag-strip');
  await expect(strip).toHaveCSS('app-region', 'drag');
  expect(await strip.boundingBox()).toMatchObject({ x: 0, y: 0, height: 28 });
  expect((await switcher(page, 'Local store').boundingBox())?.y).toBeGreaterThanOrEqual(28);
  await zoom({ app, page } as Launched, sizes[1]);
  const [buttons, first] = [await strip.boundingBox(), await switcher(page, 'Local store').boundingBox()];
  expect(first?.x).toBeGreaterThanOrEqual(72);
  expect(buttons?.y).toBe(0);
});
