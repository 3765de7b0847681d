import Database from 'better-sqlite3';
import { compose } from '../../src-main/compose';
import { exitCodes } from '../../src-main/service-protocol';
import { StartError } from '../../src-main/settings/start-error';

/**
 * A service in a process of its own: prints its URL, ends on SIGTERM, exits with the program's codes. For proofs it can
 * be weakened (`synchronous`), told to change its key (`newSecret`) and asked for its memory (any message).
 */
const { synchronous, newSecret, ...options } = JSON.parse(process.argv[2] ?? '{}') as Pick<
  Parameters<typeof compose>[0],
  'settings' | 'nativeBinding'
> & { synchronous?: 'NORMAL'; newSecret?: string };
const hasKeychain = newSecret !== undefined;
const unused = () => Promise.reject(new Error('There is no desktop here.'));

if (synchronous) {
  const { pragma } = Database.prototype;
  Database.prototype.pragma = function (source, ...more) {
    return pragma.call(this, source.replace('synchronous = FULL', `synchronous = ${synchronous}`), ...more);
  };
}

process.on('message', () => {
  (globalThis as { gc?: () => void }).gc?.();
  process.send?.(process.memoryUsage());
});
process.channel?.unref();

try {
  const service = await compose({
    ...options,
    mode: 'headless',
    versions: { app: '0.0.0', electron: '' },
    keychain: { available: hasKeychain, backend: 'basic_text', secret: null, unopenedFrom: null },
    desktop: {
      openFolder: unused,
      copyText: unused,
      getPreferences: unused,
      setPreferences: unused,
      protectSecret: hasKeychain ? () => Promise.resolve() : unused,
      request: unused,
      abort: unused,
      describeKeychain: unused,
      readCredential: unused,
      writeCredential: unused,
      removeCredential: unused,
      openBrowser: unused,
    },
  });
  process.once('SIGTERM', () => void service.dispose());
  console.log(service.url);
  if (hasKeychain) {
    const input = { secret: newSecret };
    const { ok } = await service.api.call('settings.setEncryptionKey', input, { kind: 'window', session: 1 });
    console.log(ok ? 'changed' : 'not changed');
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = exitCodes[error.failure.code];
}
