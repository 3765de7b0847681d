import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabaseForWriting } from '../../../src-main/secrets/local/database';
import { openEngine } from '../../../src-main/secrets/local/engine';
import { takeSecret } from '../../../src-main/secrets/local/rows';
import { prepareDataFolder } from '../../../src-main/settings/data-folder';
import { openDatabase, query } from '../../support/database';
import { filesWith, fingerprint, modesOf } from '../../support/files';
import { nativeBinding, startService, temporaryFolder } from '../../support/service';

function openIn(folder: string) {
  prepareDataFolder(folder);
  const engine = openEngine(join(folder, 'secrets.db'), nativeBinding());
  onTestFinished(() => engine.close());
  return engine;
}

/** A folder with a store of ours that has one row, closed. */
async function storedFolder(): Promise<string> {
  const folder = join(temporaryFolder(), 'data');
  const engine = openIn(folder);
  await engine.queue.submit((writer) =>
    writer.run('INSERT INTO secrets (key, value, user_id) VALUES (?, ?, 2)', 'KEPT', Buffer.from('token')),
  );
  await engine.close();
  return folder;
}

function change(folder: string, sql: string): void {
  // Unsafe: what an attacker writes with a tool of their own.
  const database = openDatabase(join(folder, 'secrets.db')).unsafeMode();
  database.exec(sql);
  database.close();
}

it('a WAL that a killed run left is emptied, and what was deleted in it is in no file', async () => {
  const folder = await storedFolder();
  const engine = openIn(folder);
  await engine.queue.submit((writer) =>
    writer.run('UPDATE secrets SET value = ?', Buffer.from('canary-of-a-token')),
  );
  await engine.queue.submit((writer) => writer.run('DELETE FROM secrets'));
  // At once, before anything is checkpointed: what a kill leaves.
  const killed = temporaryFolder();
  for (const name of ['secrets.db', 'secrets.db-wal']) copyFileSync(join(folder, name), join(killed, name));
  expect(filesWith(killed, 'canary-of-a-token')).toEqual(['secrets.db-wal']);

  openIn(killed);
  await expect.poll(() => filesWith(killed, 'canary-of-a-token'), { timeout: 10_000 }).toEqual([]);
});

describe('a store whose last change was broken off beside the WAL', () => {
  it('goes back to its last commit, and opens', async () => {
    const folder = await storedFolder();
    const path = join(folder, 'secrets.db');
    const cut = join(temporaryFolder(), 'secrets.db');
    const database = openDatabase(path);
    database.pragma('journal_mode = DELETE');
    database.pragma('cache_size = 1');
    const insert = database.prepare(
      'INSERT INTO secrets (key, value, user_id) VALUES (?, zeroblob(3000), 2)',
    );
    database.exec('BEGIN');
    for (let index = 0; index < 50; index += 1) insert.run(`K_${index}`);
    // What a power cut leaves: pages of the change are in the file, and what was there before is in the journal.
    copyFileSync(path, cut);
    copyFileSync(`${path}-journal`, `${cut}-journal`);
    database.exec('ROLLBACK');
    database.close();

    const engine = openEngine(cut, nativeBinding());
    expect(engine.reader.all('SELECT key FROM secrets')).toEqual([{ key: 'KEPT' }]);
    await engine.close();
  });
});

describe('a new store', () => {
  it("has Phoenix's table to the column", () => {
    const folder = temporaryFolder();
    openIn(folder);
    const phoenix = join(import.meta.dirname, '../../fixtures/phoenix-20.26.1.db');
    for (const sql of [
      "SELECT * FROM pragma_table_xinfo('secrets')",
      "SELECT * FROM pragma_foreign_key_list('secrets')",
      'SELECT name, "unique", origin FROM pragma_index_list(\'secrets\')',
    ]) {
      expect(query(join(folder, 'secrets.db'), sql)).toEqual(query(phoenix, sql));
    }
  });

  it('survives a power cut: WAL with a sync at each commit, deleted content overwritten', () => {
    const folder = temporaryFolder();
    openIn(folder);
    const database = openDatabaseForWriting(join(folder, 'secrets.db'), nativeBinding());
    onTestFinished(() => void database.close());
    const pragma = (name: string) => database.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('trusted_schema')).toBe(0);
    expect(pragma('temp_store')).toBe(2);
    expect(pragma('fullfsync')).toBe(1);
    expect(pragma('user_version')).toBe(3);
    expect(() => database.exec("UPDATE sqlite_schema SET sql = ''")).toThrow('may not be modified');
  });

  it('cannot be written through the connection that reads', () => {
    const { reader } = openIn(temporaryFolder());
    expect(() => reader.all('DELETE FROM secrets RETURNING key')).toThrow('given to a reader');
    // @ts-expect-error -- a query that writes does not compile against a reader
    expect(() => takeSecret(reader, 'KEPT')).not.toThrow();
  });
});

