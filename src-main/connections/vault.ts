/** Credentials in the operating system's keychain, one text per connection. */
export interface CredentialVault {
  /** Which keychain there is; does not open it. Not `available`: nothing would be kept. */
  describeKeychain(): Promise<{ readonly available: boolean; readonly backend: string }>;
  /** Null when nothing is kept there, or it cannot be opened. */
  readCredential(connection: string): Promise<string | null>;
  /** Keeps a text in the place of the one that is there; false when this system has no keychain: then nothing is kept. */
  writeCredential(connection: string, text: string): Promise<boolean>;
  /** Wipes it. */
  removeCredential(connection: string): Promise<void>;
}

/** The system's browser. */
export interface Browser {
  /** Opens an address: https, or http of this very machine; anything else is refused. */
  openBrowser(url: string): Promise<void>;
}
