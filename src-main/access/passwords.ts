import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of scrypt; it stands beside each hash, so that it can rise later. */
export interface ScryptParams {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** A password as it is stored. */
export interface StoredPassword {
  readonly hash: Buffer;
  readonly salt: Buffer;
  /** `scrypt$N=131072,r=8,p=1` */
  readonly params: string;
}

/** The one expensive step; tests count what it is asked for. */
export type DerivePassword = (password: string, salt: Buffer, params: ScryptParams) => Promise<Buffer>;

/** OWASP's floor for scrypt (Password Storage Cheat Sheet): 128 MiB, about 0.4 s. */
export const scryptFloor: ScryptParams = { N: 2 ** 17, r: 8, p: 1 };

const hashBytes = 32;
const saltBytes = 16;

/** On a thread of libuv's pool: this thread serves requests meanwhile. */
const deriveWithScrypt: DerivePassword = (password, salt, { N, r, p }) =>
  new Promise((resolve, reject) => {
    // Node's limit has to lie above the 128 · N · r bytes that the algorithm needs.
    scrypt(password, salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });

/** Makes and checks password hashes, one at a time: each takes 128 MiB. */
export class Passwords {
  /** Takes part in the check of a user that does not exist, and is never right. */
  readonly #dummy: StoredPassword;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly derive: DerivePassword = deriveWithScrypt,
    private readonly floor: ScryptParams = scryptFloor,
  ) {
    this.#dummy = { hash: randomBytes(hashBytes), salt: randomBytes(saltBytes), params: textOf(floor) };
  }

  async hash(password: string): Promise<StoredPassword> {
    const salt = randomBytes(saltBytes);
    return { hash: await this.#derive(password, salt, this.floor), salt, params: textOf(this.floor) };
  }

  /** Does the same work for a wrong password and for none at all (null): hashes first, looks afterwards. */
  async verify(stored: StoredPassword | null, password: string): Promise<boolean> {
    const given = stored ?? this.#dummy;
    const params = paramsOf(given.params);
    const { hash, salt } = params ? given : this.#dummy;
    const derived = await this.#derive(password, salt, params ?? this.floor);
    const equal = derived.length === hash.length && timingSafeEqual(derived, hash);
    return equal && params !== null && stored !== null;
  }

  /** True when it was hashed at a lower cost than today's, so that it should be hashed again. */
  isOutdated(stored: StoredPassword): boolean {
    const params = paramsOf(stored.params);
    return !params || params.N < this.floor.N || params.r < this.floor.r || params.p < this.floor.p;
  }

  #derive(password: string, salt: Buffer, params: ScryptParams): Promise<Buffer> {
    // Keyboards write an accented letter as one character or as two.
    const text = password.normalize('NFKC');
    const derived = this.#last.then(() => this.derive(text, salt, params));
    this.#last = derived.catch(() => undefined);
    return derived;
  }
}

function textOf({ N, r, p }: ScryptParams): string {
  return `scrypt$N=${N},r=${r},p=${p}`;
}

/** Null for what this program did not write, also for a cost that would take all memory. */
function paramsOf(text: string): ScryptParams | null {
  const match = /^scrypt\$N=([0-9]{1,7}),r=([0-9]{1,2}),p=([0-9]{1,2})$/.exec(text);
  if (!match) return null;
  const [N, r, p] = match.slice(1).map(Number) as [number, number, number];
  const sound = N > 1 && N <= 2 ** 20 && (N & (N - 1)) === 0 && r >= 1 && r <= 16 && p >= 1 && p <= 16;
  return sound ? { N, r, p } : null;
}
