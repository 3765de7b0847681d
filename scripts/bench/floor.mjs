import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runtimeFile } from '../setup/paths.mjs';
import { load, putRequest } from './load.mjs';
import { median, value } from './put.mjs';
import { adminSecret, startHeadless, stop, temporaryFolder } from './servers.mjs';

/**
 * What this machine can do at all: a bare `node:http` that answers, the same that also commits, and commits alone;
 * this program takes turns with them, since a machine is not equally fast all the time.
 * @param {{executablePath: string, args: string[]}} launch
 * @param {{seconds: number, rounds: number}} length seconds per measurement; how many, the median counts
 * @returns {Promise<{http: number[], both: number[], ours: number[], share: number[], commits: number, over: number}>}
 * a second; of two at 1 and at 16 connections. `share` is ours of both, `over` ours at 16 connections of commits
 */
export async function benchFloor(launch, { seconds, rounds }) {
  const folder = temporaryFolder('floor');
  const http = await startFloor(folder, 'http');
  const both = await startFloor(folder, 'commit');
  const ours = await startHeadless(launch, path.join(folder, 'secrets'));
  try {
    const seen = [];
    for (let round = 0; round <= rounds; round += 1) {
      const one = {};
      for (const connections of [1, 16]) {
        for (const [name, { port }] of Object.entries({ http, both, ours })) {
          one[name] = [...(one[name] ?? []), await measure(port, connections, seconds)];
        }
      }
      both.child.send({ seconds });
      [{ perSecond: one.commits }] = await once(both.child, 'message');
      if (round > 0) seen.push(one); // the first round warms up
    }
    const middle = (figure) => median(seen.map(figure));
    const two = (figure) => [0, 1].map((index) => middle((one) => figure(one, index)));
    return {
      http: two((one, index) => one.http[index]),
      both: two((one, index) => one.both[index]),
      ours: two((one, index) => one.ours[index]),
      share: two((one, index) => one.ours[index] / one.both[index]),
      commits: middle((one) => one.commits),
      over: middle((one) => one.ours[1] / one.commits),
    };
  } finally {
    await stop(http.child);
    await stop(both.child);
    await ours.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startFloor(folder, work) {
  const { nativeBinding, executable } = JSON.parse(readFileSync(runtimeFile, 'utf8'));
  const file = path.join(folder, `${work}.db`);
  // In the Electron that runs the program: its Node and its SQLite, so that what differs is only what the program does.
  const child = fork(path.join(import.meta.dirname, 'floor-server.mjs'), [nativeBinding, file, work], {
    execPath: executable,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const [{ port }] = await once(child, 'message');
  return { child, port };
}

async function measure(port, connections, seconds) {
  const request = putRequest(port, adminSecret, [{ key: 'BENCH_0_0', value }]);
  return (await load(port, () => request, { connections, seconds })).perSecond;
}
