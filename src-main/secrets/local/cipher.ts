import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  pbkdf2,
  randomFillSync,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { decodeToken, encodeToken } from './token-text';

/**
 * Encryption at rest, bit for bit what a Phoenix server does: Fernet
 * (https://github.com/fernet/spec: version, time, IV, AES-128-CBC, HMAC-SHA256) under a key that PBKDF2
 * makes of PHOENIX_SECRET. The constants are Phoenix's (`server/encryption.py`).
 */
const salt = 'phoenix-database-encryption-a5d354120d50240ac80b74f56d09b363';
const iterations = 600_000;
const version = 0x80;
const blockBytes = 16;
const headerBytes = 1 + 8 + blockBytes;
const macBytes = 32;

/** What PBKDF2 makes of an empty PHOENIX_SECRET: the same everywhere and public, so it protects nothing. */
const fallback = 'Cbu1nL60eneLKupmKihNmr9kMuW2JMs-qPvkU4A2WAE=';

export interface FernetKey {
  readonly signing: KeyObject;
  readonly encryption: KeyObject;
}

/** Derives the key of a PHOENIX_SECRET, off this thread (about 80 ms). */
export async function deriveKey(phoenixSecret: string): Promise<FernetKey> {
  return keyOf(await promisify(pbkdf2)(phoenixSecret, salt, iterations, 32, 'sha256'));
}

/** The key that is used while no PHOENIX_SECRET is set. */
export function fallbackKey(): FernetKey {
  return keyOf(Buffer.from(fallback, 'base64url'));
}

/** Both halves as key objects, which keep the bytes out of the JavaScript heap; `raw` is wiped. */
function keyOf(raw: Buffer): FernetKey {
  const key = {
    signing: createSecretKey(raw.subarray(0, 16)),
    encryption: createSecretKey(raw.subarray(16)),
  };
  raw.fill(0);
  return key;
}

/** Encrypts a text (or its UTF-8 bytes); gives the token's ASCII bytes, as they are stored. `now` is in milliseconds. */
export function encrypt(key: FernetKey, text: string | Buffer, now: number): Buffer {
  const iv = randomBlock();
  const cipher = createCipheriv('aes-128-cbc', key.encryption, iv);
  const whole = cipher.update(text);
  const rest = cipher.final();
  const token = Buffer.allocUnsafe(headerBytes + whole.length + rest.length + macBytes);
  token[0] = version;
  token.writeBigUInt64BE(BigInt(Math.floor(now / 1000)), 1);
  iv.copy(token, 9);
  whole.copy(token, headerBytes);
  rest.copy(token, headerBytes + whole.length);
  macOf(key, token.subarray(0, -macBytes)).copy(token, token.length - macBytes);
  return encodeToken(token);
}

const pool = Buffer.alloc(256 * blockBytes);
let used = pool.length;

/** 16 fresh random bytes, valid until the next call; drawn in bulk, since each draw costs more than the cipher. */
function randomBlock(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += blockBytes;
  return pool.subarray(used - blockBytes, used);
}

/** The plain bytes, or null when the token is not one, or not one of this key. */
export function decrypt(key: FernetKey, token: Buffer): Buffer | null {
  const parts = readToken(token);
  if (!parts || !isSignedBy(key, parts)) return null;
  const decipher = createDecipheriv('aes-128-cbc', key.encryption, parts.signed.subarray(9, headerBytes));
  try {
    return Buffer.concat([decipher.update(parts.signed.subarray(headerBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

/** Whether a stored token can be decrypted with one key or the other, found out without decrypting it. */
export function keyThatFits<K extends FernetKey>(token: Buffer, keys: readonly K[]): K | 'none' | 'damaged' {
  const parts = readToken(token);
  if (!parts) return 'damaged';
  return keys.find((key) => isSignedBy(key, parts)) ?? 'none';
}

interface TokenParts {
  readonly signed: Buffer;
  readonly mac: Buffer;
}

function readToken(token: Buffer): TokenParts | null {
  const bytes = decodeToken(token);
  if (bytes?.[0] !== version) return null;
  const cipherBytes = bytes.length - headerBytes - macBytes;
  if (cipherBytes < blockBytes || cipherBytes % blockBytes !== 0) return null;
  return { signed: bytes.subarray(0, -macBytes), mac: bytes.subarray(-macBytes) };
}

function isSignedBy(key: FernetKey, { signed, mac }: TokenParts): boolean {
  return timingSafeEqual(macOf(key, signed), mac);
}

function macOf(key: FernetKey, signed: Buffer): Buffer {
  return createHmac('sha256', key.signing).update(signed).digest();
}
