import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { start as texts } from '../../../src-shared/texts/en/start';
import { openDatabaseForReading, openDatabaseForWriting, Reader, undoBrokenOff, Writer } from './database';
import { damaged, inspect } from './inspect';
import { migrate } from './migrate';
import { isLocked, sqliteCode, StoreError } from './store-error';

/** An open `secrets.db`: one connection that reads, one that writes. */
export interface Store {
  readonly reader: Reader;
  readonly writer: Writer;
  /** Empties the WAL and closes both. */
  close(): void;
}

/**
 * Opens the store at `path`, which exists (an empty file becomes a new store). It is inspected through a
 * read-only connection first, so that a database that is refused stays as it was, to the byte; only a change that
 * was broken off is undone before.
 * Throws a `StoreError` that says why and what to do.
 */
export function openStore(path: string, nativeBinding: string): Store {
  const opened: Database.Database[] = [];
  const open = (make: typeof openDatabaseForReading) => {
    const database = make(path, nativeBinding);
    opened.push(database);
    return database;
  };
  try {
    let probe = open(openDatabaseForReading);
    if (isBrokenOff(probe)) {
      probe.close();
      undoBrokenOff(path, nativeBinding);
      probe = open(openDatabaseForReading);
    }
    const found = inspect(probe, path, nativeBinding);
    // A connection that saw an empty file keeps what it saw; a fresh one reads the new schema.
    if (found === 'empty') probe.close();
    const writing = open(openDatabaseForWriting);
    migrate(writing);
    if (found === 'empty') syncFolder(dirname(path));
    const reader = new Reader(found === 'empty' ? open(openDatabaseForReading) : probe);
    const writer = new Writer(writing);
    return {
      reader,
      writer,
      close() {
        reader.close();
        try {
          writer.checkpoint();
        } catch {
          // On a full disk what is acknowledged stays in the WAL, where the next start finds it.
        }
        writer.close();
      },
    };
  } catch (error) {
    for (const database of opened.reverse()) database.close();
    throw explain(path, error);
  }
}

/** Whether a change was broken off beside the WAL, as when a power cut meets the very first start. */
function isBrokenOff(probe: Database.Database): boolean {
  try {
    probe.pragma('schema_version');
    return false;
  } catch (error) {
    // https://www.sqlite.org/rescode.html#readonly_rollback
    if (sqliteCode(error) === 'SQLITE_READONLY_ROLLBACK') return true;
    throw error;
  }
}

/** A new file is only there after a power cut when its folder was written too. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function explain(path: string, error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const code = sqliteCode(error);
  if (code === null) return error;
  if (isLocked(code)) {
    return new StoreError(texts.store.locked(path), { cause: error });
  }
  if (code.startsWith('SQLITE_FULL')) {
    return new StoreError(texts.store.full(path), { cause: error });
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code)) {
    return new StoreError(texts.store.unwritable(path, code), { cause: error });
  }
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT|ERROR|SCHEMA)/.test(code)) return damaged(path);
  return new StoreError(texts.store.unopenable(path, code), { cause: error });
}
