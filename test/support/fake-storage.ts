import { vi } from 'vitest';

/** A keychain as Electron 33 shows it; `key` stands for what only this keychain has. */
export class FakeStorage {
  available = true;
  backend: 'gnome_libsecret' | 'basic_text' | 'kwallet5' = 'gnome_libsecret';
  prefix = 'v11';
  constructor(private readonly key = 'one') {}
  getSelectedStorageBackend = () => this.backend;
  isEncryptionAvailable = vi.fn(() => this.available);
  encryptString = vi.fn((text: string) =>
    Buffer.from(this.prefix + this.key + Buffer.from(text).toString('hex')),
  );
  decryptString = vi.fn((bytes: Buffer) => {
    const text = bytes.toString();
    if (!this.available || !text.startsWith(this.prefix + this.key)) throw new Error('cannot decrypt');
    return Buffer.from(text.slice(3 + this.key.length), 'hex').toString();
  });
}
