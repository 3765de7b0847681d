import { createCipheriv, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  decrypt,
  deriveKey,
  encrypt,
  fallbackKey,
  keyThatFits,
  type FernetKey,
} from '../../../src-main/secrets/local/cipher';
import { KeyRing } from '../../../src-main/secrets/local/key-ring';
import { query } from '../../support/database';

interface Vectors {
  readonly keys: readonly { phoenixSecret: string; fernetKey: string }[];
  readonly valid: readonly { phoenixSecret: string; token: string; plaintext: string }[];
  readonly invalid: readonly { phoenixSecret: string; token: string; why: string }[];
}

const fixtures = join(import.meta.dirname, '../../fixtures');
const vectors = JSON.parse(readFileSync(join(fixtures, 'encryption.vectors.json'), 'utf8')) as Vectors;
const keys = new Map<string, FernetKey>();

beforeAll(async () => {
  for (const { phoenixSecret } of vectors.keys) keys.set(phoenixSecret, await deriveKey(phoenixSecret));
});

function keyFor(phoenixSecret: string): FernetKey {
  const key = keys.get(phoenixSecret);
  if (!key) throw new Error('The vectors name a secret without a key.');
  return key;
}

describe('the vectors of a Phoenix server', () => {
  it('are all there', () => {
    expect([vectors.keys.length, vectors.valid.length, vectors.invalid.length]).toEqual([3, 18, 11]);
  });

  it.each(vectors.keys)('key $fernetKey', ({ phoenixSecret, fernetKey }) => {
    const { signing, encryption } = keyFor(phoenixSecret);
    const bytes = Buffer.concat([signing.export(), encryption.export()]);
    expect(bytes.equals(Buffer.from(fernetKey, 'base64url'))).toBe(true);
  });

  it.each(vectors.valid.map((vector, index) => ({ ...vector, index })))(
    'valid token $index can be read',
    ({ phoenixSecret, token, plaintext }) => {
      expect(decrypt(keyFor(phoenixSecret), Buffer.from(token))?.toString('utf8')).toBe(plaintext);
    },
  );

  it.each(vectors.invalid)('refused: $why', ({ phoenixSecret, token }) => {
    const key = keyFor(phoenixSecret);
    expect(decrypt(key, Buffer.from(token))).toBeNull();
    expect(keyThatFits(Buffer.from(token), [key])).toMatch(/^(none|damaged)$/);
  });

  it('the fallback key is what an empty secret derives', () => {
    const [derived, constant] = [keyFor(''), fallbackKey()];
    expect(constant.signing.equals(derived.signing) && constant.encryption.equals(derived.encryption)).toBe(
      true,
    );
  });
});

describe('the rows of a database that a Phoenix server wrote', () => {
  const rows = query<{ value: Buffer }>(join(fixtures, 'phoenix-20.26.1.db'), 'SELECT value FROM secrets');

  it('are all readable with its secret and with no other', () => {
    expect(rows).toHaveLength(16);
    for (const { value } of rows) {
      expect(decrypt(keyFor('a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6'), value)).not.toBeNull();
      expect(decrypt(keyFor(''), value)).toBeNull();
    }
  });
});

