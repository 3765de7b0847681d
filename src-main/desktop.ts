import type { Preferences } from '../src-shared/contract';
import type { Network } from './connections/network';
import type { Browser, CredentialVault } from './connections/vault';

/** What only the Electron side can do, lent to the service. In tests and headless it is a small stand-in. */
export interface Desktop extends Network, CredentialVault, Browser {
  /** Opens a folder in the system's file manager. */
  openFolder(path: string): Promise<void>;
  /** Writes to the clipboard; a sensitive text is cleared after 30 s and at the end, if it is still there. */
  copyText(text: string, sensitive: boolean): Promise<void>;
  getPreferences(): Promise<Preferences>;
  /** Stores what changed, applies it (theme) and gives the whole. */
  setPreferences(change: Partial<Preferences>): Promise<Preferences>;
  /**
   * Stores PHOENIX_SECRET in the operating system's keychain and reads it back; an entry that is there is
   * replaced. Rejects when it was not given back as it was.
   */
  protectSecret(secret: string): Promise<void>;
}
