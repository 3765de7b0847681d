import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CredentialsFile } from '../../../src-main/electron/credentials';
import { SystemKeychain } from '../../../src-main/electron/system-keychain';
import { FakeStorage } from '../../support/fake-storage';
import { temporaryFolder } from '../../support/service';

const one = 'a1b2c3d4e5f6a7b8';
const two = 'b1b2c3d4e5f6a7b8';
const token = 'canary-of-a-refresh-token';
const fileIn = (folder: string) => path.join(folder, 'credentials.json');
const open = (folder: string, storage: object = new FakeStorage()) =>
  new CredentialsFile(folder, new SystemKeychain(storage, 'linux'));

test('what is kept is there at the next start, in a file for its owner that does not hold it', async () => {
  const folder = temporaryFolder();
  const vault = open(folder);
  expect(await vault.writeCredential(one, token)).toBe(true);
  expect(await vault.writeCredential(two, 'other')).toBe(true);
  expect(await vault.writeCredential(one, `${token}-rotated`)).toBe(true);
  expect(await open(folder).readCredential(one)).toBe(`${token}-rotated`);
  expect(await open(folder).readCredential(two)).toBe('other');
  expect(statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
  const text = readFileSync(fileIn(folder), 'utf8');
  expect(text).not.toContain(token);
  expect(JSON.parse(text)).toMatchObject({
    [one]: { backend: 'gnome_libsecret' },
    [two]: { backend: 'gnome_libsecret' },
  });
});

test('wiping takes one out of the file and leaves the others', async () => {
  const folder = temporaryFolder();
  const vault = open(folder);
  await vault.writeCredential(one, token);
  await vault.writeCredential(two, 'other');
  await vault.removeCredential(one);
  await vault.removeCredential(one);
  expect(await vault.readCredential(one)).toBeNull();
  expect(await vault.readCredential(two)).toBe('other');
  expect(readFileSync(fileIn(folder), 'utf8')).not.toContain(one);
});

test('neither the file nor the keychain is touched before somebody needs one', async () => {
  const folder = temporaryFolder();
  const storage = new FakeStorage();
  const vault = open(folder, storage);
  expect(await vault.describeKeychain()).toEqual({ available: true, backend: 'gnome_libsecret' });
  expect(await vault.readCredential(one)).toBeNull();
  await vault.removeCredential(one);
  expect(existsSync(fileIn(folder))).toBe(false);
  expect(storage.isEncryptionAvailable).not.toHaveBeenCalled();
});

test.each<[string, Partial<FakeStorage>]>([
  ['is not there', { backend: 'basic_text' }],
  ['is not available', { available: false }],
  ['encrypts with a password that everybody knows', { prefix: 'v10' }],
])('a keychain that %s keeps nothing, and what was kept before stays', async (_name, fault) => {
  const folder = temporaryFolder();
  const bad = () => Object.assign(new FakeStorage(), fault);
  expect(await open(folder, bad()).writeCredential(one, token)).toBe(false);
  expect(existsSync(fileIn(folder))).toBe(false);

  await open(folder).writeCredential(one, token);
  const before = readFileSync(fileIn(folder));
  expect(await open(folder, bad()).writeCredential(one, 'changed')).toBe(false);
  expect(readFileSync(fileIn(folder))).toEqual(before);
});

test('a keychain that gives back something else keeps nothing', async () => {
  const folder = temporaryFolder();
  const storage = Object.assign(new FakeStorage(), { decryptString: () => 'something else' });
  expect(await open(folder, storage).writeCredential(one, token)).toBe(false);
  expect(existsSync(fileIn(folder))).toBe(false);
});

test('an entry of another keychain is no credential, and stays until it is replaced', async () => {
  const folder = temporaryFolder();
  await open(folder).writeCredential(one, token);
  const before = readFileSync(fileIn(folder));
  const other = open(folder, new FakeStorage('two'));
  expect(await other.readCredential(one)).toBeNull();
  expect(readFileSync(fileIn(folder))).toEqual(before);
  await other.writeCredential(two, 'of the other');
  expect(await open(folder).readCredential(one)).toBe(token);
  await other.writeCredential(one, 'new');
  expect(await other.readCredential(one)).toBe('new');
  expect(await open(folder).readCredential(one)).toBeNull();
});

test.each([
  ['no JSON', '{'],
  ['no object', '[]'],
  ['no text', JSON.stringify({ [one]: { backend: 'gnome_libsecret', ciphertext: 5 } })],
  ['no record', JSON.stringify({ [one]: null })],
  ['a name that is none', JSON.stringify({ [one]: { backend: '<b>', ciphertext: 'AAAA' } })],
])('a faulty file (%s) is set aside, and a new one begins', async (_name, text) => {
  const folder = temporaryFolder();
  writeFileSync(fileIn(folder), text);
  const vault = open(folder);
  expect(await vault.readCredential(one)).toBeNull();
  expect(readFileSync(`${fileIn(folder)}.faulty`, 'utf8')).toBe(text);
  expect(await vault.writeCredential(one, token)).toBe(true);
  expect(await vault.readCredential(one)).toBe(token);
});

test.runIf(process.platform !== 'win32')('a link and a folder in its place are not followed', async () => {
  const folder = temporaryFolder();
  const victim = path.join(folder, 'victim');
  writeFileSync(victim, '{}');
  symlinkSync(victim, fileIn(folder));
  await expect(open(folder).readCredential(one)).rejects.toThrow();
  await expect(open(folder).writeCredential(one, token)).rejects.toThrow();
  expect(readFileSync(victim, 'utf8')).toBe('{}');

  const other = temporaryFolder();
  mkdirSync(fileIn(other));
  await expect(open(other).readCredential(one)).rejects.toThrow();
});

test('what was wiped does not come back by a write that a slow keychain had begun before', async () => {
  const folder = temporaryFolder();
  const sync = new FakeStorage();
  let finish: (sealed: Buffer) => void = () => undefined;
  const slow = {
    getSelectedStorageBackend: sync.getSelectedStorageBackend,
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: () => new Promise<Buffer>((resolve) => (finish = resolve)),
    decryptStringAsync: (bytes: Buffer) =>
      Promise.resolve({ result: sync.decryptString(bytes), shouldReEncrypt: false }),
  };
  const vault = open(folder, slow);
  const written = vault.writeCredential(one, token);
  const removed = vault.removeCredential(one);
  await new Promise(setImmediate);
  finish(sync.encryptString(token));
  expect(await written).toBe(true);
  await removed;
  expect(await vault.readCredential(one)).toBeNull();
});