describe('permissions', () => {
  it('are 0700 and 0600 under a umask that allows everything', async () => {
    const umask = process.umask(0);
    onTestFinished(() => void process.umask(umask));
    const service = await startService();
    const { '.': folder, ...files } = modesOf(service.folder);
    expect(folder).toBe('700');
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'secrets.db',
        'secrets.db-wal',
        'secrets.db-shm',
        'lock.db',
        'lock.json',
        'endpoint.json',
      ]),
    );
    expect(new Set(Object.values(files))).toEqual(new Set(['600']));
  });

  it('are narrowed where they were wider before', async () => {
    const folder = await storedFolder();
    const { chmodSync } = await import('node:fs');
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'endpoint.json'), '{}', { mode: 0o666 });
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o666);
    prepareDataFolder(folder);
    const { '.': own, ...files } = modesOf(folder);
    expect(own).toBe('700');
    expect(new Set(Object.values(files))).toEqual(new Set(['600']));
  });

  it.each([
    'secrets.db',
    'lock.db',
    'endpoint.json',
    'lock.json',
    'preferences.json',
    'keychain.json',
    'secrets.db-wal',
  ])('refuse %s when it is a symbolic link, and leave its target alone', (name) => {
    const folder = temporaryFolder();
    const victim = join(temporaryFolder(), 'victim');
    writeFileSync(victim, 'untouched', { mode: 0o644 });
    symlinkSync(victim, join(folder, name));
    expect(() => prepareDataFolder(folder)).toThrow(`${name} is a symbolic link`);
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
    expect(modesOf(join(victim, '..'))['victim']).toBe('644');
  });

  it('refuse a data folder that is a symbolic link or a file', () => {
    const parent = temporaryFolder();
    symlinkSync(temporaryFolder(), join(parent, 'link'));
    writeFileSync(join(parent, 'file'), '');
    expect(() => prepareDataFolder(join(parent, 'link'))).toThrow('is a symbolic link');
    expect(() => prepareDataFolder(join(parent, 'file'))).toThrow('The data folder cannot be used');
    expect(() => prepareDataFolder(join(parent, 'file', 'below'))).toThrow('PHOENIX_WORKING_DIR');
  });

  it('refuse a folder that all users share, and leave it as it is', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o1777);
    expect(() => prepareDataFolder(folder)).toThrow('shared by all users');
    expect(statSync(folder).mode & 0o7777).toBe(0o1777);
  });

  it.skipIf(process.getuid?.() !== 0)('refuse what belongs to another user', async () => {
    const { chownSync } = await import('node:fs');
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'secrets.db'), '');
    chownSync(join(folder, 'secrets.db'), 65_534, 65_534);
    expect(() => prepareDataFolder(folder)).toThrow('belongs to another user');
  });
});

/** Puts an object into the schema that SQLite itself would refuse to create. */
function smuggle(folder: string, type: string, name: string, sql: string): void {
  change(
    folder,
    `PRAGMA writable_schema = ON;
     INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('${type}', '${name}', 'secrets', 0, '${sql}')`,
  );
}

