import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Writer, openDatabaseForWriting } from '../../../src-main/secrets/local/database';
import { migrate } from '../../../src-main/secrets/local/migrate';
import { WriteQueue } from '../../../src-main/secrets/local/write-queue';
import { prepareDataFolder } from '../../../src-main/settings/data-folder';
import { openDatabase } from '../../support/database';
import { nativeBinding, temporaryFolder } from '../../support/service';

function open({ patienceMs = 3000 } = {}) {
  const folder = temporaryFolder();
  prepareDataFolder(folder);
  const path = join(folder, 'secrets.db');
  const database = openDatabaseForWriting(path, nativeBinding());
  onTestFinished(() => void database.close());
  migrate(database);
  const writer = new Writer(database);
  let commits = 0;
  const queue = new WriteQueue(writer, { patienceMs, onCommit: () => (commits += 1) });
  const keys = () =>
    writer.all<{ key: string }>('SELECT key FROM secrets ORDER BY key').map(({ key }) => key);
  return { path, writer, queue, keys, commits: () => commits };
}

function insert(key: string) {
  return (writer: Writer) =>
    writer.run('INSERT INTO secrets (key, value) VALUES (?, ?)', key, Buffer.from('t'));
}

/** Another connection's write lock. */
function lock(path: string): () => void {
  const other = openDatabase(path);
  other.exec('BEGIN IMMEDIATE');
  const release = () => void other.close();
  onTestFinished(release);
  return release;
}

describe('group commit', () => {
  it('writes what comes in one turn in one transaction', async () => {
    const { queue, keys, commits } = open();
    await Promise.all(['A', 'B', 'C'].map((key) => queue.submit(insert(key))));
    expect(keys()).toEqual(['A', 'B', 'C']);
    expect(commits()).toBe(1);
  });

  it('lets a bad job fail alone and leaves nothing of it', async () => {
    const { queue, keys, commits } = open();
    const bad = queue.submit((writer) => {
      insert('HALF')(writer);
      throw new Error('bad');
    });
    const [first, second, third] = await Promise.allSettled([
      queue.submit(insert('A')),
      bad,
      queue.submit(insert('B')),
    ]);
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(keys()).toEqual(['A', 'B']);
    expect(commits()).toBe(1);
  });

  it('leaves nothing of a bad job that is alone', async () => {
    const { queue, keys } = open();
    await expect(
      queue.submit((writer) => {
        insert('HALF')(writer);
        throw new Error('bad');
      }),
    ).rejects.toThrow('bad');
    await queue.submit(insert('A'));
    expect(keys()).toEqual(['A']);
  });

  it('answers nobody before the commit', async () => {
    const { path, queue } = open();
    const seen: unknown[] = [];
    const other = openDatabase(path, { readonly: true });
    onTestFinished(() => void other.close());
    const count = () => other.prepare('SELECT count(*) FROM secrets').pluck().get();
    await Promise.all(
      ['A', 'B'].map((key) =>
        queue
          .submit((writer) => void (insert(key)(writer), seen.push(count())))
          .then(() => seen.push(count())),
      ),
    );
    expect(seen).toEqual([0, 0, 2, 2]);
  });

  it('gives everyone of a group the error when the commit fails, and nothing is stored', async () => {
    const { queue, writer, keys } = open();
    const run = writer.run.bind(writer);
    let failing = true;
    writer.run = (sql, ...values) => {
      if (sql === 'COMMIT' && failing) throw Object.assign(new Error('disk'), { code: 'SQLITE_IOERR_FSYNC' });
      return run(sql, ...values);
    };
    const results = await Promise.allSettled([queue.submit(insert('A')), queue.submit(insert('B'))]);
    for (const result of results) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { name: 'AppError', code: 'storage_failed' },
      });
    }
    failing = false;
    await queue.submit(insert('C'));
    expect(keys()).toEqual(['C']);
  });
});

describe('a job that changes memory with its commit', () => {
  it('is alone in its transaction, and no other job sees one without the other', async () => {
    const { queue, keys, commits } = open();
    const seen: string[] = [];
    let inForce = 'old';
    const look = (key: string) => (writer: Writer) => {
      seen.push(`${key} ${inForce} ${writer.all('SELECT key FROM secrets').length}`);
      insert(key)(writer);
    };
    await Promise.all([
      queue.submit(look('A')),
      queue.submit(look('B')),
      queue.submit(insert('CHANGE'), { committed: () => (inForce = 'new') }),
      queue.submit(look('C')),
    ]);
    expect(seen).toEqual(['A old 0', 'B old 1', 'C new 3']);
    expect(commits()).toBe(3);
    expect(keys()).toHaveLength(4);
  });

  it('changes nothing when it fails', async () => {
    const { queue, keys } = open();
    let inForce = 'old';
    const failing = queue.submit(
      (writer) => {
        insert('A')(writer);
        throw new Error('half way');
      },
      { committed: () => (inForce = 'new') },
    );
    await expect(failing).rejects.toThrow('half way');
    expect([inForce, keys()]).toEqual(['old', []]);
  });
});

describe('a database that another process has locked', () => {
  it('is waited for without blocking the thread', async () => {
    const { path, queue, keys } = open();
    const release = lock(path);
    const turns: number[] = [];
    const timer = setInterval(() => turns.push(performance.now()), 5);
    const written = queue.submit(insert('A'));
    await wait(150);
    release();
    await written;
    clearInterval(timer);
    expect(keys()).toEqual(['A']);
    // A driver that waits for the lock itself would let none of them through.
    expect(turns.length).toBeGreaterThan(3);
  });

  it('is given up after a while with a clear code, and works again later', async () => {
    const { path, queue, keys } = open({ patienceMs: 60 });
    const release = lock(path);
    await expect(queue.submit(insert('A'))).rejects.toMatchObject({ code: 'storage_locked' });
    release();
    await queue.submit(insert('B'));
    expect(keys()).toEqual(['B']);
  });
});

describe('the end', () => {
  it('finishes what was taken in and takes no more', async () => {
    const { queue, keys } = open();
    const last = queue.submit(insert('LAST'));
    const closed = queue.close();
    await expect(queue.submit(insert('LATE'))).rejects.toMatchObject({ code: 'shutting_down' });
    await closed;
    await last;
    expect(keys()).toEqual(['LAST']);
  });
});

describe('a disk that has taken the space kept for deletes', () => {
  it('refuses what adds and lets the rest through, until that space is there again', async () => {
    const { writer, keys } = open();
    let given = true;
    const queue = new WriteQueue(writer, { isRoomGiven: () => given });
    await expect(queue.submit(insert('A'), { grows: true })).rejects.toMatchObject({ code: 'storage_full' });
    await queue.submit(insert('B'), { frees: true });
    given = false;
    await queue.submit(insert('C'), { grows: true });
    expect(keys()).toEqual(['B', 'C']);
  });
});
