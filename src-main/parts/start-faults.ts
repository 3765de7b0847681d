import { AppError } from '../../src-shared/errors';
import { start as texts } from '../../src-shared/texts/en/start';
import { PortError } from '../rest/endpoint';
import { StoreError } from '../secrets/local/store-error';
import { isDiskFull } from '../settings/disk-room';
import { StartError } from '../settings/start-error';

/** What keeps the service from starting, in a sentence; other errors are given back as they are. */
export function startErrorOf(error: unknown, dataFolder: string): unknown {
  if (isDiskFull(error)) return new StartError('store', texts.store.full(dataFolder), { cause: error });
  // The first admin's password could not be written.
  if (error instanceof AppError) return new StartError('store', error.message, { cause: error });
  if (error instanceof StoreError) return new StartError('store', error.message, { cause: error });
  if (error instanceof PortError) {
    return new StartError(
      'setting',
      error.code === 'EADDRINUSE'
        ? texts.settings.portTaken(error.port)
        : texts.settings.portUnusable(error.port, error.code),
      { cause: error },
    );
  }
  return error;
}

/** While the service runs a port that is gone is a failure to show, not the end. */
export function asAppError(error: unknown): never {
  if (error instanceof PortError) throw new AppError('internal', error.message);
  if (error instanceof StartError) throw new AppError('storage_failed', error.message);
  throw error;
}
