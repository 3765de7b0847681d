import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decrypt, deriveKey } from '../../src-main/secrets/local/cipher';
import { Client } from '../support/client';
import { query } from '../support/database';
import { pinnedRandom, proofTimeout, record, sized } from '../support/proof';
import { adminSecret, phoenixSecret, startService } from '../support/service';
import { smallDisk } from '../support/small-disk';

const operations = sized(200, 1000);

/** Takes all room that is left on the disk. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (const block of [Buffer.alloc(65536, 1), Buffer.alloc(4096, 1)]) {
      try {
        for (;;) writeSync(file, block);
      } catch {
        // Full.
      }
    }
  } finally {
    closeSync(file);
  }
}

it.skipIf(process.getuid?.() !== 0)(
  'F: puts and deletes on a full disk: what is answered 200 is there, what is answered 507 changed nothing',
  async ({ skip }) => {
    const folder = smallDisk('12m') ?? skip('no right to mount a small disk here');
    const settings = { dataFolder: join(folder, 'data') };
    const path = join(settings.dataFolder, 'secrets.db');
    const key = await deriveKey(phoenixSecret);
    const random = pinnedRandom(0xf);
    const model = new Map<string, string>();
    let service = await startService({ settings });
    let client = new Client(service.url, adminSecret);
    let [lost, stored, deleted, full, deletesRefused, startsRefused, other] = [0, 0, 0, 0, 0, 0, 0];

    const compare = () => {
      const found = query<{ key: string; value: Buffer }>(path, 'SELECT key, value FROM secrets');
      const seen = new Map(found.map((row) => [row.key, decrypt(key, row.value)?.toString()]));
      lost += [...model].filter(([name, value]) => seen.get(name) !== value).length;
      lost += [...seen.keys()].filter((name) => !model.has(name)).length;
    };
    for (let index = 0; index < operations; index += 1) {
      // Somebody else takes all room, what our deletes made free too; and after a while gives it back.
      if (index % 20 === 8) fill(join(folder, 'filler'));
      if (index % 20 === 0) rmSync(join(folder, 'filler'), { force: true });
      const deletes = index % 3 === 2;
      const name = deletes ? [...model.keys()][random(Math.max(1, model.size))] : `K_${random(60)}`;
      const value = deletes ? null : String.fromCharCode(97 + random(26)).repeat(100 + random(6000));
      const status = await client.put([{ key: name ?? 'NONE', value }]);
      if (status === 200 && value !== null) {
        model.set(name ?? '', value);
        stored += 1;
      } else if (status === 200) {
        model.delete(name ?? '');
        deleted += 1;
      } else if (status === 507) {
        full += 1;
        if (deletes) deletesRefused += 1;
      } else other += 1;
      if (index % 20 === 19) compare();
      if (index % 100 === 99) {
        // Also a start finds the disk full.
        client.close();
        await service.dispose();
        service = await startService({ settings }).catch(async (error: unknown) => {
          // Where what was kept is used up, it says so, and starts once there is room.
          expect(error).toMatchObject({ failure: { code: 'store' } });
          startsRefused += 1;
          rmSync(join(folder, 'filler'));
          return startService({ settings });
        });
        client = new Client(service.url, adminSecret);
        compare();
      }
    }
    client.close();
    await service.dispose();
    compare();
    const faults = lost + other;
    record('F', {
      attempts: operations,
      faults,
      measured: {
        stored,
        deleted,
        'refused as full': full,
        'deletes among them': deletesRefused,
        'starts refused as full': startsRefused,
      },
    });
    expect({ lost, other }).toEqual({ lost: 0, other: 0 });
    expect(full).toBeGreaterThan(operations / 10);
    expect(stored).toBeGreaterThan(operations / 20);
  },
  proofTimeout,
);
