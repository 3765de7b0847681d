import type Database from 'better-sqlite3';
import { first } from './migrations/0001-first';
import { accounts } from './migrations/0002-accounts';
import { connections } from './migrations/0003-connections';

interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** All steps, in order. */
export const migrations: readonly Migration[] = [first, accounts, connections];

/** Marks a database file as ours ("PhxS"), so that another program's is never taken for an empty store. */
export const applicationId = 0x50687853;

/** The schema that this program writes. */
export const schemaVersion = migrations.length;

/**
 * Brings a database to the newest schema, each step and its version in one transaction.
 * Fewer `steps` make an older schema.
 */
export function migrate(database: Database.Database, steps: readonly Migration[] = migrations): void {
  const current = Number(database.pragma('user_version', { simple: true }));
  steps.forEach((migration, index) => {
    if (migration.version !== index + 1) throw new Error('Migrations are not numbered 1, 2, 3, …');
    if (migration.version <= current) return;
    database
      .transaction(() => {
        database.exec(migration.sql);
        database.pragma(`application_id = ${applicationId}`);
        database.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  });
}
