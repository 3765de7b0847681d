import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, type Launched } from './test';

/** axe adds an inline style of its own to measure with; the policy refuses it. */
export const ownStyles = /Refused to apply (?:inline style|a stylesheet)/;

/** Every rule of axe that a page can be held to; the legacy mode is what works inside Electron. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // A colour that is still fading in is neither of the two; what turns for as long as it is there has no end.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished),
    ),
  );
  // What passes is not told: to write that down takes longer than to look.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  const found = violations.map((violation) => ({
    what,
    rule: violation.id,
    where: violation.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  }));
  expect(found).toEqual([]);
}

/** The same for a state that a test of something else comes by, in the light and in the dark. */
export async function expectAccessibleInBoth(
  { page, allow }: Pick<Launched, 'page' | 'allow'>,
  what: string,
): Promise<void> {
  allow(ownStyles);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page, `${what}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: null });
}
