/**
 * Frozen: a store out there was made with exactly this. It imports nothing, so nothing can change it.
 * `secrets` is Phoenix's own table to the column (arize-phoenix 20.26.1); users 1 and 2 are those that a
 * Phoenix server makes at its first start.
 */
export const first = {
  version: 1,
  sql: `
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('SYSTEM', 'ADMIN', 'MEMBER', 'VIEWER')),
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;
CREATE TABLE secrets (
	"key" VARCHAR NOT NULL,
	value BLOB NOT NULL,
	user_id INTEGER,
	updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
	CONSTRAINT pk_secrets PRIMARY KEY ("key"),
	CONSTRAINT fk_secrets_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX ix_secrets_user_id ON secrets (user_id);
CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token_sha256 BLOB NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  last_used_at TEXT
) STRICT;
CREATE INDEX ix_api_keys_user_id ON api_keys (user_id);
INSERT INTO users (id, username, email, role) VALUES
  (1, 'system', 'system@localhost', 'SYSTEM'),
  (2, 'admin', 'admin@localhost', 'ADMIN');
`,
} as const;
