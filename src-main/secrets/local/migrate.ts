import type Database from 'better-sqlite3';
import { first } from './migrations/0001-first';

interface Migration {
  readonly version: number;
  readonly sql: string;
}

const migrations: readonly Migration[] = [first];

/** Marks a database file as ours ("PhxS"), so that another program's is never taken for an empty store. */
export const applicationId = 0x50687853;

/** The schema that this program writes. */
export const schemaVersion = migrations.length;

/** Brings a database up to a schema version, the newest unless told, each step and its version in one transaction. */
export function migrate(database: Database.Database, version: number = schemaVersion): void {
  const current = Number(database.pragma('user_version', { simple: true }));
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1) throw new Error('Migrations are not numbered 1, 2, 3, …');
    if (migration.version <= current || migration.version > version) return;
    database
      .transaction(() => {
        database.exec(migration.sql);
        database.pragma(`application_id = ${applicationId}`);
        database.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  });
}
