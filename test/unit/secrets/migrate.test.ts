import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabaseForWriting } from '../../../src-main/secrets/local/database';
import { migrate, schemaVersion } from '../../../src-main/secrets/local/migrate';
import { first } from '../../../src-main/secrets/local/migrations/0001-first';
import { accounts } from '../../../src-main/secrets/local/migrations/0002-accounts';
import { connections } from '../../../src-main/secrets/local/migrations/0003-connections';
import { openStore } from '../../../src-main/secrets/local/store';
import { nativeBinding, temporaryFolder } from '../../support/service';

function emptyDatabase() {
  const path = join(temporaryFolder(), 'secrets.db');
  writeFileSync(path, '');
  const database = openDatabaseForWriting(path, nativeBinding());
  onTestFinished(() => void database.close());
  return { path, database };
}

it('0002 keeps every user, secret and key, gives no one a password and holds its rules', () => {
  const { path, database } = emptyDatabase();
  migrate(database, [first]);
  database.exec(`
    INSERT INTO users (id, username, email, role) VALUES (7, 'marta', 'marta@example.com', 'MEMBER');
    INSERT INTO secrets (key, value, user_id) VALUES ('A', x'00ff', 7);
    INSERT INTO api_keys (name, user_id, token_sha256, created_at) VALUES ('ci', 7, x'01', '2026-01-01T00:00:00Z');
  `);
  const tables = ['secrets', 'api_keys'].map((table) => `SELECT * FROM ${table}`);
  const before = tables.map((sql) => database.prepare(sql).all());
  const users = database.prepare('SELECT * FROM users').all() as object[];
  migrate(database, [first, accounts]);
  expect(database.pragma('user_version', { simple: true })).toBe(2);
  expect(tables.map((sql) => database.prepare(sql).all())).toEqual(before);
  expect(database.prepare('SELECT * FROM users').all()).toEqual(
    users.map((user) => ({
      ...user,
      password_hash: null,
      password_salt: null,
      password_params: null,
      must_change_password: 0,
    })),
  );
  const insert = database.prepare(
    "INSERT INTO encryption_key (id, check_token, backend, set_at) VALUES (?, x'00', 'b', 't')",
  );
  insert.run(1);
  expect(() => insert.run(2)).toThrow('CHECK');
  expect(() => database.exec("INSERT INTO sign_in_attempts VALUES ('a', 'many', 0, 0)")).toThrow('INTEGER');
  database.close();
  openStore(path, nativeBinding()).close();
});

it('0003 keeps everything, holds its rules, and connections go with their user', () => {
  const { path, database } = emptyDatabase();
  migrate(database, [first, accounts]);
  database.exec(`
    INSERT INTO users (id, username, email, role) VALUES (7, 'marta', 'marta@example.com', 'MEMBER');
    INSERT INTO secrets (key, value, user_id) VALUES ('A', x'00ff', 7);
  `);
  const tables = ['users', 'secrets', 'api_keys', 'sign_in_attempts', 'encryption_key'];
  const stored = () => tables.map((table) => database.prepare(`SELECT * FROM ${table}`).all());
  const before = stored();
  migrate(database, [first, accounts, connections]);
  expect(database.pragma('user_version', { simple: true })).toBe(3);
  expect(stored()).toEqual(before);
  const insert = (values: string) =>
    database.exec(
      `INSERT INTO connections (id, user_id, name, url, sign_in, label, allow_http) VALUES (${values})`,
    );
  insert("'a', 7, 'prod', 'https://h', 'api_key', 'none', 0");
  expect(() => insert("'b', 7, 'prod', 'https://h', 'guess', 'none', 0")).toThrow('CHECK');
  expect(() => insert("'b', 7, 'prod', 'https://h', 'none', 'colour', 0")).toThrow('CHECK');
  expect(() => insert("'b', 8, 'prod', 'https://h', 'none', 'none', 0")).toThrow('FOREIGN KEY');
  database.exec('DELETE FROM users WHERE id = 7');
  expect(database.prepare('SELECT * FROM connections').all()).toEqual([]);
  database.close();
  openStore(path, nativeBinding()).close();
});

it('a store of the first version is opened and brought up to date', () => {
  const { path, database } = emptyDatabase();
  migrate(database, [first]);
  database.close();
  const store = openStore(path, nativeBinding());
  expect(store.reader.get('PRAGMA user_version')).toEqual({ user_version: schemaVersion });
  store.close();
});

it('a step that fails leaves the version before it', () => {
  const { database } = emptyDatabase();
  migrate(database, [first]);
  const broken = { version: 2, sql: `${accounts.sql}; SELECT nonsense;` };
  expect(() => migrate(database, [first, broken])).toThrow('nonsense');
  expect(database.pragma('user_version', { simple: true })).toBe(1);
  migrate(database, [first, accounts]);
  expect(database.pragma('user_version', { simple: true })).toBe(2);
});
