import fc from 'fast-check';
import { describe, expect, it, afterAll, beforeAll } from 'vitest';
import * as z from 'zod';
import { decrypt, fallbackKey, keyThatFits } from '../../src-main/secrets/local/cipher';
import { decodeToken, encodeToken } from '../../src-main/secrets/local/token-text';
import { parseBody } from '../../src-main/rest/body';
import { findJsonFault } from '../../src-main/rest/json-fault';
import { bearerToken, refusalOfRequest } from '../../src-main/rest/request-guard';
import { readSettings } from '../../src-main/settings/environment';
import { phoenixSecretFaults } from '../../src-main/settings/phoenix-secret';
import { operationOf } from '../../src-shared/contract';
import { keyFault, normalizeTypedKey, stripSpace, valueFault } from '../../src-shared/rules';
import { readEnvLine, readEnvLineInValue } from '../../src-renderer/secrets/envLine';
import { arbitraryFor, oddValue } from '../support/arbitrary';
import { allOperations } from '../support/matrix';
import { proofTimeout, record, sized } from '../support/proof';
import { startService, window, type TestService } from '../support/service';

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
/** JSON, cut or with one character replaced. */
const nearlyJson = fc
  .tuple(
    fc.json(),
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
const parsers: Record<string, () => void> = {};
const parser = <T>(name: string, from: fc.Arbitrary<T>, check: (input: T) => void) => {
  parsers[name] = () => {
    const property = fc.property(from, (input) => {
      cases += 1;
      check(input);
    });
    fc.assert(property, { numRuns, seed, endOnFailure: true });
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
parser(
  'the environment',
  fc.dictionary(
    fc.constantFrom(
      'PHOENIX_SECRET',
      'PHOENIX_ADMIN_SECRET',
      'PHOENIX_SECRETS_PORT',
      'PHOENIX_WORKING_DIR',
      'PHOENIX_ENABLE_AUTH',
      'PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD',
    ),
    text.map((value) => `${canary}${value}`),
  ),
  (env) => {
    const secrets = { ...env };
    const result = readSettings(secrets, { defaultDataFolder: '/data', currentFolder: '/' });
    if (!result.ok) expect(result.faults.join()).not.toContain(canary);
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

describe('H: every parser, with what it reads and what it does not', () => {
  it.each(Object.keys(parsers))(
    '%s',
    (name) => {
      parsers[name]?.();
      expect(prototypes()).toBe(clean);
      names += 1;
    },
    proofTimeout,
  );
});
