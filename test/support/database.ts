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
