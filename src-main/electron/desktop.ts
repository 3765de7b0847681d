import { app, nativeTheme, safeStorage } from 'electron';
import type { Preferences } from '../../src-shared/contract';
import type { Desktop } from '../desktop';
import { openBrowser, showFolder } from './browser';
import type { ClipboardKeeper } from './clipboard';
import { CredentialsFile } from './credentials';
import type { Keychain } from './keychain';
import { ElectronNetwork } from './network';
import type { PreferencesFile } from './preferences';
import { SystemKeychain } from './system-keychain';

/** What the service borrows from Electron while there is a window. */
export function createDesktop(
  dataFolder: string,
  preferences: PreferencesFile,
  clipboard: ClipboardKeeper,
  keychain: Keychain,
): Desktop {
  const network = new ElectronNetwork();
  const credentials = new CredentialsFile(dataFolder, new SystemKeychain(safeStorage, process.platform));
  // Electron knows its keychain once it is ready, and the service may be quicker.
  const ready = app.whenReady();
  return {
    async openFolder(folder: string): Promise<void> {
      // The one path that may be opened: the shell would start a program just as well.
      if (folder !== dataFolder) throw new Error('not the data folder');
      await showFolder(folder);
    },
    copyText: (text: string, sensitive: boolean): Promise<void> => clipboard.copy(text, sensitive),
    getPreferences: (): Promise<Preferences> => Promise.resolve(preferences.preferences),
    setPreferences(change: Partial<Preferences>): Promise<Preferences> {
      const changed = preferences.setPreferences(change);
      nativeTheme.themeSource = changed.theme;
      return Promise.resolve(changed);
    },
    protectSecret: (secret: string): Promise<void> => keychain.protect(secret),
    describeKeychain: () => ready.then(() => credentials.describeKeychain()),
    readCredential: (connection) => ready.then(() => credentials.readCredential(connection)),
    writeCredential: (connection, text) => ready.then(() => credentials.writeCredential(connection, text)),
    removeCredential: (connection) => credentials.removeCredential(connection),
    request: (request) => network.request(request),
    abort: (id) => network.abort(id),
    openBrowser,
  };
}

/** What `--headless` lends: nothing, since nobody sits in front of it. */
export const noDesktop: Desktop = {
  openFolder: refuse,
  copyText: refuse,
  getPreferences: refuse,
  setPreferences: refuse,
  protectSecret: refuse,
  describeKeychain: refuse,
  readCredential: refuse,
  writeCredential: refuse,
  removeCredential: refuse,
  request: refuse,
  abort: refuse,
  openBrowser: refuse,
};

function refuse(): Promise<never> {
  return Promise.reject(new Error('there is no desktop'));
}
