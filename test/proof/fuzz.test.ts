import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it, afterAll, beforeAll } from 'vitest';
import * as z from 'zod';
import { serverAddress } from '../../src-main/connections/address';
import { CaFiles } from '../../src-main/connections/ca-file';
import { refreshCookie, tokenCookies } from '../../src-main/connections/cookies';
import { CredentialStore } from '../../src-main/connections/credentials';
import { chainFault } from '../../src-main/electron/certificate-chain';
import { certificateFacts, oid } from '../../src-main/electron/certificate-extensions';
import { options, readCommandLine } from '../../src-main/electron/command-line';
import { CredentialsFile } from '../../src-main/electron/credentials';
import { Keychain } from '../../src-main/electron/keychain';
import { PreferencesFile } from '../../src-main/electron/preferences';
import { SystemKeychain } from '../../src-main/electron/system-keychain';
import { decrypt, fallbackKey, keyThatFits } from '../../src-main/secrets/local/cipher';
import { decodeToken, encodeToken } from '../../src-main/secrets/local/token-text';
import { parseBody } from '../../src-main/rest/body';
import { findJsonFault } from '../../src-main/rest/json-fault';
import { openCallback } from '../../src-main/rest/callback';
import { bearerToken, refusalOfRequest } from '../../src-main/rest/request-guard';
import { PhoenixSecrets } from '../../src-main/secrets/phoenix/backend';
import type { GraphqlAnswer, PhoenixServer } from '../../src-main/secrets/phoenix/server';
import { readUses } from '../../src-main/secrets/phoenix/usage';
import * as usageParts from '../../src-main/secrets/phoenix/usage-parts';
import { writeEntries } from '../../src-main/secrets/phoenix/write';
import { readSettings } from '../../src-main/settings/environment';
import { phoenixSecretFaults } from '../../src-main/settings/phoenix-secret';
import { isSafeAddress } from '../../src-main/settings/safe-address';
import { UpdateCheck } from '../../src-main/settings/updates';
import { operationOf } from '../../src-shared/contract';
import { AppError } from '../../src-shared/errors';
import { isLoopback, keyFault, normalizeTypedKey, stripSpace, valueFault } from '../../src-shared/rules';
import { readEnvLine, readEnvLineInValue } from '../../src-renderer/secrets/envLine';
import { arbitraryFor, oddValue } from '../support/arbitrary';
import { CertificateMaker, server as serverExtensions } from '../support/certificates';
import { FakeStorage } from '../support/fake-storage';
import { allOperations } from '../support/matrix';
import { proofTimeout, record, sized } from '../support/proof';
import { exchange, statusesIn } from '../support/raw-http';
import { startService, temporaryFolder, window, type TestService } from '../support/service';

const numRuns = sized(150, 20_000);
const seed = 0x5eed;
let cases = 0;
let names = 0;

/** What must not come back: it stands in every field that may hold a secret. */
const canary = 'canary-5d1f';

const prototypes = () =>
  [Object.prototype, Array.prototype, Function.prototype].map((each) => Reflect.ownKeys(each).length).join();
const clean = prototypes();

afterAll(() => {
  // Reached only when all were right: one that is not fails its own test.
  record('H', {
    attempts: cases,
    faults: 0,
    measured: { 'operations and parsers': names, 'cases of each': numRuns },
  });
});

describe('H: every operation, with inputs that fit its schema, nearly fit, or do not', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({
      cleanup: afterAll,
      keychain: { available: true, backend: 'a keychain', secret: null, unopenedFrom: null },
      settings: { phoenixSecret: null },
    });
  });

  it.each(allOperations)(
    '%s answers, and tells nothing',
    async (name) => {
      const operation = operationOf(name);
      if (!operation) throw new Error(`${name} is not in the contract.`);
      const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' });
      await fc.assert(
        fc.asyncProperty(arbitraryFor(schema, canary), async (input) => {
          cases += 1;
          const result = await service.api.call(name, input, window);
          if (!result.ok) {
            expect(result.error.code).not.toBe('internal');
            expect(result.error.message).not.toBe('');
          }
          expect(JSON.stringify(result)).not.toContain(canary);
          expect(prototypes()).toBe(clean);
        }),
        { numRuns, seed, endOnFailure: true },
      );
      names += 1;
    },
    proofTimeout,
  );

  it(
    'a name that is no operation',
    async () => {
      const odd = fc.oneof(
        fc.string(),
        fc.constantFrom(
          'secrets.__proto__',
          '__proto__.list',
          'constructor.name',
          'secrets.put.x',
          'secrets.toString',
          '.',
          '',
        ),
      );
      await fc.assert(
        fc.asyncProperty(odd, oddValue, async (name, input) => {
          cases += 1;
          fc.pre(!operationOf(name));
          expect(await service.api.call(name, input, window)).toMatchObject({
            ok: false,
            error: { code: 'not_found' },
          });
        }),
        { numRuns, seed },
      );
      names += 1;
    },
    proofTimeout,
  );
});