describe('a token', () => {
  it('has the form that the specification gives, with the time in it', () => {
    const token = encrypt(fallbackKey(), 'v', Date.UTC(2026, 10, 24, 12));
    const bytes = Buffer.from(token.toString('latin1'), 'base64url');
    expect(token.toString('latin1')).toMatch(/^[A-Za-z0-9_-]+={0,2}$/);
    expect(token.length % 4).toBe(0);
    expect(bytes[0]).toBe(0x80);
    expect(bytes.readBigUInt64BE(1)).toBe(BigInt(Date.UTC(2026, 10, 24, 12) / 1000));
    expect(bytes).toHaveLength(1 + 8 + 16 + 16 + 32);
  });

  it('is never the same twice: its IV is random', () => {
    const key = fallbackKey();
    const tokens = new Set(
      Array.from({ length: 2000 }, () => encrypt(key, 'v', 0).subarray(12, 34).toString()),
    );
    expect(tokens.size).toBe(2000);
  });

  it('gives back any text', () => {
    const key = fallbackKey();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(decrypt(key, encrypt(key, text, 1))?.toString('utf8')).toBe(text);
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it('of many megabytes is read', () => {
    const key = fallbackKey();
    const text = 'x'.repeat(8_000_000);
    expect(decrypt(key, encrypt(key, text, 1))?.toString('utf8') === text).toBe(true);
  });

  it('with any single bit flipped is refused', async () => {
    const key = fallbackKey();
    const ring = KeyRing.unset();
    const bytes = Buffer.from(encrypt(key, 'a secret', 1).toString('latin1'), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const token = Buffer.from(flipped.toString('base64url'));
      expect(decrypt(key, token)).toBeNull();
      expect(ring.unreadable(token)).not.toBeNull();
    }
  });

  // Each answer is what Python's cryptography gave for the same bytes.
  it.each<[what: string, change: (token: string) => string, readable: boolean]>([
    ['as it is', (token) => token, true],
    ['with a newline after it', (token) => `${token}\n`, true],
    ['with text after its padding', (token) => `${token}abcd`, true],
    ['with spaces inside', (token) => token.replace(/(.{10})/g, '$1 '), true],
    ['in the other base64 alphabet', (token) => token.replaceAll('-', '+').replaceAll('_', '/'), true],
    ['without its padding', (token) => token.replaceAll('=', ''), false],
    ['with one padding sign less', (token) => token.slice(0, -1), false],
    ['with a padding sign in front', (token) => `=${token}`, true],
    ['with one inside that completes nothing', (token) => `${token.slice(0, 10)}=${token.slice(10)}`, true],
    ['with one inside that completes a group', (token) => `${token.slice(0, 11)}=${token.slice(11)}`, false],
    ['with two inside', (token) => `${token.slice(0, 10)}==${token.slice(10)}`, false],
    ['with a sign of no alphabet inside', (token) => `${token.slice(0, 7)}!${token.slice(7)}`, true],
  ])('%s', (_what, change, readable) => {
    const key = fallbackKey();
    const token = encrypt(key, 'v', 1).toString('latin1');
    expect(token.endsWith('==')).toBe(true);
    expect(decrypt(key, Buffer.from(change(token))) !== null).toBe(readable);
  });
});

describe('a token whose length needs no padding', () => {
  // The same, for 105 bytes.
  it.each<[what: string, change: (token: string) => string]>([
    ['as it is', (token) => token],
    ['with a sign of no alphabet inside', (token) => `${token.slice(0, 5)}!${token.slice(5)}`],
    ['with four padding signs between groups', (token) => `${token.slice(0, 4)}====${token.slice(4)}`],
    [
      'with two inside that complete nothing, apart',
      (token) => `${token.slice(0, 2)}=${token.slice(2, 6)}=${token.slice(6)}`,
    ],
  ])('is read %s', (_what, change) => {
    const token = encrypt(fallbackKey(), 'x'.repeat(40), 1).toString('latin1');
    expect(token).not.toContain('=');
    expect(decrypt(fallbackKey(), Buffer.from(change(token)))?.toString()).toBe('x'.repeat(40));
  });
});

describe('a token that was signed with the right key', () => {
  const { phoenixSecret, fernetKey } = vectors.keys[0]!;
  const [signing, encryption] = [0, 16].map((at) => Buffer.from(fernetKey, 'base64').subarray(at, at + 16));

  function signed(body: Buffer): Buffer {
    const bytes = Buffer.concat([Buffer.of(0x80), Buffer.alloc(8 + 16), body]);
    const mac = createHmac('sha256', signing!).update(bytes).digest();
    const text = Buffer.concat([bytes, mac]).toString('base64url');
    return Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
  }

  function cipherOf(blocks: Buffer): Buffer {
    const cipher = createCipheriv('aes-128-cbc', encryption!, Buffer.alloc(16)).setAutoPadding(false);
    return Buffer.concat([cipher.update(blocks), cipher.final()]);
  }

  it('is read when it is whole', () => {
    const key = keyFor(phoenixSecret);
    const token = signed(cipherOf(Buffer.alloc(48, 16)));
    expect(keyThatFits(token, [key])).toBe(key);
    expect(decrypt(key, token)).toEqual(Buffer.alloc(32, 16));
  });

  it('is refused when its padding is wrong', () => {
    expect(decrypt(keyFor(phoenixSecret), signed(cipherOf(Buffer.alloc(48, 0))))).toBeNull();
  });

  it.each([0, 15, 47, 49])('is damaged when %i bytes of it are encrypted', (length) => {
    const key = keyFor(phoenixSecret);
    const token = signed(cipherOf(Buffer.alloc(64, 16)).subarray(0, length));
    expect(keyThatFits(token, [key])).toBe('damaged');
    expect(decrypt(key, token)).toBeNull();
  });
});

describe('why a row is unreadable', () => {
  it('is told apart without decrypting', async () => {
    const own = KeyRing.of(await deriveKey('a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6'), 'environment');
    const other = KeyRing.of(await deriveKey('0123456789abcdef0123456789abcdef!~'), 'environment');
    const none = KeyRing.unset();
    expect(own.unreadable(own.encrypt('v', 1))).toBeNull();
    expect(own.unreadable(other.encrypt('v', 1))).toBe('other_secret');
    expect(own.unreadable(none.encrypt('v', 1))).toBe('no_secret');
    expect(own.unreadable('sk-plain-text')).toBe('damaged');
    expect(own.unreadable(Buffer.alloc(0))).toBe('damaged');
    expect(none.unreadable(own.encrypt('v', 1))).toBe('other_secret');
    expect(none.unreadable(none.encrypt('v', 1))).toBeNull();
  });
});
