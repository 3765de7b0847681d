import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { certificateFacts, oid } from './certificate-extensions';

/** `authority`: nothing leads to a trusted certificate. `unfit`: weak, or not made for this. */
export type ChainFault = 'authority' | 'expired' | 'host' | 'unfit';

export interface Chain {
  /** The server's certificate first, then what it sent besides, in any order (PEM). */
  readonly sent: readonly string[];
  /** Certificates that are trusted (PEM, any number in one text). */
  readonly ca: string;
  /** The host's name or address that was asked for. */
  readonly host: string;
  readonly now: Date;
}

const serverAuth = '1.3.6.1.5.5.7.3.1';
const anyUsage = '2.5.29.37.0';
/** RSA, RSA-PSS, ECDSA with SHA-2; Ed25519. The rest is weak or unknown: SHA-1 and MD5 above all. */
const strongSignatures = new Set([
  '2a864886f70d01010a',
  '2a864886f70d01010b',
  '2a864886f70d01010c',
  '2a864886f70d01010d',
  '2a8648ce3d040302',
  '2a8648ce3d040303',
  '2a8648ce3d040304',
  '2b6570',
]);
const knownExtensions = new Set<string>([
  oid.basicConstraints,
  oid.keyUsage,
  oid.extendedKeyUsage,
  oid.subjectAltName,
  oid.certificatePolicies,
]);

/**
 * Judges a server's certificate by certificates that the user trusts: a chain of signatures that ends in one of
 * them, all of it valid today and strong, each issuer an authority, the first made for this host. Null: it is good.
 *
 * Names that an authority may issue for (name constraints) cannot be judged here: such a chain is `unfit`. The
 * system's own store can judge it; so does a certificate below that authority when it is the trusted one.
 */
export function chainFault({ sent, ca, host, now }: Chain): ChainFault | null {
  try {
    const [leaf, ...others] = sent.map((pem) => new X509Certificate(pem));
    const trusted = certificatesIn(ca);
    if (!leaf) return 'authority';
    const fault = upwards(leaf, 0, { trusted, others: [...trusted, ...others], seen: new Set(), now });
    if (fault !== null) return fault;
    return isFor(leaf, host) ? null : 'host';
  } catch {
    return 'unfit';
  }
}

interface Place {
  readonly trusted: readonly X509Certificate[];
  readonly others: readonly X509Certificate[];
  /** Each is looked at once: certificates that all sign each other would keep a search busy for ever. */
  readonly seen: Set<X509Certificate>;
  readonly now: Date;
}

/** @param depth how many certificates stand below */
function upwards(certificate: X509Certificate, depth: number, place: Place): ChainFault | null {
  const own = ownFault(certificate, place.now);
  if (place.trusted.some((each) => each.raw.equals(certificate.raw))) return own;
  place.seen.add(certificate);
  const faults = place.others
    .filter((issuer) => !place.seen.has(issuer) && isIssuer(issuer, certificate, depth))
    .map((issuer) => upwards(issuer, depth + 1, place));
  if (faults.includes(null)) return own ?? signatureFault(certificate);
  return faults.find((fault) => fault !== 'authority') ?? 'authority';
}

/** @param between how many authorities stand between the issuer and the server */
function isIssuer(issuer: X509Certificate, certificate: X509Certificate, between: number): boolean {
  if (issuer.raw.equals(certificate.raw) || !issuer.ca) return false;
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) return false;
  return between <= (certificateFacts(issuer.raw).pathLength ?? Infinity);
}

function ownFault(certificate: X509Certificate, now: Date): ChainFault | null {
  if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo)) return 'expired';
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  if (type === 'rsa' && (details?.modulusLength ?? 0) < 2048) return 'unfit';
  const { critical, nameConstraints } = certificateFacts(certificate.raw);
  if (nameConstraints || critical.some((id) => !knownExtensions.has(id))) return 'unfit';
  // Node's types leave out that it is absent without that extension.
  const usages = certificate.keyUsage as string[] | undefined;
  return usages && !usages.includes(serverAuth) && !usages.includes(anyUsage) ? 'unfit' : null;
}

/** Of a trusted certificate nobody asks who signed it. */
function signatureFault(certificate: X509Certificate): ChainFault | null {
  return strongSignatures.has(certificateFacts(certificate.raw).signature) ? null : 'unfit';
}

function isFor(leaf: X509Certificate, host: string): boolean {
  const name = host.replace(/^\[|\]$|\.$/g, '');
  if (isIP(name) !== 0) return leaf.checkIP(name) !== undefined;
  return leaf.checkHost(name, { subject: 'never', partialWildcards: false }) !== undefined;
}

function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
