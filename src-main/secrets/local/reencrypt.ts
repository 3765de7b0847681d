import { decrypt, encrypt, keyThatFits, type FernetKey } from './cipher';
import type { Writer } from './database';
import { readTokens, replaceToken } from './rows';
import type { StoredToken } from './stored-token';

/** How many rows are in memory at a time. */
const chunk = 500;

/**
 * Encrypts every row that `from` reads again under `to`; its writer and time stay. All other rows stay as
 * they are, to the byte. Gives how many were changed and how many `to` cannot read afterwards.
 */
export function reencryptRows(
  writer: Writer,
  from: FernetKey,
  to: FernetKey,
  now: number,
): { reencrypted: number; unreadable: number } {
  let reencrypted = 0;
  let unreadable = 0;
  let after = '';
  for (;;) {
    const rows = readTokens(writer, after, chunk);
    for (const { key, value } of rows) {
      const token = reencryptToken(value, from, to, now);
      if (token === 'unreadable') unreadable += 1;
      else if (token !== 'same') {
        replaceToken(writer, key, token);
        reencrypted += 1;
      }
    }
    after = rows.at(-1)?.key ?? after;
    if (rows.length < chunk) return { reencrypted, unreadable };
  }
}

/** The token under `to`; `same` when it is one already, `unreadable` when `from` does not read it either. */
export function reencryptToken(
  stored: StoredToken,
  from: FernetKey,
  to: FernetKey,
  now: number,
): Buffer | 'same' | 'unreadable' {
  const token = Buffer.isBuffer(stored) ? stored : Buffer.from(String(stored));
  const fits = keyThatFits(token, [to, from]);
  if (fits === to) return 'same';
  const plain = fits === from ? decrypt(from, token) : null;
  if (!plain) return 'unreadable';
  const renewed = encrypt(to, plain, now);
  plain.fill(0);
  return renewed;
}
