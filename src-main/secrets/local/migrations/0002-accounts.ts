/**
 * Frozen, as the first one. Passwords with what they were hashed with, how often somebody guessed, and a
 * token that tells whether a key is the one that this store was encrypted with.
 * `account` is the SHA-256 of a lower-cased email, or `overall`; times in it are milliseconds since 1970.
 */
export const accounts = {
  version: 2,
  sql: `
ALTER TABLE users ADD COLUMN password_hash BLOB;
ALTER TABLE users ADD COLUMN password_salt BLOB;
ALTER TABLE users ADD COLUMN password_params TEXT;
ALTER TABLE users ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0;
CREATE TABLE sign_in_attempts (
  account TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_failure_at INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL
) STRICT;
CREATE TABLE encryption_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  check_token BLOB NOT NULL,
  backend TEXT NOT NULL,
  set_at TEXT NOT NULL
) STRICT;
`,
} as const;
