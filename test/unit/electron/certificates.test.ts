import { X509Certificate } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { chainFault } from '../../../src-main/electron/certificate-chain';
import { verdict } from '../../../src-main/electron/certificates';
import {
  authority,
  CertificateMaker,
  server,
  type CertificateOptions,
  type Issued,
} from '../../support/certificates';
import { temporaryFolder } from '../../support/service';

const maker = new CertificateMaker(temporaryFolder(afterAll));
const make = (name: string, options?: CertificateOptions) => maker.make(name, options);
const names = server('DNS:phoenix.test', 'DNS:*.wild.test', 'IP:127.0.0.1', 'IP:::1');
const leafOf = (issuer: Issued, options: CertificateOptions = {}) =>
  make('phoenix.test', { issuer, extensions: names, ...options });

const root = make('Root');
const stranger = make('Root');
const middle = make('Middle', { issuer: root });
const good = leafOf(root);

const pem = (...issued: Issued[]) => issued.map(({ certificate }) => certificate);
const judge = (sent: Issued[], trusted: Issued[], host = 'phoenix.test', now = new Date()) =>
  chainFault({ sent: pem(...sent), ca: pem(...trusted).join('\n'), host, now });

test.each([
  ['phoenix.test', null],
  ['a.wild.test', null],
  ['127.0.0.1', null],
  ['::1', null],
  ['[::1]', null],
  ['a.b.wild.test', 'host'],
  ['wild.test', 'host'],
  ['other.test', 'host'],
  ['127.0.0.2', 'host'],
  ['', 'host'],
])('of a certificate below the given authority, for %j: %s', (host, fault) => {
  expect(judge([good], [root], host)).toBe(fault);
});

test('a name in the subject alone counts for nothing, as in a browser', () => {
  const nameless = make('phoenix.test', { issuer: root, extensions: ['basicConstraints=CA:FALSE'] });
  expect(judge([nameless], [root])).toBe('host');
});

test('a chain over certificates between, in any order; one that is missing breaks it', () => {
  const low = make('Low', { issuer: middle });
  const leaf = leafOf(low);
  expect(judge([leaf, low, middle], [root])).toBeNull();
  expect(judge([leaf, middle, low, root, stranger], [root])).toBeNull();
  expect(judge([leaf, low], [root])).toBe('authority');
  // The user may trust one in the middle, or have the missing ones in the file.
  expect(judge([leaf, low], [middle])).toBeNull();
  expect(judge([leaf], [low, middle, root])).toBeNull();
});

test('an authority that only has the right name signed nothing', () => {
  expect(judge([good], [stranger])).toBe('authority');
  expect(judge([good, stranger], [stranger])).toBe('authority');
  expect(judge([good], [stranger, root])).toBeNull();
});

test('a file without the authority, without any certificate or with a broken one trusts nobody', () => {
  expect(judge([good], [middle])).toBe('authority');
  expect(judge([good], [])).toBe('authority');
  const broken = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  expect(chainFault({ sent: pem(good), ca: broken, host: 'phoenix.test', now: new Date() })).toBe('unfit');
});

test('a certificate that signed itself counts when it is the very one that is given', () => {
  const alone = make('phoenix.test', { extensions: names });
  const twin = make('phoenix.test', { extensions: names });
  expect(judge([alone], [root])).toBe('authority');
  expect(judge([alone], [alone])).toBeNull();
  expect(judge([twin], [alone])).toBe('authority');
  expect(judge([alone], [alone], 'other.test')).toBe('host');
});

test('each link has to be valid today, the trusted one too', () => {
  const past = { from: -9, until: -1 };
  expect(judge([leafOf(root, past)], [root])).toBe('expired');
  expect(judge([leafOf(root, { from: 1, until: 9 })], [root])).toBe('expired');
  const old = make('Old', { issuer: root, ...past });
  expect(judge([leafOf(old), old], [root])).toBe('expired');
  const oldRoot = make('Old root', past);
  expect(judge([leafOf(oldRoot)], [oldRoot])).toBe('expired');
  expect(judge([good], [root], 'phoenix.test', new Date(Date.now() + 31 * 86_400_000))).toBe('expired');
  // Nobody vouches for it at all: that is what has to be told.
  expect(judge([leafOf(stranger, past)], [root])).toBe('authority');
});

