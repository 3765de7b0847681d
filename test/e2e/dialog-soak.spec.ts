import { readdirSync } from 'node:fs';
import { record, proofTimeout, sized, slope } from '../support/proof';
import { row } from './support/pages';
import { expect, test } from './support/test';

const rounds = sized(9, 3334);
const every = sized(1, 50);

test('Q: dialogs that were opened and closed leave nothing behind', async ({ launch }) => {
  test.setTimeout(proofTimeout);
  const { page, app, put } = await launch();
  await put({ OPENAI_API_KEY: 'v' });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const browser = await page.context().newCDPSession(page);
  const pid = app.process().pid ?? 0;
  const began = performance.now();
  const sample = async () => {
    // What a first collection makes free by its finalizers goes with the second.
    for (const _twice of [1, 2]) await browser.send('HeapProfiler.collectGarbage');
    const { usedSize } = await browser.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners: listeners } = await browser.send('Memory.getDOMCounters');
    const descriptors = readdirSync(`/proc/${pid}/fd`).length;
    return {
      at: (performance.now() - began) / 3_600_000,
      used: usedSize / 2 ** 20,
      nodes,
      listeners,
      descriptors,
    };
  };
  /** Looks at each frame: the driver's own waiting would take ten times as long as a dialog does. */
  const until = (open: boolean) =>
    page.evaluate(async (wanted) => {
      const rightly = () => {
        const dialog = document.querySelector('dialog');
        const focused = document.activeElement?.closest('[data-key]') !== null;
        return wanted ? dialog?.open === true : dialog === null && focused;
      };
      const end = performance.now() + 5_000;
      while (!rightly()) {
        if (performance.now() > end) {
          const { open, outerHTML = 'none' } = document.querySelector('dialog') ?? {};
          const focus = document.activeElement?.outerHTML.slice(0, 200);
          throw new Error(
            `Not ${wanted ? 'open' : 'gone'}: ${outerHTML.slice(0, 200)}, open ${open}; focus on ${focus}`,
          );
        }
        await new Promise((drawn) => requestAnimationFrame(drawn));
      }
    }, open);

  await row(page, 'OPENAI_API_KEY').focus();
  const taken = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const key of ['n', 'r', 'Delete']) {
      await page.keyboard.press(key);
      await until(true);
      await page.keyboard.press('Escape');
      await until(false);
    }
    if (round % every === 0) taken.push(await sample());
  }

  // The first third warms up.
  const after = taken.slice(Math.floor(taken.length / 3));
  const [first, last] = [after[0], after.at(-1)];
  if (!first || !last) throw new Error('Nothing was measured.');
  const perHour = slope(after.map(({ at, used }) => [at, used]));
  // The least of each half: a collection may leave the dialog of just now, a leak leaves more each time.
  const half = Math.ceil(after.length / 2);
  const least = (what: 'nodes' | 'listeners' | 'descriptors') =>
    [after.slice(0, half), after.slice(half)].map((part) => Math.min(...part.map((each) => each[what])));
  const grown = (['nodes', 'listeners', 'descriptors'] as const).filter((what) => {
    const [early = 0, late = 0] = least(what);
    return late > early;
  });
  const both = (what: 'nodes' | 'listeners' | 'descriptors') => least(what).join(' → ');
  record('Q', {
    attempts: rounds * 3,
    faults: grown.length + (perHour >= 1 ? 1 : 0),
    measured: {
      heap: `${first.used.toFixed(2)} MB → ${last.used.toFixed(2)} MB (${perHour.toFixed(2)} MB/h)`,
      nodes: both('nodes'),
      listeners: both('listeners'),
      descriptors: both('descriptors'),
    },
  });
  expect(grown, JSON.stringify(after)).toEqual([]);
  // A short run is noise; it shows a leak of a dialog's own size.
  if (sized(false, true)) expect(perHour).toBeLessThan(1);
  else expect(last.used - first.used).toBeLessThan(1);
});
