import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { bundleChild, type ChildOptions } from '../support/bundled-child';
import { Client } from '../support/client';
import { proofTimeout, record, sized } from '../support/proof';
import { adminSecret, temporaryFolder } from '../support/service';
import { canTrace, traced } from '../support/strace';

const commits = sized(50, 2000);

/** Syncs of the disk before each answer, and in all, of so many puts one after the other. */
async function syncsOf(
  start: Awaited<ReturnType<typeof bundleChild>>,
  options: ChildOptions,
): Promise<{ syncs: number; answersBefore: number }> {
  const folder = temporaryFolder();
  const log = join(folder, 'calls');
  const child = await start(join(folder, 'data'), { ...options, wrapper: traced('fsync,fdatasync', log) });
  const client = new Client(child.url ?? '', adminSecret);
  const count = () =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => /sync\(\d+\) += 0/.test(line)).length;
  let seen = count();
  const atStart = seen;
  let answersBefore = 0;
  for (let index = 0; index < commits; index += 1) {
    expect(await client.put([{ key: `K_${index}`, value: 'v' }])).toBe(200);
    // strace writes its line before the call returns to the program, so the line is there before the answer.
    const now = count();
    if (now === seen) answersBefore += 1;
    seen = now;
  }
  child.process.kill('SIGKILL');
  await wait(50);
  return { syncs: seen - atStart, answersBefore };
}

it.skipIf(!canTrace)(
  'B: each answer waits for a sync of the disk; with synchronous=NORMAL, the control, it would not',
  async () => {
    const start = await bundleChild();
    const full = await syncsOf(start, {});
    const control = await syncsOf(start, { synchronous: 'NORMAL' });
    record('B', {
      attempts: commits,
      faults: full.answersBefore,
      measured: { 'syncs at FULL': full.syncs, 'syncs at NORMAL (control)': control.syncs },
    });
    expect(full.answersBefore).toBe(0);
    expect(full.syncs).toBeGreaterThanOrEqual(commits);
    // The proof can see the difference.
    expect(control.syncs).toBeLessThan(commits / 2);
    expect(control.answersBefore).toBeGreaterThan(commits / 2);
  },
  proofTimeout,
);
