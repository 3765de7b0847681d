import type { SafeStorage } from 'electron';

/** Electron's `safeStorage` in one form. */
export interface PromisedStorage {
  isAvailable(): Promise<boolean>;
  encrypt(text: string): Promise<Buffer>;
  decrypt(ciphertext: Buffer): Promise<string>;
}

/**
 * From version 42 on Electron answers with promises, which do not stop the window while a keychain asks for its
 * password; later versions have nothing else. Either form reads what the other one wrote.
 */
export function promisedStorage(electron: Partial<SafeStorage>): PromisedStorage {
  if (isAsync(electron)) {
    return {
      isAvailable: () => electron.isAsyncEncryptionAvailable(),
      encrypt: (text) => electron.encryptStringAsync(text),
      decrypt: async (ciphertext) => (await electron.decryptStringAsync(ciphertext)).result,
    };
  }
  const storage = electron as SafeStorage;
  /* eslint-disable @typescript-eslint/no-deprecated -- all there is before version 42 */
  return {
    isAvailable: async () => storage.isEncryptionAvailable(),
    encrypt: async (text) => storage.encryptString(text),
    decrypt: async (ciphertext) => storage.decryptString(ciphertext),
  };
  /* eslint-enable @typescript-eslint/no-deprecated */
}

type AsyncStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

function isAsync(electron: Partial<SafeStorage>): electron is AsyncStorage {
  return typeof electron.isAsyncEncryptionAvailable === 'function';
}
