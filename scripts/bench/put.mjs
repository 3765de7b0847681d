import { rmSync } from 'node:fs';
import { load, putRequest } from './load.mjs';
import { adminSecret, startHeadless, startPhoenix, temporaryFolder } from './servers.mjs';

/** The value that each request stores. */
export const value = 'sk-bench-0123456789abcdef0123456789abcdef0123456789';
export const sixteen = { name: '16 connections, 1 secret', connections: 16, secrets: 1, aim: 40 };
const cases = [
  { name: '1 connection, 1 secret', connections: 1, secrets: 1, aim: 6 },
  sixteen,
  { name: '1 connection, 1,000 secrets', connections: 1, secrets: 1000, aim: 6 },
];

/**
 * `PUT /v1/secrets`, the same requests to both servers in one run, taking turns round by round.
 * @param {{executablePath: string, args: string[]}} launch
 * @param {{seconds: number, rounds: number}} length seconds per measurement; how many, the median counts
 * @returns {Promise<{name: string, ours: number, phoenix: number, ratio: number, aim: number, p50: number[], p99: number[]}[]>}
 */
export async function benchPut(launch, { seconds, rounds }) {
  const phoenix = await startPhoenix();
  const folder = temporaryFolder('secrets');
  const ours = await startHeadless(launch, folder);
  try {
    const rows = [];
    for (const one of cases) {
      const measure = (port, length) => load(port, requests(port, one), { ...one, seconds: length });
      await measure(ours.port, 2);
      await measure(phoenix.port, 2);
      const pairs = [];
      for (let round = 0; round < rounds; round += 1) {
        pairs.push([await measure(ours.port, seconds), await measure(phoenix.port, seconds)]);
      }
      const middle = (side, figure) => median(pairs.map((pair) => pair[side][figure]));
      rows.push({
        name: one.name,
        aim: one.aim,
        ours: middle(0, 'perSecond'),
        phoenix: middle(1, 'perSecond'),
        ratio: median(pairs.map(([a, b]) => a.perSecond / b.perSecond)),
        p50: [middle(0, 'p50'), middle(1, 'p50')],
        p99: [middle(0, 'p99'), middle(1, 'p99')],
      });
    }
    return rows;
  } finally {
    await ours.stop();
    await phoenix.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What each connection sends again and again. */
export function requests(port, { secrets }) {
  const prepared = Array.from({ length: 16 }, (_, connection) =>
    putRequest(
      port,
      adminSecret,
      Array.from({ length: secrets }, (_unused, index) => ({ key: `BENCH_${connection}_${index}`, value })),
    ),
  );
  return (connection) => prepared[connection];
}

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
