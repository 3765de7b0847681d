import { compose } from '../../src-main/compose';
import { exitCodes } from '../../src-main/service-protocol';
import { StartError } from '../../src-main/settings/start-error';

/** A service in a process of its own: prints its URL, ends on SIGTERM, exits with the program's codes. */
const options = JSON.parse(process.argv[2] ?? '{}') as Pick<
  Parameters<typeof compose>[0],
  'settings' | 'nativeBinding'
>;
const unused = () => Promise.reject(new Error('There is no desktop here.'));

try {
  const service = await compose({
    ...options,
    mode: 'headless',
    versions: { app: '0.0.0', electron: '' },
    keychain: { available: false, backend: 'basic_text', secret: null, unopenedFrom: null },
    desktop: {
      openFolder: unused,
      copyText: unused,
      getPreferences: unused,
      setPreferences: unused,
      protectSecret: unused,
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
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = exitCodes[error.failure.code];
}
