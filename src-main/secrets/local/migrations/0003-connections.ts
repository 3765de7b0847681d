/**
 * Frozen, as the first one. The servers that a user works on, without any credential: those are in the
 * keychain. Times are ISO texts, UTC.
 */
export const connections = {
  version: 3,
  sql: `
CREATE TABLE connections (
  id TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  sign_in TEXT NOT NULL CHECK (sign_in IN ('api_key', 'password', 'browser', 'none')),
  email TEXT,
  label TEXT NOT NULL CHECK (label IN ('none', 'development', 'staging', 'production')),
  ca_file TEXT,
  allow_http INTEGER NOT NULL CHECK (allow_http IN (0, 1)),
  last_used_at TEXT,
  last_reached_at TEXT,
  last_version TEXT
) STRICT;
CREATE INDEX ix_connections_user_id ON connections (user_id);
`,
} as const;
