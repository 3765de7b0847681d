import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { load, putRequest } from './load.mjs';
import { median } from './put.mjs';
import { adminSecret, settings, startHeadless, stop, temporaryFolder } from './servers.mjs';

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
  const secrets = Array.from({ length: count }, (_, index) => ({
    key: `SECRET_${index}`,
    value: `value-${index}`,
  }));
  const request = putRequest(service.port, adminSecret, secrets);
  await load(service.port, () => request, { connections: 1, seconds: 0.01 });
  await service.stop();
  return folder;
}

async function openWindow(executable, { args, folder }) {
  const started = Date.now();
  const child = spawn(executable, ['--remote-debugging-port=0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...(folder ? settings(folder) : {}) },
  });
  const url = await debuggerUrl(child);
  await sleep(2500);
  const painted = await markTime(url, 'rows-painted');
  const megabytes = memory(child.pid);
  await stop(child);
  return { painted: painted - started, megabytes };
}

async function debuggerUrl(child) {
  let text = '';
  for await (const chunk of child.stderr) {
    text += chunk;
    const found = /DevTools listening on ws:\/\/([^/]+)\//.exec(text);
    if (found) {
      child.stderr.resume();
      return `http://${found[1]}`;
    }
  }
  throw new Error(`no debugging address: ${text.slice(0, 500)}`);
}

async function markTime(url, name) {
  const pages = await (await fetch(`${url}/json`)).json();
  const page = pages.find((one) => one.type === 'page');
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await once(socket, 'open');
  const expression = `performance.timeOrigin + performance.getEntriesByName('${name}')[0].startTime`;
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  const [event] = await once(socket, 'message');
  socket.close();
  return JSON.parse(event.data).result.result.value;
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
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);
  }
  return kilobytes / 1024;
}
