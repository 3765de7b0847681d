import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A certificate and its key, as PEM. */
export interface Issued {
  readonly name: string;
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Null: signed by itself. */
  readonly issuer?: Issued | null;
  /** Lines of an OpenSSL extension section, such as `basicConstraints=critical,CA:TRUE`. */
  readonly extensions?: readonly string[];
  /** Days from now; a negative end has passed. */
  readonly from?: number;
  readonly until?: number;
  /** Arguments of `openssl req -newkey`. */
  readonly newKey?: readonly string[];
  /** One that is there already, instead of a new one (PEM). */
  readonly key?: string;
  readonly digest?: 'sha256' | 'sha1';
}

/** What a certificate authority has. */
export const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
/** What a server has. */
export const server = (...names: readonly string[]): string[] => [
  'basicConstraints=CA:FALSE',
  'extendedKeyUsage=serverAuth',
  `subjectAltName=${names.join(',')}`,
];
const ellipticKey = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** Certificates made by OpenSSL in a folder of the test. */
export class CertificateMaker {
  #count = 0;

  constructor(private readonly folder: string) {}

  make(name: string, options: CertificateOptions = {}): Issued {
    const { issuer = null, extensions = authority, digest = 'sha256', newKey = ellipticKey } = options;
    this.#count += 1;
    const file = (kind: string) => path.join(this.folder, `${String(this.#count)}.${kind}`);
    const [subject, key, request] = [file('cnf'), file('key'), file('csr')];
    writeFileSync(
      subject,
      `[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=${name}\n[ext]\n${extensions.join('\n')}\n`,
    );
    if (options.key !== undefined) writeFileSync(key, options.key);
    const keyed =
      options.key === undefined ? ['-newkey', ...newKey, '-nodes', '-keyout', key] : ['-key', key];
    openssl('req', '-new', ...keyed, '-config', subject, '-out', request);
    writeFileSync(file('serial'), this.#count.toString(16).padStart(4, '0'));
    writeFileSync(file('index'), '');
    writeFileSync(
      file('ca'),
      `[ca]\ndefault_ca=own\n[own]\ndatabase=${file('index')}\nserial=${file('serial')}\nnew_certs_dir=${this.folder}\n` +
        `default_md=${digest}\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n`,
    );
    const [issuerFile, issuerKey] = [file('issuer.pem'), file('issuer.key')];
    if (issuer) {
      writeFileSync(issuerFile, issuer.certificate);
      writeFileSync(issuerKey, issuer.key);
    }
    const by = issuer ? ['-cert', issuerFile, '-keyfile', issuerKey] : ['-selfsign', '-keyfile', key];
    const dates = ['-startdate', day(options.from ?? -1), '-enddate', day(options.until ?? 30)];
    const section = ['-extfile', subject, '-extensions', 'ext', '-notext', '-batch'];
    openssl('ca', '-config', file('ca'), ...by, ...dates, ...section, '-in', request, '-out', file('pem'));
    return { name, certificate: readFileSync(file('pem'), 'utf8'), key: readFileSync(key, 'utf8') };
  }
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}

/** As OpenSSL writes a moment: `20261125031136Z`. */
function day(fromNow: number): string {
  const date = new Date(Date.now() + fromNow * 86_400_000);
  return `${date.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
}
