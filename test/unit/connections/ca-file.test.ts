import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CaFiles } from '../../../src-main/connections/ca-file';
import { contract } from '../../../src-shared/contract';
import { locksOf, openDatabase } from '../../support/database';
import { temporaryFolder } from '../../support/service';

const beforeOpen = vi.hoisted(() => vi.fn());
vi.mock(import('node:fs/promises'), async (original) => {
  const real = await original();
  const open: typeof real.open = (...how) => {
    beforeOpen();
    return real.open(...how);
  };
  return { ...real, open };
});

const [one = '', two = ''] = rootCertificates;
const key = '-----BEGIN PRIVATE KEY-----\nsk-canary\n-----END PRIVATE KEY-----\n';

it('no file is none', async () => {
  expect(await caFiles().read(null)).toBeNull();
  expect(await caFiles().read('')).toBeNull();
});

it('all certificates of a file go on, and nothing else that stands in it', async () => {
  const path = join(temporaryFolder(), 'ca.pem');
  writeFileSync(path, `# ours\n${one}\n${key}${two.replaceAll('\n', '\r\n')}\n`);
  const read = (await caFiles().read(path)) ?? '';
  expect(read.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(new X509Certificate(read).raw).toEqual(new X509Certificate(one).raw);
  expect(read).not.toContain('canary');
});

it.each<[what: string, make: (folder: string) => string]>([
  ['what is not there', (folder) => join(folder, 'none.pem')],
  ['a path that depends on where one is', () => 'package.json'],
  ['a folder', (folder) => folder],
  ['a device', () => '/dev/zero'],
  ['a pipe', pipe],
  ['too large a file', (folder) => write(folder, one.repeat(2000))],
  ['a name with a NUL in it', (folder) => `${folder}/\0`],
  ['an empty file', (folder) => write(folder, '')],
  ['a private key', (folder) => write(folder, key)],
  ['a broken certificate', (folder) => write(folder, one.replace('MII', 'AAA'))],
])('%s is refused, in the same words', async (_what, make) => {
  const folder = join(temporaryFolder(), 'here');
  mkdirSync(folder);
  await expect(caFiles().read(make(folder))).rejects.toMatchObject(refusal);
});

it.each([
  '\\\\server\\share\\ca.pem',
  '//server/share/ca.pem',
  '\\\\?\\C:\\ca.pem',
  ' \\/x/y',
  '\\\\.\\COM1',
])('%s, on another computer or a device, is refused before it is opened', (caFile) => {
  const given = { url: 'https://host', allowHttp: false };
  const { input } = contract.connections.discover;
  expect(input.safeParse({ ...given, caFile }).error?.issues).toMatchObject([
    { path: ['caFile'], message: 'ca_unreadable' },
  ]);
  for (const fine of ['/etc/ca.pem', 'C:\\ca.pem', '', null]) {
    expect(input.safeParse({ ...given, caFile: fine }).success).toBe(true);
  }
});

describe.runIf(process.platform === 'linux')('a database of ours', () => {
  const opened = () => {
    const folder = temporaryFolder();
    const path = join(folder, 'lock.db');
    const database = openDatabase(path);
    onTestFinished(() => void database.close());
    database.exec('BEGIN EXCLUSIVE');
    const locks = locksOf(folder);
    expect(locks).not.toEqual([]);
    return { folder, path, locks };
  };

  it.each<[what: string, name: (path: string, elsewhere: string) => void]>([
    ['a symbolic link', symlinkSync],
    ['a hard link', linkSync],
  ])('is refused by %s too, and keeps its locks', async (_what, name) => {
    const { folder, path, locks } = opened();
    const link = join(temporaryFolder(), 'ca.pem');
    name(path, link);
    for (const named of [path, link]) {
      await expect(caFiles(folder).read(named)).rejects.toMatchObject(refusal);
      expect(locksOf(folder)).toEqual(locks);
    }
  });

  it('that takes the place of another file as that is opened is refused, and keeps its locks', async () => {
    const { folder, path, locks } = opened();
    const link = join(temporaryFolder(), 'ca.pem');
    writeFileSync(link, one);
    beforeOpen.mockImplementationOnce(() => {
      rmSync(link);
      symlinkSync(path, link);
    });
    await expect(caFiles(folder).read(link)).rejects.toMatchObject(refusal);
    expect(locksOf(folder)).toEqual(locks);
  });
});

const refusal = {
  code: 'invalid_input',
  details: { issues: [{ path: ['caFile'], rule: 'ca_unreadable' }] },
};

function caFiles(dataFolder = temporaryFolder()): CaFiles {
  return new CaFiles(dataFolder);
}

function write(folder: string, text: string): string {
  writeFileSync(join(folder, 'ca.pem'), text);
  return join(folder, 'ca.pem');
}

function pipe(folder: string): string {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  return join(folder, 'pipe');
}
