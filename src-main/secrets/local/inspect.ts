import Database from 'better-sqlite3';
import { start as texts } from '../../../src-shared/texts/en/start';
import { applicationId, migrate, migrations, schemaVersion } from './migrate';
import { StoreError } from './store-error';

/**
 * Decides whether a database may be opened for writing: an empty one, or a sound one of ours that is not
 * newer than this program. Reads only. Throws a `StoreError` with the reason.
 */
export function inspect(database: Database.Database, path: string, nativeBinding: string): 'empty' | 'ours' {
  const pragma = (name: string) => Number(database.pragma(name, { simple: true }));
  const objects = schemaOf(database);
  const id = pragma('application_id');
  const version = pragma('user_version');
  if (id === 0 && version === 0 && objects.length === 0) return 'empty';
  if (id !== applicationId) {
    throw new StoreError(texts.store.foreign(path));
  }
  if (version > schemaVersion) {
    throw new StoreError(texts.store.newer(path, version, schemaVersion));
  }
  const check = database.pragma('integrity_check(1)', { simple: true });
  if (check !== 'ok') throw damaged(path);
  const expected = expectedSchema(version, nativeBinding);
  const odd = objects.filter((object) => !expected.has(object) && !statistics.test(object));
  if (odd.length > 0) {
    const kinds = [...new Set(odd.map((object) => object.slice(0, object.indexOf(' '))))].join(', ');
    throw new StoreError(texts.store.odd(path, kinds));
  }
  const found = new Set(objects);
  if ([...expected].some((object) => !found.has(object))) throw damaged(path);
  return 'ours';
}

/** What `ANALYZE` leaves; harmless, and people run it. */
const statistics = /^table sqlite_stat[14] /;

/** All that stands in a schema, each as `type name sql`. */
function schemaOf(database: Database.Database): string[] {
  return database
    .prepare<[], string>(`SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema`)
    .pluck()
    .all();
}

/**
 * The schema that the migrations make, to the letter: a trigger would run with our rights on our rows, and a
 * changed column could refuse or alter what we store, whatever names they go by.
 */
function expectedSchema(version: number, nativeBinding: string): Set<string> {
  const reference = new Database(':memory:', { nativeBinding });
  try {
    migrate(reference, migrations.slice(0, version));
    return new Set(schemaOf(reference));
  } finally {
    reference.close();
  }
}

export function damaged(path: string): StoreError {
  return new StoreError(texts.store.damaged(path));
}