const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
/** A text with one character replaced by another, by some, or by none. */
const spoiled = (whole: fc.Arbitrary<string>) =>
  fc
    .tuple(
      whole,
      fc.nat(),
      fc.oneof(
        fc.constant(''),
        fc.constantFrom('"', '\\', '{', ',', ':', '\u0001', '\ud800', '0'),
        fc.string(),
      ),
    )
    .map(([json, at, sign]) => {
      const index = at % (json.length + 1);
      return json.slice(0, index) + sign + json.slice(index + 1);
    });
const nearlyJson = spoiled(fc.json());
/** JSON of what fits a schema, nearly fits or does not, that itself may be broken. */
const jsonFor = (schema: unknown) => {
  const json = arbitraryFor(schema, canary).map((value) => {
    // In a list also what has no JSON by itself has one.
    const listed = JSON.stringify([value], (_name, each: unknown) =>
      typeof each === 'bigint' ? String(each) : each,
    );
    return listed.slice(1, -1);
  });
  return fc.oneof({ weight: 4, arbitrary: json }, spoiled(json), nearlyJson, text);
};
const object = (properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});
const list = (items: unknown) => ({ type: 'array', items });
const anyText = { type: 'string' };
const oneOf = (...values: readonly unknown[]) => ({ enum: values });
/** An address, nearly one, or none. */
const address = fc
  .tuple(
    fc.constantFrom(
      'https://',
      'https://',
      'http://',
      'HTTPS://',
      'https:/',
      'https:\\\\',
      'file://',
      'javascript:',
      '',
    ),
    fc.constantFrom('', '', '', '@', 'user@', `${canary}:${canary}@`),
    fc.oneof(
      fc.constantFrom(
        'localhost',
        '127.0.0.1',
        '[::1]',
        '0x7f.1',
        '2130706433',
        '127.0.0.1.evil.test',
        'bücher.test',
        '',
      ),
      fc.domain(),
      text,
    ),
    fc.constantFrom('', '', ':443', ':80', ':8443', ':0', ':99999', ':'),
    fc.oneof(
      fc.constantFrom('', '/', '//', '/a/', '/a/..//', '/./', '?', '#', `/?${canary}`, '/%2e%2e/', ' '),
      text,
    ),
  )
  .map((parts) => parts.join(''));
/** What went wrong, where it is a coded failure that tells nothing of the input; anything else fails the test. */
const failureOf = async (work: () => unknown): Promise<AppError | null> => {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).not.toBe('internal');
    expect(error.message + JSON.stringify(error.details)).not.toContain(canary);
    return error;
  }
};
const token = fc
  .tuple(bytes, fc.nat(), fc.constantFrom('', '=', '==', ' ', '\n', '+', '/', '.', '\0'))
  .map(([raw, at, sign]) => {
    const encoded = encodeToken(Buffer.concat([Buffer.of(0x80), raw])).toString('latin1');
    const index = at % (encoded.length + 1);
    return Buffer.from(encoded.slice(0, index) + sign + encoded.slice(index), 'latin1');
  });
const isParsed = (json: string) => {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
};

const key = fallbackKey();
const parsers: Record<string, () => Promise<void>> = {};
const parser = <T>(name: string, from: fc.Arbitrary<T>, check: (input: T) => void | Promise<void>) => {
  parsers[name] = () => {
    const property = fc.asyncProperty(from, async (input) => {
      cases += 1;
      await check(input);
    });
    return fc.assert(property, { numRuns, seed, endOnFailure: true });
  };
};

