import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { nativeBinding } from './service';

/**
 * Another connection to a database. It uses the same SQLite as the service: two libraries in one process
 * would not see each other's locks.
 */
export function openDatabase(path: string, options: { readonly?: boolean } = {}): Database.Database {
  return new Database(path, { nativeBinding: nativeBinding(), ...options });
}

/** All rows of a query, on a connection of its own. */
export function query<Row = Record<string, unknown>>(path: string, sql: string): Row[] {
  const database = openDatabase(path, { readonly: true });
  try {
    return database.prepare<[], Row>(sql).all();
  } finally {
    database.close();
  }
}

/** The locks that this process has on the files directly in a folder, as the kernel (Linux) lists them. */
export function locksOf(folder: string): string[] {
  const inodes = new Set(readdirSync(folder).map((name) => String(statSync(join(folder, name)).ino)));
  return readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .map((line) => line.split(/\s+/).slice(1))
    .filter(([, , , pid, file]) => pid === String(process.pid) && inodes.has(file?.split(':').at(-1) ?? ''))
    .map((lock) => lock.join(' '))
    .sort();
}
