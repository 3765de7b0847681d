import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { visibleText } from '../../../src-renderer/ui/visibleText';

/** Watches a window from now on for anything that a text has set going. */
export async function watchForEffects(app: ElectronApplication, page: Page): Promise<() => Promise<void>> {
  const effects: string[] = [];
  page.on('dialog', (dialog) => {
    effects.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() || !frame.url().startsWith('app://')) effects.push(`at ${frame.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('app://')) effects.push(`request ${request.url().slice(0, 100)}`);
  });
  app.on('window', () => effects.push('a window'));
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen, mark: () => seen.push('ran') });
    document.addEventListener('securitypolicyviolation', (event) => {
      seen.push(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return async () => {
    const seen = await page.evaluate(
      () => (window as unknown as { seen?: string[] }).seen ?? ['another page'],
    );
    expect([...effects, ...seen]).toEqual([]);
  };
}

/** What no name may have become, and what of it stands there though it cannot be seen. */
export async function expectOnlyText(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const made = document.querySelectorAll(
      '[data-payload], iframe, object, embed, base, marquee, math, video, img, meta[http-equiv], a[href^="javascript:" i]',
    );
    const handlers = [...document.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on')),
    );
    const texts: string[] = [document.title];
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent?.closest('script, style') === null) texts.push(walker.currentNode.nodeValue ?? '');
    }
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['aria-label', 'title', 'data-tip', 'placeholder', 'alt']) {
        texts.push(element.getAttribute(name) ?? '');
      }
      if (element instanceof HTMLInputElement && element.readOnly) texts.push(element.value);
    }
    return {
      elements: [...made, ...handlers].map((element) => element.outerHTML.slice(0, 200)),
      // What stands between two elements of ours breaks lines as it likes.
      texts: texts.map((text) => text.replace(/[\t\n\r]/g, ' ')),
    };
  });
  expect(found.elements).toEqual([]);
  expect(found.texts.filter((text) => visibleText(text) !== text)).toEqual([]);
}

/** Which of these texts the page does not show, each as one can read it. */
export async function missing(page: Page, wanted: readonly string[]): Promise<string[]> {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
  const shown = plain(await page.evaluate(() => document.body.textContent));
  return wanted.filter((text) => !shown.includes(plain(visibleText(text))));
}
