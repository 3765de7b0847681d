import { AppError } from '../../../src-shared/errors';
import { isLocked, sqliteCode } from './store-error';

export function diskFull(): AppError {
  return new AppError('storage_full', 'The disk is full. Free some space and try again.');
}

/** What a fault of the storage is to a caller. Other errors are given back as they are. */
export function storageFailure(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === null || code.startsWith('SQLITE_CONSTRAINT')) return error;
  if (isLocked(code)) {
    return new AppError('storage_locked', 'Another process is writing to the store. Try again in a moment.');
  }
  if (code.startsWith('SQLITE_FULL')) {
    return diskFull();
  }
  if (/^SQLITE_(READONLY|PERM|AUTH|CANTOPEN)/.test(code)) {
    return new AppError(
      'storage_read_only',
      'The store cannot be written. Check the permissions of the data folder.',
    );
  }
  return new AppError('storage_failed', `The store could not be read or written (${code}). Check the disk.`);
}