parser(
  'the body of a request',
  fc.tuple(
    fc.oneof(
      bytes,
      nearlyJson.map((json) => Buffer.from(json)),
    ),
    fc.option(text),
  ),
  ([body, type]) => {
    const as = (contentType: string | undefined) => parseBody(body, contentType).kind;
    expect(['value', 'not_utf8', 'not_json']).toContain(as('application/json'));
    expect(['value', 'not_utf8', 'not_json']).toContain(as(type ?? undefined));
  },
);
parser('where JSON stops to be JSON', nearlyJson, (json) => {
  if (isParsed(json)) return;
  const fault = findJsonFault(json);
  expect(fault.position).toBeGreaterThanOrEqual(0);
  expect(fault.position).toBeLessThanOrEqual(json.length);
  expect(fault.message).not.toContain(canary);
});
parser('the text of a token', fc.oneof(token, bytes), (input) => {
  const decoded = decodeToken(input);
  if (decoded) expect(decodeToken(encodeToken(decoded))).toEqual(decoded);
});
parser('a token', fc.oneof(token, bytes), (input) => {
  // Nobody has the key to sign one by chance.
  expect(decrypt(key, input)).toBeNull();
  expect(['none', 'damaged']).toContain(keyThatFits(input, [key]));
});
parser('white space around a text', text, (input) => {
  const stripped = stripSpace(input);
  expect(stripSpace(stripped)).toBe(stripped);
  expect(input).toContain(stripped);
});
parser('a key', text, (input) => {
  expect(keyFault(input) === null).toBe(/^[A-Za-z_][A-Za-z0-9_]*$/.test(input));
  expect(normalizeTypedKey(input)).toHaveLength(input.length);
});
parser('a value', text, (input) => {
  expect(valueFault(input) === null).toBe(input !== '' && Buffer.from(input).toString() === input);
});
parser('a PHOENIX_SECRET', text, (input) => {
  if (phoenixSecretFaults(input).length === 0) expect(input).toMatch(/^[!-~\x01-\x08\x0e-\x1b\x7f]{32,}$/);
});
const variable = text.map((value) => `${canary}${value}`);
parser(
  'the environment',
  fc.record(
    {
      PHOENIX_SECRET: variable,
      PHOENIX_ADMIN_SECRET: variable,
      PHOENIX_SECRETS_PORT: variable,
      PHOENIX_WORKING_DIR: variable,
      PHOENIX_ENABLE_AUTH: variable,
      PHOENIX_SECRETS_UPDATE_FEED: fc.oneof(address, variable),
      PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: variable,
    },
    { requiredKeys: [] },
  ),
  (env) => {
    const result = readSettings({ ...env }, { defaultDataFolder: '/data', currentFolder: '/' });
    if (!result.ok) expect(result.faults.join()).not.toContain(canary);
    else if (result.settings.updateFeed !== null)
      expect(isSafeAddress(result.settings.updateFeed)).toBe(true);
  },
);
parser(
  'the headers of a request',
  fc.tuple(
    fc.array(
      fc.tuple(
        fc.oneof(text, fc.constantFrom('Host', 'Origin', 'Authorization', 'Upgrade', 'Sec-Fetch-Site')),
        fc.oneof(text, fc.constant('127.0.0.1:1')),
      ),
      { maxLength: 8 },
    ),
    text,
  ),
  ([headers, url]) => {
    const refusal = refusalOfRequest({ rawHeaders: headers.flat(), url, httpVersionMajor: 1 }, 1);
    const values = (name: string) =>
      headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
    if (refusal === null) {
      expect(values('host')).toHaveLength(1);
      expect(['127.0.0.1:1', 'localhost:1', '[::1]:1']).toContain(values('host')[0]);
      expect(values('origin')).toEqual([]);
      expect(url).toMatch(/^\/(?!\/)/);
    } else expect([400, 403]).toContain(refusal.status);
  },
);
parser('an Authorization header', text, (input) => {
  const found = bearerToken(input);
  if (found !== null) expect(input.slice(7)).toBe(found);
});
const envLine = fc
  .tuple(
    fc.constantFrom('', 'export ', ' '),
    fc.stringMatching(/^[A-Z_]{1,5}$/),
    fc.constantFrom('', '"', "'", '"$'),
    text,
  )
  .map(([start, name, quote, value]) => `${start}${name}=${quote}${value}${quote}`);
parser('a pasted KEY=value', fc.oneof(envLine, text), (input) => {
  const found = readEnvLine(input);
  if (found) expect(keyFault(found.key)).toBeNull();
  if (readEnvLineInValue(input)) expect(found).not.toBeNull();
});

