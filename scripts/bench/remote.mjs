import { rmSync } from 'node:fs';
import { fill, listPhoenix } from './many.mjs';
import { openPage } from './page.mjs';
import { median } from './put.mjs';
import { adminSecret, startPhoenix, temporaryFolder, until } from './servers.mjs';

const count = 10_000;

// In the page: when the first row of the server and when all of them are there, the frames over 50 ms while they stream,
// and the longest frame until the first row is there and after it.
const watch = `(() => {
  const seen = { began: performance.now(), first: null, all: null, opening: 0, longest: 0, over: 0, frames: 0 };
  window.seen = seen;
  let last = seen.began;
  const frame = () => {
    const now = performance.now();
    const took = now - last;
    last = now;
    if (seen.first === null) seen.opening = Math.max(seen.opening, took);
    else {
      seen.longest = Math.max(seen.longest, took);
      seen.frames += 1;
      if (took > 50) seen.over += 1;
    }
    if (document.querySelector('[data-key^="SECRET_"]')) seen.first ??= now - seen.began;
    const rows = document.querySelector('[role=grid]')?.getAttribute('aria-rowcount');
    if (rows === '${count + 1}') seen.all ??= now - seen.began;
    if (seen.all === null) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;

const save = (port) => `(async () => {
  const saved = await window.phoenix.connections.save({
    id: null, name: 'bench', url: 'http://127.0.0.1:${port}', allowHttp: false, caFile: null, label: 'none',
    signIn: 'api_key', apiKey: '${adminSecret}', email: null, password: null,
  });
  if (!saved.ok) throw new Error(saved.error.code);
})()`;

/**
 * Opens a real server with 10,000 secrets in the window, by the keyboard.
 * @param {{executablePath: string, args: string[]}} launch
 * @param {number} rounds the median counts; of the frames the longest of all
 * @returns {Promise<{first: number, all: number, server: number, opening: number, longest: number, over: number, frames: number}>}
 *   milliseconds; `server`: what it needs for all; `over`: how many of `frames` took more than 50 ms
 */
export async function benchRemote(launch, rounds) {
  const phoenix = await startPhoenix();
  await fill(phoenix.port, count);
  const seen = [];
  const server = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      server.push(await listPhoenix(phoenix.port));
      const folder = temporaryFolder('remote');
      const page = await openPage(launch.executablePath, launch.args, folder);
      await page.evaluate(save(phoenix.port));
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 1000))');
      await page.evaluate(watch);
      const key = { key: '2', code: 'Digit2', windowsVirtualKeyCode: 50, modifiers: 2 };
      await page.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
      await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
      await until(() => page.evaluate('window.seen.all !== null'), 'all rows of the server', 120);
      seen.push(await page.evaluate('window.seen'));
      await page.close();
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    await phoenix.stop();
  }
  return {
    first: median(seen.map(({ first }) => first)),
    all: median(seen.map(({ all }) => all)),
    server: median(server),
    opening: Math.max(...seen.map(({ opening }) => opening)),
    longest: Math.max(...seen.map(({ longest }) => longest)),
    over: seen.reduce((sum, { over }) => sum + over, 0),
    frames: seen.reduce((sum, { frames }) => sum + frames, 0),
  };
}
