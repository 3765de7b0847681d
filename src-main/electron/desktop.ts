import { nativeTheme, shell } from 'electron';
import type { Preferences } from '../../src-shared/contract';
import type { Desktop } from '../desktop';
import type { ClipboardKeeper } from './clipboard';
import type { Keychain } from './keychain';
import type { PreferencesFile } from './preferences';

/** What the service borrows from Electron while there is a window. */
export function createDesktop(
  dataFolder: string,
  preferences: PreferencesFile,
  clipboard: ClipboardKeeper,
  keychain: Keychain,
): Desktop {
  return {
    async openFolder(folder: string): Promise<void> {
      // The one path that may be opened: the shell would start a program just as well.
      if (folder !== dataFolder) throw new Error('not the data folder');
      // The file manager inherits our environment; the secrets left it at the very start.
      const fault = await shell.openPath(folder);
      if (fault !== '') throw new Error('the file manager did not start');
    },
    copyText: (text: string, sensitive: boolean): Promise<void> => clipboard.copy(text, sensitive),
    getPreferences: (): Promise<Preferences> => Promise.resolve(preferences.preferences),
    setPreferences(change: Partial<Preferences>): Promise<Preferences> {
      const changed = preferences.setPreferences(change);
      nativeTheme.themeSource = changed.theme;
      return Promise.resolve(changed);
    },
    protectSecret: (secret: string): Promise<void> => keychain.protect(secret),
  };
}

/** What `--headless` lends: nothing, since nobody sits in front of it. */
export const noDesktop: Desktop = {
  openFolder: refuse,
  copyText: refuse,
  getPreferences: refuse,
  setPreferences: refuse,
  protectSecret: refuse,
};

function refuse(): Promise<never> {
  return Promise.reject(new Error('there is no desktop'));
}
