import Database from 'better-sqlite3';
import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  decrypt,
  deriveKey,
  encrypt,
  fallbackKey,
  type FernetKey,
} from '../../src-main/secrets/local/cipher';
import { migrate, migrations, schemaVersion } from '../../src-main/secrets/local/migrate';
import { openStore } from '../../src-main/secrets/local/store';
import { bundleChild, type ChildOptions } from '../support/bundled-child';
import { openDatabase, query } from '../support/database';
import { pinnedRandom, proofTimeout, record, sized } from '../support/proof';
import { nativeBinding, phoenixSecret, temporaryFolder } from '../support/service';
import { broken, canTrace } from '../support/strace';

const rows = sized(300, 2500);
const kills = sized(5, 500);
/** How many writes a start and the change of the key make with so many rows, and some more. */
const writes = sized(45, 200);
const figures: { name: string; attempts: number; faults: number; old: number; renewed: number }[] = [];

/** A data folder whose store has the schema of an older program, and rows under the fallback key. */
function oldStore(folder: string, version: number, count: number): void {
  mkdirSync(folder, { mode: 0o700 });
  const database = new Database(join(folder, 'secrets.db'), { nativeBinding: nativeBinding() });
  migrate(database, migrations.slice(0, version));
  if (version > 0) {
    const key = fallbackKey();
    const insert = database.prepare('INSERT INTO secrets (key, value, user_id) VALUES (?, ?, 2)');
    database.transaction(() => {
      for (let index = 0; index < count; index += 1)
        insert.run(`K_${index}`, encrypt(key, `value ${index}`, 0));
    })();
  }
  database.close();
}

/** How many rows each key reads, and what else is right or wrong with them. */
function countBy(path: string, keys: readonly FernetKey[]): number[] {
  const stored = query<{ key: string; value: Buffer }>(path, 'SELECT key, value FROM secrets');
  return keys.map(
    (key) =>
      stored.filter((row) => decrypt(key, row.value)?.toString() === `value ${row.key.slice(2)}`).length,
  );
}

type Start = Awaited<ReturnType<typeof bundleChild>>;

const syncs = 'fdatasync,fsync,ftruncate,unlink';

/** Where one is ended: at its n-th call of a kind, or so many milliseconds after it began to serve. */
type End = { readonly calls: string; readonly n: number } | { readonly ms: number };

/** Starts on a copy of `prepared` and ends it with SIGKILL; gives the copy. */
async function killOnce(
  start: Start,
  prepared: string,
  attempt: number,
  end: End,
  options: ChildOptions = {},
): Promise<string> {
  const folder = `${prepared}-${attempt}`;
  cpSync(prepared, folder, { recursive: true });
  const wrapper = 'calls' in end ? broken(end.calls, end.n, { signal: 'KILL' }) : [];
  const child = await start(folder, { ...options, wrapper });
  if ('ms' in end) await wait(end.ms);
  // The call that was to be its last may be one of the change, or may not come.
  else
    while (options.newSecret && child.url && isRunning(child.process) && child.lines.length < 2)
      await wait(2);
  child.process.kill('SIGKILL');
  await child.ended;
  return folder;
}

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null;

/** Runs all attempts, two at a time. */
async function inTwos(attemptOnce: (attempt: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < kills) await attemptOnce(next++);
  };
  await Promise.all([worker(), worker()]);
}

it.skipIf(!canTrace)(
  'E: killed while the key is changed: all rows are under the old key or all under the new one',
  async () => {
    const start = await bundleChild();
    const prepared = join(temporaryFolder(), 'data');
    oldStore(prepared, schemaVersion, rows);
    const [before, after] = [fallbackKey(), await deriveKey(phoenixSecret)];
    const random = pinnedRandom(0xe);
    let [old, renewed, mixed] = [0, 0, 0];
    await inTwos(async (attempt) => {
      const round = Math.floor(attempt / 5);
      // Of five three at a write, so that each one is met, and one at some moment: the derivation of the key takes a
      // tenth of a second or two, then comes the change.
      const end = [
        ...[0, 1, 2].map((part) => ({ calls: 'pwrite64', n: 1 + ((round * 3 + part) % writes) })),
        { calls: syncs, n: 1 + (round % 16) },
        { ms: 50 + random(350) },
      ][attempt % 5] as End;
      const folder = await killOnce(start, prepared, attempt, end, { newSecret: phoenixSecret });
      const path = join(folder, 'secrets.db');
      openStore(path, nativeBinding()).close();
      const [one = 0, other = 0] = countBy(path, [before, after]);
      const checks = query(path, 'SELECT 1 FROM encryption_key').length;
      if (one === rows && checks === 0) old += 1;
      else if (other === rows && checks === 1) renewed += 1;
      else mixed += 1;
      rmSync(folder, { recursive: true });
    });
    figures.push({ name: 'key change', attempts: kills, faults: mixed, old, renewed });
    keepFigures();
    expect(mixed).toBe(0);
    expectBoth(old, renewed);
  },
  proofTimeout,
);

/** A proof in which no kill came in time, or each one did, shows nothing. */
function expectBoth(old: number, renewed: number): void {
  expect(old).toBeGreaterThan(0);
  if (sized(false, true)) expect(renewed).toBeGreaterThan(0);
}

function keepFigures(): void {
  const sum = (name: 'attempts' | 'faults') => figures.reduce((total, each) => total + each[name], 0);
  const measured = figures.map(({ name, old, renewed }) => [name, `${old} before, ${renewed} after`]);
  record('E', {
    attempts: sum('attempts'),
    faults: sum('faults'),
    measured: Object.fromEntries(measured) as Record<string, string>,
  });
}

it.skipIf(!canTrace).each(migrations.map(({ version }) => version))(
  'E: killed in migration %i: the schema is that before or that after, and the rows are all there',
  async (version) => {
    const start = await bundleChild();
    const prepared = join(temporaryFolder(), 'data');
    oldStore(prepared, version - 1, 50);
    const count = version === 1 ? 0 : 50;
    let [old, renewed, faults] = [0, 0, 0];
    await inTwos(async (attempt) => {
      const round = Math.floor(attempt / 2);
      const end =
        attempt % 2 === 0
          ? { calls: 'pwrite64', n: 1 + (round % 40) }
          : { calls: syncs, n: 1 + (round % 16) };
      const folder = await killOnce(start, prepared, attempt, end);
      const path = join(folder, 'secrets.db');
      // Looked at in a copy: whoever opens it goes on with what was broken off.
      const copy = `${folder}-copy`;
      cpSync(folder, copy, { recursive: true });
      const database = openDatabase(join(copy, 'secrets.db'));
      const found = Number(database.pragma('user_version', { simple: true }));
      database.close();
      rmSync(copy, { recursive: true });
      if (found < version) old += 1;
      else renewed += 1;
      // The next start goes on from there, whatever it is: it checks the schema to the letter, and the pages.
      try {
        openStore(path, nativeBinding()).close();
        if (countBy(path, [fallbackKey()])[0] !== count) faults += 1;
      } catch {
        faults += 1;
      }
      rmSync(folder, { recursive: true });
    });
    figures.push({ name: `migration ${version}`, attempts: kills, faults, old, renewed });
    keepFigures();
    expect(faults).toBe(0);
    expectBoth(old, renewed);
  },
  proofTimeout,
);
