import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from './load.mjs';
import { fill } from './many.mjs';
import { openPage, paintedAfter } from './page.mjs';
import { median, requests, sixteen } from './put.mjs';
import { portOf, startHeadless, temporaryFolder } from './servers.mjs';

/**
 * Start to a painted table, and memory, beside a blank window of the same Electron, taking turns.
 * "Painted" is the user-timing mark `rows-painted`, which the page sets two frames after its first rows
 * are in the document; the blank page sets the same mark the same way. Memory is PSS over all processes.
 * @param {{executablePath: string, args: string[]}} launch
 * @param {number} rounds the median counts
 */
export async function benchWindow(launch, rounds) {
  const blank = blankApp();
  const few = await filled(14, launch);
  const many = await filled(10_000, launch);
  const variants = [
    { name: 'blank window', args: [blank], folder: null },
    { name: '14 secrets', args: launch.args, folder: few },
    { name: '10,000 secrets', args: launch.args, folder: many },
  ];
  const seen = variants.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, variant] of variants.entries()) {
      const one = await openWindow(launch.executablePath, variant);
      if (round > 0) seen[index].push(one); // the first round warms the page cache
    }
  }
  for (const folder of [blank, few, many]) rmSync(folder, { recursive: true, force: true });
  return variants.map(({ name }, index) => ({
    name,
    painted: median(seen[index].map((one) => one.painted)),
    megabytes: median(seen[index].map((one) => one.megabytes)),
  }));
}

/**
 * `PUT /v1/secrets` at 16 connections with the window open, which shows each change, taking turns with the program
 * without a window.
 * @param {{executablePath: string, args: string[]}} launch
 * @param {{seconds: number, rounds: number}} length seconds per measurement; how many, the median counts
 * @returns {Promise<{name: string, perSecond: number, share: number, p50: number, p99: number}>} share: of without
 */
export async function benchPutBesideWindow(launch, { seconds, rounds }) {
  const [withWindow, without] = [await filled(14, launch), temporaryFolder('headless')];
  const page = await openPage(launch.executablePath, launch.args, withWindow);
  const headless = await startHeadless(launch, without);
  try {
    const ports = [await portOf(withWindow), headless.port];
    const seen = [];
    for (let round = 0; round <= rounds; round += 1) {
      const turn = [];
      for (const port of ports) turn.push(await load(port, requests(port, sixteen), { ...sixteen, seconds }));
      if (round > 0) seen.push(turn); // the first round warms up
    }
    return {
      name: sixteen.name,
      perSecond: median(seen.map(([open]) => open.perSecond)),
      share: median(seen.map(([open, alone]) => open.perSecond / alone.perSecond)),
      p50: median(seen.map(([open]) => open.p50)),
      p99: median(seen.map(([open]) => open.p99)),
    };
  } finally {
    await page.close();
    await headless.stop();
    for (const folder of [withWindow, without]) rmSync(folder, { recursive: true, force: true });
  }
}

function blankApp() {
  const folder = temporaryFolder('blank');
  writeFileSync(join(folder, 'package.json'), '{"name":"blank","version":"1.0.0","main":"main.cjs"}');
  writeFileSync(
    join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.setPath('userData', ${JSON.stringify(join(folder, 'data'))});
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1100, height: 720, show: false, webPreferences: { sandbox: true, partition: 'blank' } });
  window.once('ready-to-show', () => window.show());
  window.loadFile('index.html');
});`,
  );
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><title>blank</title><p>blank</p><script src="mark.js"></script>`,
  );
  writeFileSync(
    join(folder, 'mark.js'),
    `requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('rows-painted')));`,
  );
  return folder;
}

async function filled(count, launch) {
  const folder = temporaryFolder('window');
  const service = await startHeadless(launch, folder);
  await fill(service.port, count);
  await service.stop();
  return folder;
}

async function openWindow(executable, { args, folder }) {
  const page = await openPage(executable, args, folder);
  // Long enough for what the program does after its first rows.
  await sleep(1500);
  const one = { painted: await paintedAfter(page), megabytes: memory(page.child.pid) };
  await page.close();
  return one;
}

/** PSS of a process and all it started, in MB. */
function memory(root) {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(
        Number(pid),
        Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]),
      );
    } catch {
      // It ended meanwhile.
    }
  }
  const isOurs = (pid) => pid === root || (parents.has(pid) && isOurs(parents.get(pid)));
  let kilobytes = 0;
  for (const pid of [...parents.keys()].filter(isOurs)) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);
    } catch {
      // A helper that ended meanwhile holds nothing.
    }
  }
  return kilobytes / 1024;
}
