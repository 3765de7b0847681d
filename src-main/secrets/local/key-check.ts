import type { Reader, Writer } from './database';
import { encrypt, keyThatFits, type FernetKey } from './cipher';
import { KeyRing } from './key-ring';
import { storedTime } from './rows';

/**
 * What is encrypted to recognise a key by. It is stored in the transaction that re-encrypts the rows, so it
 * also tells whether that transaction happened.
 */
const checkText = 'phoenix-secrets-key-check';

interface StoredCheck {
  readonly check_token: Buffer;
  readonly backend: string;
}

/** Notes that from now on the key of the keychain `backend` encrypts this store. */
export function writeKeyCheck(writer: Writer, key: FernetKey, backend: string, now: number): void {
  writer.run(
    'INSERT INTO encryption_key (id, check_token, backend, set_at) VALUES (1, ?, ?, ?)',
    encrypt(key, checkText, now),
    backend,
    storedTime(now),
  );
}

/**
 * Which key a store is used with when the environment has none. `key` is the one out of the keychain, or
 * null; `unopenedFrom` the keychain whose entry cannot be opened. A store whose key is not at hand is never
 * used with the fallback key instead, and one that was never encrypted with the keychain's key stays as it
 * is: its change of key was broken off, or it came from elsewhere.
 */
export function chooseKeyRing(
  reader: Reader,
  { key, unopenedFrom }: { readonly key: FernetKey | null; readonly unopenedFrom: string | null },
): KeyRing {
  if (unopenedFrom !== null) return KeyRing.unopened(unopenedFrom);
  const check = reader.get<StoredCheck>('SELECT check_token, backend FROM encryption_key WHERE id = 1');
  if (!check) return KeyRing.unset();
  if (key && keyThatFits(check.check_token, [key]) === key) return KeyRing.of(key, 'keychain');
  return KeyRing.unopened(check.backend);
}