parser(
  'the address of a server',
  fc.tuple(fc.oneof(address, text), fc.boolean()),
  async ([input, allowHttp]) => {
    let read = '';
    const failure = await failureOf(() => (read = serverAddress(input, allowHttp)));
    if (failure) {
      expect(failure.code).toBe('invalid_input');
      return;
    }
    const { protocol, hostname, username, password } = new URL(read);
    expect([username, password]).toEqual(['', '']);
    expect(protocol === 'https:' || (protocol === 'http:' && (allowHttp || isLoopback(hostname)))).toBe(true);
    expect(read).not.toMatch(/[?#\s\\]|\/$/);
    // It is stored, and read again at the next edit.
    expect(serverAddress(read, allowHttp)).toBe(read);
  },
);
const cookieLine = fc
  .tuple(
    fc.constantFrom(
      'phoenix-access-token',
      'phoenix-refresh-token',
      'Phoenix-Access-Token',
      '__proto__',
      ' ',
    ),
    fc.constantFrom('=', '=', '=', '', '==', ' = '),
    fc.oneof(fc.stringMatching(/^[\x21-\x7e]{1,20}$/), text),
    fc.constantFrom(
      '',
      '; Max-Age=60',
      ';max-age = 9999999999 ;',
      '; Max-Age=-1',
      '; Max-Age=1e9',
      '; HttpOnly',
    ),
  )
  .map((parts) => parts.join(''));
parser('the cookies of a sign-in', fc.array(fc.oneof(cookieLine, text), { maxLength: 4 }), (lines) => {
  // More than a network would let through: not even line breaks are kept out.
  const cookies = tokenCookies({ getSetCookie: () => lines } as Headers);
  if (!cookies) return;
  expect(cookies.maxAge ?? 0).toBeGreaterThanOrEqual(0);
  expect(refreshCookie(cookies)).toMatch(
    /^phoenix-access-token=[!-~]{1,4096}; phoenix-refresh-token=[!-~]{1,4096}$/,
  );
  expect(cookies.access + cookies.refresh).not.toMatch(/[;,"\\]/);
});
const argument = fc.oneof(
  text,
  fc.tuple(fc.constantFrom('-', '--', '---', '/', ''), text).map((parts) => parts.join('')),
  fc.constantFrom(
    ...options,
    '--',
    '--version',
    '-h',
    '--no-sandbox',
    '--inspect',
    '--remote-debugging-port',
  ),
  fc.constantFrom(...options, '--inspect=', '--js-flags=').map((option) => `${option}=${canary}`),
);
parser(
  'a command line',
  fc.tuple(fc.array(argument, { maxLength: 6 }), fc.boolean(), fc.constantFrom('linux', 'darwin', 'win32')),
  ([argv, root, platform]) => {
    const read = readCommandLine(argv, { shipped: true, root, platform, sandboxed: true });
    expect(JSON.stringify(read)).not.toContain(canary);
    if (read.kind !== 'start') return;
    // All that reaches Chromium as a switch is one of those that are known.
    const end = argv.indexOf('--');
    const reaching = end < 0 ? argv : argv.slice(0, end);
    const switches = reaching.filter(
      // Chromium takes white space around them away.
      (each) => each.trim().startsWith('-') || (platform === 'win32' && each.trim().startsWith('/')),
    );
    for (const each of switches) {
      const [name = '', value] = each.split(/(?<==)/);
      const known = [
        ...options,
        '--disable-software-rasterizer',
        '--log-level=',
        ...(root ? ['--no-sandbox'] : []),
      ];
      expect(known).toContain(name);
      if (!name.endsWith('=')) expect(value).toBeUndefined();
    }
  },
);
parser(
  'the answer of an update feed',
  jsonFor(
    object({
      version: oneOf('0.2.0', '0.0.1', '1.0.0', '1.0.0-beta', `1.0.0${canary}`, '1.0', '9999999.0.0'),
      page: oneOf(
        'https://a.test/x',
        'http://a.test/',
        'javascript:x',
        'https://user:pass@a.test/',
        'https:a.test',
        'HTTPS://a.test',
      ),
    }),
  ),
  async (body) => {
    const told: (string | null)[] = [];
    const check = new UpdateCheck({
      feed: 'https://feed.test/latest.json',
      version: '0.1.9',
      fetch: () => () => Promise.resolve(new Response(body)),
      now: () => 0,
      changed: (newer) => told.push(newer),
    });
    check.follow(true);
    await check.check();
    const { newer, failed } = check.state;
    check.end();
    expect(told).toEqual([newer?.version ?? null]);
    if (!newer) return;
    expect(failed).toBe(false);
    expect(Object.keys(newer)).toEqual(['version', 'page']);
    expect(newer.version).toMatch(/^\d+\.\d+\.\d+$/);
    // What is offered can be opened.
    expect(isSafeAddress(newer.page)).toBe(true);
    expect(new URL(newer.page).protocol).toBe('https:');
  },
);

// ---- files of ours, as somebody else may have left them ----

const folder = temporaryFolder(afterAll);
const inFolder = (name: string, content: string) => {
  const file = join(folder, name);
  rmSync(`${file}.faulty`, { force: true });
  writeFileSync(file, content);
  return file;
};
const preferencesSchema = operationOf('settings.getPreferences')!.output;
parser(
  'preferences.json',
  jsonFor(
    object({
      preferences: z.toJSONSchema(preferencesSchema, { io: 'input', unrepresentable: 'any' }),
      window: {
        anyOf: [
          { type: 'null' },
          object({
            ...Object.fromEntries(['x', 'y', 'width', 'height'].map((name) => [name, { type: 'integer' }])),
            maximized: { type: 'boolean' },
          }),
        ],
      },
    }),
  ),
  (content) => {
    const file = inFolder('preferences.json', content);
    const { preferences, window: place } = new PreferencesFile(file);
    expect(preferencesSchema.safeParse(preferences).success).toBe(true);
    if (place) {
      const { maximized, ...numbers } = place;
      expect(typeof maximized).toBe('boolean');
      for (const name of ['x', 'y', 'width', 'height'] as const)
        expect(numbers[name]).toSatisfy(Number.isInteger);
    }
    const kept = existsSync(file) ? file : `${file}.faulty`;
    expect(readFileSync(kept)).toEqual(Buffer.from(content));
  },
);
const sealed = (...secrets: readonly string[]) =>
  object({
    backend: oneOf('gnome_libsecret', 'kwallet5', canary, '', 'basic_text'),
    ciphertext: oneOf(
      ...secrets.map((secret) => new FakeStorage().encryptString(secret).toString('base64')),
      canary,
      '',
    ),
  });
const goodSecret = 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6';
parser('keychain.json', jsonFor(sealed(goodSecret, canary)), async (content) => {
  const file = inFolder('keychain.json', content);
  const { secret, unopenedFrom } = await new Keychain(folder, new FakeStorage(), 'linux').open();
  // A keychain need not notice that a ciphertext was changed; what it then gives still has to be a good one.
  if (secret !== null) expect(phoenixSecretFaults(secret)).toEqual([]);
  expect(unopenedFrom === null).toBe(secret !== null);
  expect(unopenedFrom ?? '').toMatch(/^[a-z0-9_]{0,32}$/);
  expect(readFileSync(file)).toEqual(Buffer.from(content));
});
const connection = 'a1b2c3d4e5f6a7b8';
const credential = jsonFor({
  anyOf: [
    object({ kind: oneOf('api_key'), origin: oneOf('https://a.test', 'https://b.test'), apiKey: anyText }),
    object({
      kind: oneOf('password', 'browser'),
      origin: oneOf('https://a.test'),
      access: oneOf('a', 'a b', 'a\r\nb'),
      refresh: oneOf('r', ''),
      renewAt: oneOf(null, 1),
      clientId: anyText,
      tokenEndpoint: anyText,
    }),
  ],
});
parser(
  'credentials.json',
  fc.oneof(
    jsonFor(object({ [connection]: sealed('token'), b1b2c3d4e5f6a7b8: sealed('other') })),
    jsonFor(object({ ['__proto__']: sealed('token'), [connection]: sealed('token') })),
  ),
  async (content) => {
    const file = inFolder('credentials.json', content);
    const vault = new CredentialsFile(folder, new SystemKeychain(new FakeStorage(), 'linux'));
    const found = await vault.readCredential(connection);
    expect(found === null || typeof found === 'string').toBe(true);
    const kept = existsSync(file) ? file : `${file}.faulty`;
    expect(readFileSync(kept)).toEqual(Buffer.from(content));
    // Whatever was there, another one can be kept beside it.
    expect(await vault.writeCredential('c1b2c3d4e5f6a7b8', 'new')).toBe(true);
    expect(await vault.readCredential('c1b2c3d4e5f6a7b8')).toBe('new');
    expect(await vault.readCredential(connection)).toBe(found);
  },
);
parser('the credentials of one connection', credential, async (content) => {
  const vault = {
    describeKeychain: () => Promise.resolve({ available: true, backend: '' }),
    readCredential: () => Promise.resolve(content),
    writeCredential: () => Promise.resolve(true),
    removeCredential: () => Promise.resolve(),
  };
  const found = await new CredentialStore(vault).read(connection, 'https://a.test/path');
  if (!found) return;
  expect(found.origin).toBe('https://a.test');
  const tokens = found.kind === 'api_key' ? [found.apiKey] : [found.access, found.refresh];
  for (const each of tokens) expect(each).toMatch(/^[!-~]+$/);
});

// ---- certificates ----

const privateKey = `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----\n`;
const somePem = fc.constantFrom(...rootCertificates.slice(0, 3), privateKey);
const caFiles = new CaFiles(folder);
parser(
  'a file of certificates',
  fc.array(fc.oneof(somePem, spoiled(somePem), text), { maxLength: 4 }).map((parts) => parts.join('\n')),
  async (content) => {
    let read: string | null = null;
    const failure = await failureOf(async () => (read = await caFiles.read(inFolder('ca.pem', content))));
    if (failure) expect(failure.details.rule).toBe('ca_unreadable');
    // Certificates and nothing else that stands in the file.
    else expect(read).toMatch(/^(-----BEGIN CERTIFICATE-----\n[\w+/=\n]+-----END CERTIFICATE-----\n)+$/);
  },
);
const der = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const inside = Buffer.concat(content);
  const { length } = inside;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), inside]);
};
const [sequence, octets, bits, number, truth, id] = [0x30, 0x04, 0x03, 0x02, 0x01, 0x06];
const identifier = fc
  .uint8Array({ minLength: 1, maxLength: 9 })
  .map((each) => Buffer.from(each).toString('hex'));
