import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decrypt, fallbackKey } from '../../src-main/secrets/local/cipher';
import { bundleChild } from '../support/bundled-child';
import { Client } from '../support/client';
import { query } from '../support/database';
import { pinnedRandom, proofTimeout, record, sized } from '../support/proof';
import { adminSecret, temporaryFolder } from '../support/service';

const cycles = sized(8, 2000);
const wanted = sized(50, 200_000);
const clients = 8;
/** How many cycles share a data folder. */
const perFolder = sized(4, 20);

/** A request puts the same text under two keys, or deletes both: one without the other is torn. */
interface Pair {
  readonly name: string;
  /** What is acknowledged; undefined: nothing yet. */
  acknowledged: string | null | undefined;
  /** What was on its way when the process was killed. */
  underway: string | null | undefined;
}

function lookAt(path: string, pairs: Iterable<Pair>) {
  const key = fallbackKey();
  const stored = new Map(
    query<{ key: string; value: Buffer }>(path, 'SELECT key, value FROM secrets').map((row) => [
      row.key,
      decrypt(key, row.value)?.toString() ?? 'unreadable',
    ]),
  );
  let [lost, torn] = [0, 0];
  for (const { name, acknowledged, underway } of pairs) {
    const [a, b] = [stored.get(`${name}_A`) ?? null, stored.get(`${name}_B`) ?? null];
    if (a !== b) torn += 1;
    const possible = [acknowledged ?? null, ...(underway === undefined ? [] : [underway])];
    if (!possible.includes(a)) lost += 1;
  }
  return { lost, torn };
}

it(
  'A: kill -9 while clients write: nothing that was acknowledged is lost, nothing is torn',
  async () => {
    const start = await bundleChild();
    const random = pinnedRandom(0xa);
    const parent = temporaryFolder();
    let [acknowledged, lost, torn, failedStarts] = [0, 0, 0, 0];
    let before: Pair[] = [];
    let all: Pair[] = [];
    let folder = '';
    let cycle = 0;
    const account = (pairs: Pair[]) => {
      const seen = lookAt(join(folder, 'secrets.db'), pairs);
      lost += seen.lost;
      torn += seen.torn;
    };
    for (; ; cycle += 1) {
      const enough = cycle >= cycles && acknowledged >= wanted;
      if (cycle % perFolder === 0 || enough) {
        if (folder !== '') {
          account(all);
          rmSync(folder, { recursive: true });
        }
        if (enough) break;
        folder = join(parent, `data-${cycle}`);
        [before, all] = [[], []];
      }
      const child = await start(folder);
      if (child.url === null) {
        failedStarts += 1;
        continue;
      }
      // Seen through the recovery of the service itself.
      account(before);
      const pairs: Pair[] = [];
      let left = 50 + random(sized(1, 105));
      const work = Array.from({ length: clients }, async (_, index) => {
        const client = new Client(child.url ?? '', adminSecret);
        for (let round = 0; ; round += 1) {
          const victim =
            round % 4 === 3 ? pairs.findLast(({ name }) => name.startsWith(`C${cycle}_${index}_`)) : null;
          const pair = victim ?? {
            name: `C${cycle}_${index}_${round}`,
            acknowledged: undefined,
            underway: undefined,
          };
          if (!victim) pairs.push(pair);
          const value = victim ? null : `${cycle} ${index} ${round}`;
          pair.underway = value;
          const secrets = ['A', 'B'].map((half) => ({ key: `${pair.name}_${half}`, value }));
          if ((await client.put(secrets)) !== 200) return;
          pair.acknowledged = value;
          pair.underway = undefined;
          acknowledged += 1;
          left -= 1;
          // By work done and not by the clock, so that a slow machine proves as much; the rest of the moment is chance.
          if (left === 0) setTimeout(() => child.process.kill('SIGKILL'), random(3));
        }
      });
      await Promise.all(work);
      child.process.kill('SIGKILL');
      await child.ended;
      before = pairs;
      all.push(...pairs);
    }
    record('A', {
      attempts: cycle,
      faults: lost + torn + failedStarts,
      measured: { acknowledged, lost, torn },
    });
    expect({ lost, torn, failedStarts }).toEqual({ lost: 0, torn: 0, failedStarts: 0 });
  },
  proofTimeout,
);