test.each<[string, string[]]>([
  ['is a server itself', names],
  ['says nothing of being one', ['subjectKeyIdentifier=hash']],
  ['may sign no certificates', ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,digitalSignature']],
])('an issuer that %s is none', (_name, extensions) => {
  const issuer = make('Issuer', { issuer: root, extensions });
  expect(judge([leafOf(issuer), issuer], [root])).toBe('authority');
  expect(judge([leafOf(issuer)], [issuer])).toBe('authority');
});

test('an authority that may have none below it has none', () => {
  const last = make('Last', {
    issuer: root,
    extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=keyCertSign'],
  });
  expect(judge([leafOf(last), last], [root])).toBeNull();
  const more = make('More', { issuer: last });
  expect(judge([leafOf(more), more, last], [root])).toBe('authority');
});

test.each<[string, CertificateOptions]>([
  ['for mail', { extensions: [...names.slice(0, 1), 'extendedKeyUsage=emailProtection', names[2] ?? ''] }],
  ['with a short key', { newKey: ['rsa:1024'] }],
  ['signed with SHA-1', { digest: 'sha1' }],
  ['with a critical rule that nobody knows', { extensions: [...names, '1.2.3.4=critical,ASN1:NULL'] }],
])('a certificate %s is unfit', (_name, options) => {
  expect(judge([leafOf(root, options)], [root])).toBe('unfit');
});

test('a longer key, an absent usage and rules that are known are fit', () => {
  expect(judge([leafOf(root, { newKey: ['rsa:2048'] })], [root])).toBeNull();
  expect(
    judge([leafOf(root, { extensions: [names[2] ?? '', 'keyUsage=critical,digitalSignature'] })], [root]),
  ).toBeNull();
});

test('below an authority that may issue for some names only it is unfit: node:crypto cannot judge that', () => {
  const bound = make('Bound', {
    issuer: root,
    extensions: [...authority, 'nameConstraints=critical,permitted;DNS:phoenix.test'],
  });
  const leaf = leafOf(bound);
  expect(judge([leaf, bound], [root])).toBe('unfit');
  expect(judge([leaf, bound], [leaf])).toBeNull();
});

test('certificates that all sign each other end the search', () => {
  const loop = make('Loop');
  const ring = Array.from({ length: 14 }, () => make('Loop', { issuer: loop, key: loop.key }));
  expect(judge([leafOf(loop), ...ring], [root])).toBe('authority');
});

// ---- what is made of Chromium's verdict ----

interface Sent {
  readonly data: string;
  readonly issuerCert?: Sent | undefined;
}
const asElectronShows = ([first, ...rest]: Issued[]): Sent => ({
  data: first?.certificate ?? '',
  issuerCert: rest.length > 0 ? asElectronShows(rest) : undefined,
});

const ask = (errorCode: number, sent: Issued[], hostname = 'phoenix.test') =>
  verdict({ errorCode, certificate: asElectronShows(sent), hostname }, root.certificate);

test('only "authority not trusted" can be overruled, and the reason of another refusal is told', () => {
  const authorityFault = -202;
  expect(ask(authorityFault, [good])).toBe(0);
  expect(ask(authorityFault, [leafOf(middle), middle])).toBe(0);
  expect(ask(authorityFault, [leafOf(stranger)])).toBe(-3);
  expect(ask(authorityFault, [leafOf(root, { from: -9, until: -1 })])).toBe(-201);
  expect(ask(authorityFault, [good], 'other.test')).toBe(-200);
  expect(ask(authorityFault, [leafOf(root, { digest: 'sha1' })])).toBe(-207);
});

test.each([0, -200, -201, -206, -207, -208, -210, -211, -217])(
  'Chromium’s verdict %i stands',
  (errorCode) => {
    expect(ask(errorCode, [good])).toBe(-3);
  },
);

test('what OpenSSL made is what the tests mean', () => {
  expect(new X509Certificate(root.certificate).ca).toBe(true);
  expect(new X509Certificate(good.certificate).ca).toBe(false);
});
