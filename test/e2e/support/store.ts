import Database from 'better-sqlite3';
import path from 'node:path';

/** The store seen from another process: this one. */
export function openStore(folder: string): Database.Database {
  const nativeBinding = path.join(import.meta.dirname, '../../../dist/main/better_sqlite3.node');
  return new Database(path.join(folder, 'secrets.db'), { nativeBinding, timeout: 2_000 });
}
