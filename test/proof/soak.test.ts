import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { bundleChild } from '../support/bundled-child';
import { Client } from '../support/client';
import { proofTimeout, record, sized, slope } from '../support/proof';
import { adminSecret, temporaryFolder } from '../support/service';

const puts = sized(4000, 1_000_000);
const samples = sized(8, 200);
const clients = 16;
/** Over half an hour: within a minute the noise of the heap alone looks like megabytes an hour. */
const perSecond = sized(Infinity, 550);

interface Sample {
  /** Hours since the first request. */
  readonly at: number;
  /** What is in use after a collection, in MB: heap, buffers and all else that V8 knows of. */
  readonly used: number;
  /** What the system has given, in MB. */
  readonly resident: number;
  readonly descriptors: number;
}

it(
  'K: after a million puts it takes as much memory as before, and has as many files open',
  async () => {
    const start = await bundleChild();
    const child = await start(join(temporaryFolder(), 'data'), { node: ['--expose-gc'] });
    const pid = child.process.pid ?? 0;
    const began = performance.now();
    const taken: Sample[] = [];
    const sample = async () => {
      child.process.send({});
      const [memory] = (await once(child.process, 'message')) as [NodeJS.MemoryUsage];
      const descriptors = readdirSync(`/proc/${pid}/fd`).length;
      const used = (memory.heapUsed + memory.external) / 2 ** 20;
      const resident = memory.rss / 2 ** 20;
      taken.push({ at: (performance.now() - began) / 3_600_000, used, resident, descriptors });
    };
    const pool = Array.from({ length: clients }, () => new Client(child.url ?? '', adminSecret));
    let [sent, bad] = [0, 0];
    for (let round = 1; round <= samples; round += 1) {
      const until = Math.round((puts / samples) * round);
      const worker = async (client: Client, index: number) => {
        while (sent < until) {
          const number = sent++;
          const early = (number / perSecond) * 1000 - (performance.now() - began);
          if (early > 0) await delay(early);
          // Each tenth deletes, so that keys come and go; a thousand are there at a time.
          const key = `K_${index}_${number % 64}`;
          const value = number % 10 === 9 ? null : `value ${number}`;
          if ((await client.put([{ key, value }])) !== 200) bad += 1;
        }
      };
      await Promise.all(pool.map(worker));
      await sample();
    }
    const seconds = (performance.now() - began) / 1000;
    for (const client of pool) client.close();
    child.process.kill('SIGTERM');
    const code = await child.ended;

    // The first third warms up: compiled code and pools grow to their size.
    const after = taken.slice(Math.floor(samples / 3));
    const perHour = slope(after.map(({ at, used }) => [at, used]));
    const [first, last] = [after[0] as Sample, after.at(-1) as Sample];
    const counts = after.map(({ descriptors }) => descriptors);
    const spread = Math.max(...counts) - Math.min(...counts);
    const growing = perHour >= 1;
    const megabytes = (number: number) => `${number.toFixed(2)} MB`;
    record('K', {
      attempts: puts,
      faults: bad + (growing ? 1 : 0) + (spread > 0 ? 1 : 0),
      measured: {
        'in use': `${megabytes(first.used)} → ${megabytes(last.used)} (${perHour.toFixed(2)} MB/h)`,
        // No slope: it grows by steps, as V8 doubles its young generation, and stays.
        resident: `${megabytes(first.resident)} → ${megabytes(last.resident)}`,
        descriptors: `${Math.min(...counts)} to ${Math.max(...counts)}`,
        'puts a second': Math.round(puts / seconds),
      },
    });
    expect({ bad, code, spread }).toEqual({ bad: 0, code: 0, spread: 0 });
    // A short run is noise; it shows a leak of a kilobyte a request.
    if (sized(false, true)) expect(perHour).toBeLessThan(1);
    else expect(last.used - first.used).toBeLessThan(4);
  },
  proofTimeout,
);
