import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { expect, it } from 'vitest';
import { readCaFile } from '../../../src-main/connections/ca-file';
import { contract } from '../../../src-shared/contract';
import { temporaryFolder } from '../../support/service';

const [one = '', two = ''] = rootCertificates;
const key = '-----BEGIN PRIVATE KEY-----\nsk-canary\n-----END PRIVATE KEY-----\n';

it('no file is none', async () => {
  expect(await readCaFile(null)).toBeNull();
  expect(await readCaFile('')).toBeNull();
});

it('all certificates of a file go on, and nothing else that stands in it', async () => {
  const path = join(temporaryFolder(), 'ca.pem');
  writeFileSync(path, `# ours\n${one}\n${key}${two.replaceAll('\n', '\r\n')}\n`);
  const read = (await readCaFile(path)) ?? '';
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
  await expect(readCaFile(make(folder))).rejects.toMatchObject({
    code: 'invalid_input',
    details: { issues: [{ path: ['caFile'], rule: 'ca_unreadable' }] },
  });
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

function write(folder: string, text: string): string {
  writeFileSync(join(folder, 'ca.pem'), text);
  return join(folder, 'ca.pem');
}

function pipe(folder: string): string {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  return join(folder, 'pipe');
}
