import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockFolder } from '../../../src-main/settings/folder-lock';
import { openDatabase } from '../../support/database';
import { nativeBinding, temporaryFolder } from '../../support/service';

const holder = { mode: 'window', startedAt: '2026-11-24T00:00:00Z' } as const;

/** Somebody who holds the lock and has taken its note away. */
function holdWithoutNote() {
  const folder = join(temporaryFolder(), 'data');
  mkdirSync(folder);
  const other = openDatabase(join(folder, 'lock.db'));
  other.exec('BEGIN EXCLUSIVE');
  return { folder, other };
}

it('a holder that has taken its note away is waited for', async () => {
  const { folder, other } = holdWithoutNote();
  // The note is looked for five times, 40 ms apart, before the lock is tried again.
  setTimeout(() => other.close(), 300);
  const lock = await lockFolder(folder, holder, nativeBinding());
  lock.release();
});

it('a holder that stays without a note is named as another process', async () => {
  const { folder, other } = holdWithoutNote();
  await expect(lockFolder(folder, holder, nativeBinding())).rejects.toMatchObject({
    failure: { code: 'already_running', message: expect.stringContaining('another process') as string },
  });
  other.close();
});
