import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decrypt, fallbackKey } from '../../src-main/secrets/local/cipher';
import { openStore } from '../../src-main/secrets/local/store';
import { bundleChild } from '../support/bundled-child';
import { Client } from '../support/client';
import { query } from '../support/database';
import { proofTimeout, record, sized } from '../support/proof';
import { adminSecret, nativeBinding, temporaryFolder } from '../support/service';
import { broken, canTrace } from '../support/strace';

/** Which call of its kind fails. */
const positions = Array.from({ length: 300 }, (_, index) => index + 1).filter(
  (position) => position % sized(100, 1) === sized(7, 0),
);
const kinds = ['pwrite64,write', 'fdatasync,fsync'];
const errors = ['EIO', 'ENOSPC'];

it.skipIf(!canTrace)(
  'D: each write and each sync of the disk fails once: nothing is acknowledged that is not there afterwards',
  async () => {
    const start = await bundleChild();
    const parent = temporaryFolder();
    const key = fallbackKey();
    let [faults, acknowledged, refused, ended, unopened] = [0, 0, 0, 0, 0];

    const one = async (calls: string, error: string, position: number) => {
      const folder = join(parent, `${calls}-${error}-${position}`);
      const child = await start(folder, { wrapper: broken(calls, position, { error }) });
      const expected = new Map<string, string | null>();
      const unsure = new Set<string>();
      if (child.url === null) ended += 1;
      else {
        const client = new Client(child.url, adminSecret);
        for (let round = 0; round < position + 10; round += 1) {
          const name = `K_${round % 40}`;
          const value = round % 5 === 4 ? null : `${round}`;
          const status = await client.put([{ key: name, value }]);
          if (status === 200) {
            expected.set(name, value);
            unsure.delete(name);
            acknowledged += 1;
          } else {
            // Refused, or the answer itself got lost: then it may be there, all the same.
            unsure.add(name);
            refused += 1;
          }
        }
        client.close();
      }
      child.process.kill('SIGKILL');
      await child.ended;
      const path = join(folder, 'secrets.db');
      if (existsSync(path)) {
        try {
          openStore(path, nativeBinding()).close();
          const stored = new Map(
            query<{ key: string; value: Buffer }>(path, 'SELECT key, value FROM secrets').map((row) => [
              row.key,
              decrypt(key, row.value)?.toString(),
            ]),
          );
          for (const [name, value] of expected) {
            if (!unsure.has(name) && (stored.get(name) ?? null) !== value) faults += 1;
          }
        } catch {
          // Whatever failed, the next start has to work.
          unopened += 1;
        }
      }
      rmSync(folder, { recursive: true, force: true });
    };

    const waiting = kinds.flatMap((calls) =>
      errors.flatMap((error) => positions.map((position) => ({ calls, error, position }))),
    );
    const attempts = waiting.length;
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await one(next.calls, next.error, next.position);
      }
    };
    await Promise.all([worker(), worker()]);
    record('D', {
      attempts,
      faults: faults + unopened,
      measured: {
        acknowledged,
        'refused or unanswered': refused,
        'ended at the start': ended,
        'false acknowledgements': faults,
      },
    });
    expect({ faults, unopened }).toEqual({ faults: 0, unopened: 0 });
    expect(refused + ended).toBeGreaterThan(0);
  },
  proofTimeout,
);
