import { rmSync } from 'node:fs';
import { load, percentiles, putRequest, sendOnce } from './load.mjs';
import { openPage, paintedAfter } from './page.mjs';
import { median } from './put.mjs';
import { adminSecret, startHeadless, startPhoenix, temporaryFolder } from './servers.mjs';

/** Secrets per request while a store is filled. */
const batch = 5_000;

/** Stores `count` secrets over REST. */
export async function fill(port, count) {
  for (let from = 0; from < count; from += batch) {
    const secrets = Array.from({ length: Math.min(batch, count - from) }, (_, index) => ({
      key: `SECRET_${String(from + index).padStart(6, '0')}`,
      value: `value-${from + index}`,
    }));
    await sendOnce(port, putRequest(port, adminSecret, secrets));
  }
}

// In the page: all pages one after the other, as the window reads them.
const listAll = `(async () => {
  const began = performance.now();
  let after = null;
  let rows = 0;
  do {
    const page = await window.phoenix.secrets.list({ after, limit: 1000 });
    if (!page.ok) throw new Error(page.error.code);
    rows += page.value.rows.length;
    after = page.value.next;
  } while (after !== null);
  return { rows, ms: performance.now() - began };
})()`;

// In the page: notes for each change of the search field when the frame after it was painted, and how long until then
// there was nothing to do but to wait for that frame: the display asks for one every 16.7 ms, whatever the program does.
const watchTyping = `(() => {
  window.typed = [];
  const next = (then) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(null);
  };
  // At the window last: what the page does about a key is done by then.
  window.addEventListener('input', ({ timeStamp: asked }) => {
    const drawn = performance.now();
    requestAnimationFrame(() => {
      const waited = Math.max(0, performance.now() - drawn);
      next(() => {
        const painted = performance.now() - asked;
        window.typed.push({ painted, work: painted - waited });
      });
    });
  });
  document.querySelector('input[type=search], [role=searchbox]').focus();
})()`;

/**
 * @typedef {{keys: number, painted: {p50: number, p95: number}, work: {p50: number, p95: number}}} Typing milliseconds
 * from a key to the frame that shows what it did, and those of them in which something was done
 */

/**
 * 10,000 secrets: listing them here and in Phoenix, and typing into the search field.
 * @param {{executablePath: string, args: string[]}} launch
 * @param {number} rounds
 * @returns {Promise<{list: {ours: number, phoenix: number}, typing: Typing}>} milliseconds
 */
export async function benchMany(launch, rounds) {
  const folder = temporaryFolder('many');
  const service = await startHeadless(launch, folder);
  await fill(service.port, 10_000);
  await service.stop();
  const phoenix = await startPhoenix();
  await fill(phoenix.port, 10_000);
  const page = await openPage(launch.executablePath, launch.args, folder);
  try {
    const ours = [];
    const theirs = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push((await page.evaluate(listAll)).ms);
      theirs.push(await listPhoenix(phoenix.port));
    }
    return { list: { ours: median(ours), phoenix: median(theirs) }, typing: await type(page, rounds) };
  } finally {
    await page.close();
    await phoenix.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds that a server needs for all its secrets, asked by pages of 1,000. */
export async function listPhoenix(port) {
  const query = `query($after: String) { secrets(first: 1000, after: $after) {
    edges { node { key updatedAt user { username } } } pageInfo { hasNextPage endCursor } } }`;
  const began = performance.now();
  let after = null;
  do {
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${adminSecret}` },
      body: JSON.stringify({ query, variables: { after } }),
    });
    const { pageInfo } = (await answer.json()).data.secrets;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return performance.now() - began;
}

async function type(page, rounds) {
  await page.evaluate(watchTyping);
  const text = 'SECRET_0047';
  for (let round = 0; round < rounds; round += 1) {
    for (const letter of text) await press(page, { text: letter, key: letter });
    for (let index = 0; index < text.length; index += 1) {
      await press(page, { key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8 });
    }
  }
  const typed = await page.evaluate('window.typed');
  const shares = (figure) => {
    const times = typed.map((one) => one[figure]);
    const [p50, p95] = percentiles(times, [0.5, 0.95]);
    return { p50, p95 };
  };
  return { keys: typed.length, painted: shares('painted'), work: shares('work') };
}

async function press(page, key) {
  await page.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
  await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 60))');
}

/**
 * How it grows: requests a second and start to painted rows with ever more secrets.
 * @param {{executablePath: string, args: string[]}} launch
 * @param {{sizes: number[], seconds: number, rounds: number, window: boolean}} how
 * @returns {Promise<{size: number, perSecond: number, painted: number | null, listed: number | null}[]>} painted, listed: ms
 */
export async function benchGrowth(launch, { sizes, seconds, rounds, window }) {
  const rows = [];
  for (const size of sizes) {
    const folder = temporaryFolder('growth');
    const service = await startHeadless(launch, folder);
    await fill(service.port, size);
    const request = putRequest(service.port, adminSecret, [{ key: 'SECRET_000050', value: 'again' }]);
    const { perSecond } = await load(service.port, () => request, { connections: 1, seconds });
    await service.stop();
    const painted = [];
    const listed = [];
    for (let round = 0; window && round < rounds; round += 1) {
      const page = await openPage(launch.executablePath, launch.args, folder);
      painted.push(await paintedAfter(page));
      listed.push((await page.evaluate(listAll)).ms);
      await page.close();
    }
    rmSync(folder, { recursive: true, force: true });
    rows.push({
      size,
      perSecond,
      painted: window ? median(painted) : null,
      listed: window ? median(listed) : null,
    });
  }
  return rows;
}
