import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import * as z from 'zod';
import { start as texts } from '../../src-shared/texts/en/start';
import { writePrivateFile } from './private-file';
import { StartError } from './start-error';

export interface FolderLock {
  release(): void;
}

const holderSchema = z.object({
  pid: z.number().int(),
  mode: z.enum(['window', 'headless']),
  startedAt: z.string(),
});

/**
 * Makes this process the only one that serves a data folder. The lock is SQLite's own on `lock.db`: the
 * kernel lets go of it when the process dies, so it cannot be stale. `lock.json` only says who holds it.
 * Throws a `StartError` that names the holder.
 */
export async function lockFolder(
  folder: string,
  holder: { readonly mode: 'window' | 'headless'; readonly startedAt: string },
  nativeBinding: string,
): Promise<FolderLock> {
  const note = join(folder, 'lock.json');
  const path = join(folder, 'lock.db');
  let database = tryLock(path, nativeBinding);
  for (let attempt = 1; !database; attempt += 1) {
    const other = await readHolder(note);
    // A holder that ends takes its note away first: without one, it may be gone in a moment.
    if (other || attempt === 5) {
      throw new StartError(
        'already_running',
        describeHolder(folder, other),
        other ? { holder: other.mode } : {},
      );
    }
    database = tryLock(path, nativeBinding);
  }
  const locked = database;
  try {
    writePrivateFile(note, `${JSON.stringify({ pid: process.pid, ...holder })}\n`);
  } catch (error) {
    locked.close();
    throw new StartError('store', texts.file.unwritable(note), { cause: error });
  }
  return {
    release() {
      rmSync(note, { force: true });
      locked.close();
    },
  };
}

/** The connection that holds the lock, or null while another process has it. */
function tryLock(path: string, nativeBinding: string): Database.Database | null {
  const database = new Database(path, { nativeBinding, timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw new StartError('store', texts.file.unlockable(path), { cause: error });
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function describeHolder(folder: string, holder: z.infer<typeof holderSchema> | null): string {
  const who = holder
    ? texts.running.process(holder.pid, texts.running.modes[holder.mode], holder.startedAt)
    : texts.running.unknownProcess;
  return texts.running.already(folder, who);
}

/** The holder writes its note right after it got the lock, so it may take a moment to appear. */
async function readHolder(note: string): Promise<z.infer<typeof holderSchema> | null> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      return holderSchema.parse(JSON.parse(readFileSync(note, 'utf8')));
    } catch {
      await wait(40);
    }
  }
  return null;
}