interface Facts {
  readonly signature: string;
  readonly pathLength: number | null;
  /** `critical` null: left out, which says the same as false. */
  readonly extensions: readonly {
    readonly id: string;
    readonly critical: boolean | null;
    readonly value: Buffer;
  }[];
}
const facts: fc.Arbitrary<Facts> = fc.record({
  signature: identifier,
  pathLength: fc.option(fc.nat({ max: 2 ** 31 - 1 })),
  extensions: fc.uniqueArray(
    fc.record({
      id: fc.oneof(
        fc.constantFrom<string>(oid.nameConstraints, oid.keyUsage, oid.subjectAltName),
        identifier.filter((each) => each !== oid.basicConstraints),
      ),
      critical: fc.option(fc.boolean()),
      value: bytes,
    }),
    { maxLength: 5, selector: (extension) => extension.id },
  ),
});
/** A certificate as far as it is read, without what stands in between. */
const certificateOf = ({ signature, pathLength, extensions }: Facts) => {
  const length = Buffer.from((pathLength ?? 0).toString(16).padStart(10, '0'), 'hex');
  const constraints = pathLength === null ? [] : [der(truth, Buffer.of(0xff)), der(number, length)];
  const all = [
    { id: oid.basicConstraints, critical: true, value: der(sequence, ...constraints) },
    ...extensions,
  ];
  const coded = all.map((each) =>
    der(
      sequence,
      der(id, Buffer.from(each.id, 'hex')),
      ...(each.critical === null ? [] : [der(truth, Buffer.of(each.critical ? 0xff : 0))]),
      der(octets, each.value),
    ),
  );
  const signed = der(sequence, der(number, Buffer.of(1)), der(0xa3, der(sequence, ...coded)));
  return [signed, der(sequence, der(id, Buffer.from(signature, 'hex')))];
};
parser('what a certificate says in DER', fc.tuple(facts, fc.nat(), fc.nat(0xff)), ([given, at, byte]) => {
  const parts = certificateOf(given);
  const whole = der(sequence, ...parts, der(bits, Buffer.alloc(200)));
  const ids = given.extensions.filter(({ critical }) => critical).map((each) => each.id);
  expect(certificateFacts(whole)).toEqual({
    signature: given.signature,
    pathLength: given.pathLength,
    critical: [oid.basicConstraints, ...ids],
    nameConstraints: given.extensions.some((each) => each.id === oid.nameConstraints),
  });
  // An open end is BER: where one reader ends it there, another one would read on.
  const padding = 0x80 - Buffer.concat([...parts]).length - 2;
  if (padding >= 0) {
    const content = [...parts, der(bits, Buffer.alloc(padding))];
    expect(() => certificateFacts(Buffer.concat([Buffer.of(sequence, 0x80), ...content]))).toThrow();
  }
  whole[at % whole.length] = byte;
  for (const broken of [
    whole,
    whole.subarray(0, at % whole.length),
    Buffer.concat([whole, Buffer.of(byte)]),
  ]) {
    try {
      expect(certificateFacts(broken).signature).toMatch(/^([0-9a-f]{2})*$/);
    } catch (error) {
      if (!/^not an? |^cut off$|out of range|outside buffer bounds/.test((error as Error).message))
        throw error;
    }
  }
});
const maker = new CertificateMaker(folder);
const authority = maker.make('Root');
const leaf = maker.make('a.test', { issuer: authority, extensions: serverExtensions('DNS:a.test') });
const leafDer = new X509Certificate(leaf.certificate).raw;
const pemOf = (raw: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${raw.toString('base64')}\n-----END CERTIFICATE-----\n`;
parser(
  'the certificates of a server',
  fc.oneof(
    fc.tuple(fc.nat(leafDer.length - 1), fc.nat(0xff)).map(([at, byte]) => {
      const raw = Buffer.from(leafDer);
      raw[at] = byte;
      return [pemOf(raw)];
    }),
    fc.array(fc.oneof(spoiled(fc.constant(leaf.certificate)), bytes.map(pemOf), text), { maxLength: 3 }),
  ),
  (sent) => {
    const judge = (host: string) => chainFault({ sent, ca: authority.certificate, host, now: new Date() });
    expect([null, 'authority', 'expired', 'host', 'unfit']).toContain(judge('a.test'));
    if (judge('a.test') !== null) return;
    // Taken: then it is the same in all that was signed.
    const [was, is] = [new X509Certificate(leaf.certificate), new X509Certificate(sent[0] ?? '')];
    expect([is.publicKey.export({ type: 'spki', format: 'pem' }), is.subjectAltName, is.validTo]).toEqual([
      was.publicKey.export({ type: 'spki', format: 'pem' }),
      was.subjectAltName,
      was.validTo,
    ]);
    expect(judge('b.test')).toBe('host');
  },
);

// ---- what comes from elsewhere ----

const returning = fc
  .tuple(
    fc.constantFrom(
      '/callback?',
      '/callback?',
      '/callback?',
      '/callback',
      '/other?',
      '//callback?',
      'http://127.0.0.1/callback?',
    ),
    fc.array(
      fc.tuple(
        fc.constantFrom('state', 'code', 'error', '__proto__', ''),
        fc.oneof(
          fc.constantFrom('the-state', 'the%2dstate', 'THE-STATE', canary),
          fc.webQueryParameters(),
          text,
        ),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([start, query]) => start + query.map((pair) => pair.join('=')).join('&'));
parser('the query that a browser brings back', returning, async (target) => {
  const callback = await openCallback('the-state');
  const taken: URLSearchParams[] = [];
  void callback.answer.then((query) => taken.push(query));
  try {
    const { host } = new URL(callback.redirectUri);
    const answer = await exchange(callback.redirectUri, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    const [status = 0, ...others] = statusesIn(answer);
    expect(others).toEqual([]);
    expect([200, 400]).toContain(status);
    expect(answer).not.toContain(canary);
    expect(taken).toHaveLength(status === 200 ? 1 : 0);
    if (status === 200) expect(target).toMatch(/^\/callback\?/);
    for (const query of taken) expect(query.get('state')).toBe('the-state');
  } finally {
    callback.close();
  }
});
const messages = ['Only admin', 'Insufficient storage', 'Cannot query field', ''].map(
  (start) => start + canary,
);
const errors = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  fc.array(fc.record({ message: fc.oneof(fc.constantFrom(...messages), text) }), { maxLength: 2 }),
);
const pageInfo = object({ hasNextPage: { type: 'boolean' }, endCursor: oneOf(null, 'next', canary) });
const secretNode = object({
  key: anyText,
  updatedAt: oneOf(
    '2026-02-03T04:05:06+00:00',
    '2026-02-03 04:05:06.123456789+23:59',
    '9999-12-31T23:59:59-01:00',
    canary,
    1,
  ),
  user: { anyOf: [{ type: 'null' }, object({ id: anyText, username: anyText })] },
  value: object({
    __typename: oneOf('DecryptedSecret', 'UnparsableSecret'),
    parseError: oneOf('', 'why', 1),
  }),
});
/** Answers by a word of the document that asks. */
const parts: Record<string, unknown> = {
  'secrets(': object({ secrets: object({ edges: list(object({ node: secretNode })), pageInfo }) }),
  __type: object({ __type: object({ fields: list(object({ name: oneOf('secrets', canary) })) }) }),
  __schema: object({
    __schema: object({ types: list(object({ fields: list(object({ name: anyText })) })) }),
  }),
  upsertOrDeleteSecrets: object({
    upsertOrDeleteSecrets: object({
      upsertedSecrets: list(object({ key: oneOf('A', canary) })),
      deletedIds: list(oneOf('U2VjcmV0OkI=', canary)),
    }),
  }),
};
for (const [name, { schema }] of Object.entries({
  modelProviders: usageParts.providersPart,
  sandboxBackends: usageParts.backendsPart,
  sandboxProviders: usageParts.configsPart,
  agentsConfig: usageParts.assistantPart,
  'prompts(': usageParts.promptsPart,
})) {
  parts[name] = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
const answers = fc.record(
  Object.fromEntries(
    Object.entries(parts).map(([word, schema]) => [
      word,
      fc.record({ data: arbitraryFor(schema, canary), errors }),
    ]),
  ),
);
const restAnswer = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 400, 401, 403, 404, 405, 413, 418, 422),
  body: arbitraryFor(
    object({
      data: object({ upserted_keys: list(oneOf('A', canary)), deleted_keys: list(oneOf('B', canary)) }),
    }),
    canary,
  ),
});
/** A server that answers so, and no more than that. */
const serverWith = (
  given: Readonly<Record<string, GraphqlAnswer>>,
  stored: { readonly status: number; readonly body: unknown } = { status: 404, body: null },
): PhoenixServer => {
  const answer = (document: string) => {
    const word = Object.keys(given).find((each) => document.includes(each));
    return Promise.resolve(given[word ?? ''] ?? { data: null, errors: [] });
  };
  return {
    generation: 0,
    about: () => Promise.resolve({ version: '12.31.1', person: null }),
    query: answer,
    mutate: answer,
    put: () => Promise.resolve(stored),
  };
};
parser("a server's page of secrets", answers, async (given) => {
  const secrets = new PhoenixSecrets({
    server: serverWith(given),
    connection: 'c',
    listener: () => undefined,
  });
  await failureOf(async () => {
    const page = await secrets.list({ after: null, limit: 3 });
    expect(operationOf('secrets.list')?.output.safeParse(page).error).toBeUndefined();
    expect(page.rows.length).toBeLessThanOrEqual(3);
  });
});
parser("a server's list of what reads its secrets", answers, async (given) => {
  await failureOf(async () => {
    const uses = await readUses(serverWith(given));
    expect(operationOf('secrets.usage')?.output.safeParse(uses).error).toBeUndefined();
  });
});
parser('what a server says it wrote', fc.tuple(answers, restAnswer), async ([given, stored]) => {
  const entries = [
    { key: 'A', value: canary },
    { key: 'B', value: null },
  ];
  const failure = await failureOf(() => writeEntries(serverWith(given, stored), entries, 0));
  if (failure) return;
  if ([404, 405].includes(stored.status)) {
    const said = { upsertedSecrets: [{ key: 'A' }], deletedIds: ['U2VjcmV0OkI='] };
    expect(given['upsertOrDeleteSecrets']?.data).toMatchObject({ upsertOrDeleteSecrets: said });
  } else expect(stored.body).toMatchObject({ data: { upserted_keys: ['A'], deleted_keys: ['B'] } });
});

describe('H: every parser, with what it reads and what it does not', () => {
  it.each(Object.keys(parsers))(
    '%s',
    async (name) => {
      await parsers[name]?.();
      expect(prototypes()).toBe(clean);
      names += 1;
    },
    proofTimeout,
  );
});
