import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new API key: a name to recognise it by (`phx_loc_`) and 256 random bits. */
export function newToken(): string {
  return `phx_loc_${randomBytes(32).toString('base64url')}`;
}

/** All that is kept of a token. With 256 random bits there is nothing to guess, so a plain hash is enough. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

export function sameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
