import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { Keychain } from '../../../src-main/electron/keychain';
import { FakeStorage } from '../../support/fake-storage';
import { phoenixSecret, temporaryFolder } from '../../support/service';

const other = 'z9y8x7w6v5u4t3s2r1q0p9o8n7m6l5k4';

const fileIn = (folder: string) => path.join(folder, 'keychain.json');
const open = (folder: string, storage: object, platform: NodeJS.Platform = 'linux') =>
  new Keychain(folder, storage, platform);
const found = { available: true, backend: 'gnome_libsecret', secret: null, unopenedFrom: null };

test('what is stored is there at the next start, in a file for its owner that does not hold it', async () => {
  const folder = temporaryFolder();
  const keychain = open(folder, new FakeStorage());
  expect(await keychain.open()).toEqual(found);
  await keychain.protect(phoenixSecret);
  expect(await open(folder, new FakeStorage()).open()).toEqual({ ...found, secret: phoenixSecret });
  expect(statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
  const text = readFileSync(fileIn(folder), 'utf8');
  expect(text).not.toContain(phoenixSecret);
  expect(Object.keys(JSON.parse(text) as object)).toEqual(['backend', 'ciphertext']);
});

test('without an entry the keychain is not asked: it may be locked and want its password', async () => {
  const storage = new FakeStorage();
  await open(temporaryFolder(), storage).open();
  expect(storage.isEncryptionAvailable).not.toHaveBeenCalled();
});

test('the promises of later versions of Electron are used where there are some', async () => {
  const sync = new FakeStorage();
  const later = {
    getSelectedStorageBackend: sync.getSelectedStorageBackend,
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: (text: string) => Promise.resolve(sync.encryptString(text)),
    decryptStringAsync: (bytes: Buffer) =>
      Promise.resolve({ result: sync.decryptString(bytes), shouldReEncrypt: false }),
  };
  const folder = temporaryFolder();
  await open(folder, later).protect(phoenixSecret);
  expect(await open(folder, later).open()).toEqual({ ...found, secret: phoenixSecret });
  expect(await open(folder, sync).open()).toEqual({ ...found, secret: phoenixSecret });
});

test.each([
  ['macOS', 'darwin', 'keychain'],
  ['Windows', 'win32', 'dpapi'],
] as const)('%s has one keychain, by its own name', async (_system, platform, backend) => {
  const { isEncryptionAvailable, encryptString, decryptString } = new FakeStorage();
  const storage = { isEncryptionAvailable, encryptString, decryptString };
  const folder = temporaryFolder();
  await open(folder, storage, platform).protect(phoenixSecret);
  expect(await open(folder, storage, platform).open()).toEqual({ ...found, backend, secret: phoenixSecret });
});

test.each<[string, (storage: FakeStorage) => FakeStorage]>([
  ['a keychain with another key', () => new FakeStorage('two')],
  ['a locked keychain', (storage) => Object.assign(storage, { available: false })],
  ['no keychain any more', (storage) => Object.assign(storage, { available: false, backend: 'basic_text' })],
  ['a key that decrypts to nonsense', (storage) => Object.assign(storage, { decryptString: () => '\0ab' })],
])('%s: the entry is named and kept as it is, and nothing is put over it', async (_name, change) => {
  const folder = temporaryFolder();
  await open(folder, new FakeStorage()).protect(phoenixSecret);
  const before = readFileSync(fileIn(folder));
  const storage = change(new FakeStorage());
  const keychain = open(folder, storage);
  expect(await keychain.open()).toMatchObject({
    backend: storage.backend,
    secret: null,
    unopenedFrom: 'gnome_libsecret',
  });
  await expect(keychain.protect(other)).rejects.toThrow();
  expect(readFileSync(fileIn(folder))).toEqual(before);
  expect(await open(folder, new FakeStorage()).open()).toEqual({ ...found, secret: phoenixSecret });
});

test.each([
  ['no JSON', '{'],
  ['no object', 'null'],
  ['no text', JSON.stringify({ backend: 'gnome_libsecret', ciphertext: 5 })],
  ['a name that is none', JSON.stringify({ backend: '<b>Keychain</b>', ciphertext: 'AAAA' })],
])('a faulty file (%s) is an entry that cannot be opened, by an unknown writer', async (_name, text) => {
  const folder = temporaryFolder();
  writeFileSync(fileIn(folder), text);
  expect(await open(folder, new FakeStorage()).open()).toEqual({ ...found, unopenedFrom: 'unknown' });
  expect(readFileSync(fileIn(folder), 'utf8')).toBe(text);
});

test.each<[string, Partial<FakeStorage>]>([
  ['is not there', { backend: 'basic_text' }],
  ['is not available', { available: false }],
  ['encrypts with a password that everybody knows', { prefix: 'v10' }],
  ['gives back something else', { decryptString: vi.fn(() => other) }],
])('a keychain that %s takes nothing, and what was there before stays', async (_name, fault) => {
  const folder = temporaryFolder();
  await expect(
    open(folder, Object.assign(new FakeStorage(), fault)).protect(phoenixSecret),
  ).rejects.toThrow();
  expect(existsSync(fileIn(folder))).toBe(false);

  await open(folder, new FakeStorage()).protect(phoenixSecret);
  const before = readFileSync(fileIn(folder));
  await expect(
    open(folder, Object.assign(new FakeStorage(), fault)).protect('changed1'.repeat(4)),
  ).rejects.toThrow();
  expect(readFileSync(fileIn(folder))).toEqual(before);
});
