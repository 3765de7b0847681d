import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { roles, type Role } from '../../src-shared/contract';
import { openDatabase } from './database';
import { startService, temporaryFolder, type TestService } from './service';

export type ServiceWithKeys = TestService & { readonly keys: Readonly<Record<Role, string>> };

/**
 * A service with one API key of a user of each role. Keys of people come with sign-in; until then they are
 * written into the database between two starts.
 */
export async function startWithApiKeys(
  options: Parameters<typeof startService>[0] = {},
): Promise<ServiceWithKeys> {
  const folder = join(temporaryFolder(options.cleanup), 'data');
  const started = { ...options, settings: { ...options.settings, dataFolder: folder } };
  const first = await startService(started);
  await first.dispose();
  const keys = { SYSTEM: '', ADMIN: '', MEMBER: '', VIEWER: '' };
  const database = openDatabase(join(folder, 'secrets.db'));
  for (const role of roles) {
    keys[role] = randomBytes(32).toString('base64url');
    const user = database
      .prepare('INSERT INTO users (username, email, role) VALUES (?, ?, ?)')
      .run(`a ${role}`, `${role}@example.com`, role).lastInsertRowid;
    database
      .prepare('INSERT INTO api_keys (name, user_id, token_sha256, created_at) VALUES (?, ?, ?, ?)')
      .run(role, user, createHash('sha256').update(keys[role]).digest(), '2026-11-24T00:00:00Z');
  }
  database.close();
  return { ...(await startService(started)), keys };
}
