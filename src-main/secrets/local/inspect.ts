import type Database from 'better-sqlite3';
import { applicationId, schemaVersion } from './migrate';
import { StoreError } from './store-error';

/** What may stand in the schema. A trigger or a view would run with our rights on our rows. */
const known = new Set([
  'table users',
  'table secrets',
  'table api_keys',
  'index ix_secrets_user_id',
  'index ix_api_keys_user_id',
]);

/**
 * Decides whether a database may be opened for writing: an empty one, or a sound one of ours that is not
 * newer than this program. Reads only. Throws a `StoreError` with the reason.
 */
export function inspect(database: Database.Database, path: string): 'empty' | 'ours' {
  const pragma = (name: string) => Number(database.pragma(name, { simple: true }));
  const objects = database
    .prepare<[], { type: string; name: string; sql: string | null }>(
      'SELECT type, name, sql FROM sqlite_schema',
    )
    .all();
  const id = pragma('application_id');
  const version = pragma('user_version');
  if (id === 0 && version === 0 && objects.length === 0) return 'empty';
  if (id !== applicationId) {
    throw new StoreError(
      `${path} was made by another program. Nothing was changed. Move it away, or set PHOENIX_WORKING_DIR to another folder.`,
    );
  }
  if (version > schemaVersion) {
    throw new StoreError(
      `${path} was made by a newer version of Phoenix Secrets (schema ${version}, this one knows ${schemaVersion}). ` +
        'Nothing was changed. Start the newer version.',
    );
  }
  const check = database.pragma('integrity_check(1)', { simple: true });
  if (check !== 'ok') throw damaged(path);
  const odd = objects.filter(({ type, name, sql }) => {
    if (name.startsWith('sqlite_')) return false;
    return !known.has(`${type} ${name}`) || /^CREATE\s+VIRTUAL/i.test(sql ?? '');
  });
  if (odd.length > 0) {
    const kinds = [...new Set(odd.map(({ type }) => type))].join(', ');
    throw new StoreError(
      `${path} holds what Phoenix Secrets did not put there (${kinds}). Nothing was changed. ` +
        'Restore a backup, or move it away to begin with an empty store.',
    );
  }
  for (const name of ['table users', 'table secrets', 'table api_keys']) {
    if (!objects.some((object) => `${object.type} ${object.name}` === name)) throw damaged(path);
  }
  return 'ours';
}

export function damaged(path: string): StoreError {
  return new StoreError(
    `${path} is damaged. Nothing was changed. Keep a copy of it; then restore a backup, or move it away to begin with an empty store.`,
  );
}