describe('a database that is not to be opened is refused and stays as it is, to the byte', () => {
  const refusals: [what: string, spoil: (folder: string) => void, why: RegExp][] = [
    ['a newer schema', (folder) => change(folder, 'PRAGMA user_version = 4'), /newer version .*schema 4/],
    ["another program's", (folder) => change(folder, 'PRAGMA application_id = 7'), /made by another program/],
    [
      "a real Phoenix's",
      (folder) =>
        copyFileSync(
          join(import.meta.dirname, '../../fixtures/phoenix-20.26.1.db'),
          join(folder, 'secrets.db'),
        ),
      /made by another program/,
    ],
    [
      'one with a trigger',
      (folder) => change(folder, 'CREATE TRIGGER t AFTER INSERT ON secrets BEGIN DELETE FROM api_keys; END'),
      /did not put there \(trigger\)/,
    ],
    [
      'one with a view',
      (folder) => change(folder, 'CREATE VIEW v AS SELECT * FROM secrets'),
      /did not put there \(view\)/,
    ],
    [
      'one with a table of others',
      (folder) => change(folder, 'CREATE TABLE t (x)'),
      /did not put there \(table\)/,
    ],
    [
      'one with a virtual table',
      (folder) => change(folder, 'DROP TABLE secrets; CREATE VIRTUAL TABLE secrets USING fts5(key, value)'),
      /did not put there/,
    ],
    [
      'one with a trigger under a name of SQLite itself',
      (folder) =>
        smuggle(
          folder,
          'trigger',
          'sqlite_evil',
          'CREATE TRIGGER sqlite_evil BEFORE INSERT ON secrets BEGIN SELECT RAISE(IGNORE); END',
        ),
      /did not put there \(trigger\)/,
    ],
    [
      'one whose column refuses every value',
      (folder) =>
        change(
          folder,
          "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'value BLOB NOT NULL', 'value BLOB NOT NULL CHECK (0)') WHERE name = 'secrets'",
        ),
      /did not put there \(table\)/,
    ],
    ['one without its table', (folder) => change(folder, 'DROP TABLE api_keys'), /is damaged/],
    [
      'a text file',
      (folder) => writeFileSync(join(folder, 'secrets.db'), 'no database at all'.repeat(300)),
      /is damaged/,
    ],
    ['one cut short', (folder) => truncateSync(join(folder, 'secrets.db'), 9000), /is damaged/],
    [
      'one with a page of zeros',
      (folder) => {
        const path = join(folder, 'secrets.db');
        const bytes = readFileSync(path);
        bytes.fill(0, 4096 * 4, 4096 * 6);
        writeFileSync(path, bytes);
      },
      /is damaged/,
    ],
  ];

  it.each(refusals)('%s', async (_what, spoil, why) => {
    const folder = await storedFolder();
    spoil(folder);
    const path = join(folder, 'secrets.db');
    const before = fingerprint(path);
    prepareDataFolder(folder);
    expect(() => openEngine(path, nativeBinding())).toThrow(why);
    expect(fingerprint(path)).toBe(before);
    await expect(startService({ settings: { dataFolder: folder } })).rejects.toMatchObject({
      failure: { code: 'store', message: expect.stringContaining('Nothing was changed') as string },
    });
    expect(fingerprint(path)).toBe(before);
    expect(readdirSync(folder)).not.toContain('lock.json');
  });

  it('is opened again when it is sound', async () => {
    const folder = await storedFolder();
    expect(openIn(folder).reader.all('SELECT key FROM secrets')).toEqual([{ key: 'KEPT' }]);
  });

  it('any damage ends in a refusal or a sound list, never in a crash', async () => {
    const folder = await storedFolder();
    const path = join(folder, 'secrets.db');
    const sound = readFileSync(path);
    let refused = 0;
    for (let round = 0; round < 120; round += 1) {
      const bytes = Buffer.from(sound);
      // Spread over the file, and the same in every run.
      for (let flip = 0; flip < 3; flip += 1)
        bytes[(round * 7919 + flip * 104_729) % bytes.length] = (round * 31) & 255;
      writeFileSync(path, bytes);
      const before = fingerprint(path);
      try {
        await openEngine(path, nativeBinding()).close();
      } catch (error) {
        refused += 1;
        expect(error).toMatchObject({ name: 'StoreError' });
        expect(fingerprint(path)).toBe(before);
      }
    }
    expect(refused).toBeGreaterThan(5);
  });
});

describe('a folder that cannot be written', () => {
  it.skipIf(process.getuid?.() !== 0)('is a clear refusal for an ordinary user', async () => {
    const { chmodSync, chownSync } = await import('node:fs');
    const { runAsNobody } = await import('../../support/child');
    const parent = temporaryFolder();
    chmodSync(parent, 0o755);
    const folder = join(parent, 'data');
    mkdirSync(folder, { mode: 0o500 });
    chownSync(folder, 65_534, 65_534);
    const { code, stderr } = await runAsNobody(folder);
    expect(code).toBe(4);
    expect(stderr).toMatch(/cannot be written \(EACCES\)\. Check the permissions/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
