import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabaseForReading } from '../../src-main/secrets/local/database';
import { openStore } from '../../src-main/secrets/local/store';
import { pinnedRandom, proofTimeout, record, sized } from '../support/proof';
import { callAsWindow, nativeBinding, startService } from '../support/service';

const frameBytes = 4096 + 24;
const headerBytes = 32;
const wantedFrames = sized(6, 50);
const flips = sized(300, 10_000);

/** A folder in memory where there is one: the files are opened a few hundred thousand times. */
function quickFolder(): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'phoenix-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const stateOf = (path: string): string => {
  const database = openDatabaseForReading(path, nativeBinding());
  try {
    const rows = database.prepare('SELECT key, hex(value) FROM secrets ORDER BY key').raw().all();
    return JSON.stringify(rows);
  } finally {
    database.close();
  }
};

/** Commits until the WAL has enough frames; the state after each, with how many bytes of WAL it takes. */
async function record50(folder: string): Promise<{ bytes: number; state: string }[]> {
  const settings = { dataFolder: join(folder, 'data') };
  // What the first start writes is in the database file, so that the WAL holds only what follows.
  await (await startService({ settings })).dispose();
  const service = await startService({ settings });
  const path = join(folder, 'data/secrets.db');
  const states = [{ bytes: 0, state: stateOf(path) }];
  for (let index = 0; (states.at(-1)?.bytes ?? 0) < headerBytes + wantedFrames * frameBytes; index += 1) {
    const size = index % 3 === 2 ? 2000 : 20;
    const secrets = [0, 1, 2].map((part) => ({
      key: `K_${(index * 3 + part) % 11}`,
      value: index % 4 === 3 && part === 1 ? null : `${index}`.repeat(size),
    }));
    await callAsWindow(service, 'secrets.put', { secrets });
    states.push({ bytes: readFileSync(`${path}-wal`).length, state: stateOf(path) });
  }
  copyFileSync(path, join(folder, 'secrets.db'));
  copyFileSync(`${path}-wal`, join(folder, 'secrets.db-wal'));
  await service.dispose();
  return states;
}

it(
  'C: a WAL that is cut at any byte, or has any bit turned, gives what was acknowledged up to there',
  async () => {
    const folder = quickFolder();
    const states = await record50(folder);
    const path = join(folder, 'secrets.db');
    const whole = readFileSync(`${path}-wal`);
    const original = readFileSync(path);
    const expectedAt = (bytes: number) => states.findLast((each) => each.bytes <= bytes)?.state;
    // Each state has to differ, else a lost commit would not show.
    expect(new Set(states.map(({ state }) => state)).size).toBe(states.length);
    let [faults, cuts, opened] = [0, 0, 0];
    const look = (bytes: number) => {
      rmSync(`${path}-shm`, { force: true });
      if (stateOf(path) !== expectedAt(bytes)) faults += 1;
    };

    const wal = openSync(`${path}-wal`, 'r+');
    for (let length = whole.length; length >= 0; length -= sized(13, 1)) {
      ftruncateSync(wal, length);
      look(length);
      cuts += 1;
    }

    writeSync(wal, whole, 0, whole.length, 0);
    const random = pinnedRandom(0xc);
    for (let flip = 0; flip < flips; flip += 1) {
      const at = random(whole.length);
      const original = whole[at] ?? 0;
      writeSync(wal, Buffer.of(original ^ (1 << random(8))), 0, 1, at);
      // All up to the frame with the bit; nothing at all when it is in the header of the file.
      const frame = at < headerBytes ? 0 : Math.floor((at - headerBytes) / frameBytes);
      look(at < headerBytes ? 0 : headerBytes + frame * frameBytes);
      writeSync(wal, Buffer.of(original), 0, 1, at);
    }
    closeSync(wal);

    // The program's own way in, which also writes, around each border.
    for (let frame = 0; headerBytes + frame * frameBytes <= whole.length; frame += 1) {
      for (const off of [-1, 0, 1, 24, 25]) {
        const length = Math.max(0, Math.min(whole.length, headerBytes + frame * frameBytes + off));
        rmSync(`${path}-shm`, { force: true });
        writeFileSync(path, original);
        writeFileSync(`${path}-wal`, whole.subarray(0, length));
        openStore(path, nativeBinding()).close();
        if (stateOf(path) !== expectedAt(length)) faults += 1;
        opened += 1;
      }
    }
    record('C', {
      attempts: cuts + flips + opened,
      faults,
      measured: {
        frames: (whole.length - headerBytes) / frameBytes,
        commits: states.length - 1,
        cuts,
        flips,
      },
    });
    expect(faults).toBe(0);
  },
  proofTimeout,
);
