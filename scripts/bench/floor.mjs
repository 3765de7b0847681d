import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runtimeFile } from '../setup/paths.mjs';
import { load, putRequest } from './load.mjs';
import { median } from './put.mjs';
import { adminSecret, stop, temporaryFolder } from './servers.mjs';

/**
 * What this machine can do at all: a bare `node:http` that answers, the same that also commits, and commits alone.
 * @param {{seconds: number, rounds: number}} length seconds per measurement; how many, the median counts
 * @returns {Promise<{http: number[], both: number[], commits: number}>} a second; of two at 1 and at 16 connections
 */
export async function benchFloor({ seconds, rounds }) {
  const folder = temporaryFolder('floor');
  const http = await startFloor(folder, 'http');
  const both = await startFloor(folder, 'commit');
  try {
    const commits = [];
    for (let round = 0; round < rounds; round += 1) {
      both.child.send({ seconds });
      const [{ perSecond }] = await once(both.child, 'message');
      commits.push(perSecond);
    }
    return {
      http: [await measure(http, 1, seconds, rounds), await measure(http, 16, seconds, rounds)],
      both: [await measure(both, 1, seconds, rounds), await measure(both, 16, seconds, rounds)],
      commits: median(commits),
    };
  } finally {
    await stop(http.child);
    await stop(both.child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startFloor(folder, work) {
  const { nativeBinding } = JSON.parse(readFileSync(runtimeFile, 'utf8'));
  const file = path.join(folder, `${work}.db`);
  const child = fork(path.join(import.meta.dirname, 'floor-server.mjs'), [nativeBinding, file, work]);
  const [{ port }] = await once(child, 'message');
  return { child, port };
}

async function measure({ port }, connections, seconds, rounds) {
  const request = putRequest(port, adminSecret, [{ key: 'BENCH_0_0', value: 'sk-bench' }]);
  await load(port, () => request, { connections, seconds: 1 });
  const seen = [];
  for (let round = 0; round < rounds; round += 1) {
    seen.push((await load(port, () => request, { connections, seconds })).perSecond);
  }
  return median(seen);
}
