import { roles, type Role, type UserRole, type UserRow } from '../../src-shared/contract';
import type { ReadHandle, WriteHandle } from './handles';
import type { StoredPassword } from './passwords';

/** The users that every store has from its first start, with the ids that a Phoenix server gives them. */
export const systemUserId = 1;
/** Who sits in front of the window while there is no authentication; with it, the first admin. */
export const operatorId = 2;

export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly mustChangePassword: boolean;
  /** Null: cannot sign in. */
  readonly password: StoredPassword | null;
}

interface StoredUser {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly role: string;
  readonly must_change_password: number;
  readonly password_hash: Buffer | null;
  readonly password_salt: Buffer | null;
  readonly password_params: string | null;
}

/** Read at each call, so that a role that was taken away is gone at once. Null: no such user, or no such role. */
export function readUser(reader: ReadHandle, id: number): User | null {
  return userOf(reader.get<StoredUser>('SELECT * FROM users WHERE id = ?', id));
}

/** The same without the password, for what is asked of each request. */
export function readCaller(reader: ReadHandle, id: number): Pick<User, 'name' | 'role'> | null {
  const row = reader.get<Pick<StoredUser, 'username' | 'role'>>(
    'SELECT username, role FROM users WHERE id = ?',
    id,
  );
  const role = roleOf(row?.role);
  return row && role ? { name: row.username, role } : null;
}

/** `email` in the form of {@link storedEmail}. */
export function findUser(reader: ReadHandle, email: string): User | null {
  return userOf(reader.get<StoredUser>('SELECT * FROM users WHERE email = ?', email));
}

/** As Phoenix keeps an email: in lower case, so that one address is one user. Already stripped. */
export function storedEmail(email: string): string {
  return email.toLowerCase();
}

/** Names by id, for the lists. */
export function readNames(reader: ReadHandle): Map<number, string> {
  const rows = reader.all<{ id: number; username: string }>('SELECT id, username FROM users');
  return new Map(rows.map(({ id, username }) => [id, username]));
}

interface ListedUser extends Pick<StoredUser, 'id' | 'username' | 'email' | 'must_change_password'> {
  readonly role: UserRole;
  readonly created_at: string;
  readonly secrets: number;
  readonly keys: number;
}

const listed = `SELECT id, username, email, role, must_change_password, created_at,
  (SELECT count(*) FROM secrets s WHERE s.user_id = u.id) AS secrets,
  (SELECT count(*) FROM api_keys k WHERE k.user_id = u.id) AS keys
  FROM users u WHERE role <> 'SYSTEM'`;

/** All people; the built-in system user is none. */
export function listUsers(reader: ReadHandle): UserRow[] {
  return reader.all<ListedUser>(`${listed} ORDER BY username`).map(rowOf);
}

export function listedUser(reader: ReadHandle, id: number): UserRow | null {
  const row = reader.get<ListedUser>(`${listed} AND id = ?`, id);
  return row ? rowOf(row) : null;
}

/** True when nobody else is an Admin. */
export function isLastAdmin(reader: ReadHandle, id: number): boolean {
  const count = (condition: string) =>
    reader.get<{ n: number }>(`SELECT count(*) AS n FROM users WHERE role = 'ADMIN' AND ${condition}`, id)?.n;
  return count('id = ?') === 1 && count('id <> ?') === 0;
}

/** Sets a password; with `mustChange` it is good for one sign-in. */
export function writePassword(
  writer: WriteHandle,
  id: number,
  { hash, salt, params }: StoredPassword,
  mustChange: boolean,
): void {
  writer.run(
    'UPDATE users SET password_hash = ?, password_salt = ?, password_params = ?, must_change_password = ? WHERE id = ?',
    hash,
    salt,
    params,
    mustChange ? 1 : 0,
    id,
  );
}

function roleOf(stored: string | undefined): Role | undefined {
  return roles.find((known) => known === stored);
}

function userOf(row: StoredUser | undefined): User | null {
  const role = roleOf(row?.role);
  if (!row || !role) return null;
  const { password_hash: hash, password_salt: salt, password_params: params } = row;
  return {
    id: row.id,
    name: row.username,
    email: row.email,
    role,
    mustChangePassword: row.must_change_password !== 0,
    password: hash && salt && params !== null ? { hash, salt, params } : null,
  };
}

function rowOf(row: ListedUser): UserRow {
  const created = `${row.created_at.replace(' ', 'T')}Z`;
  return {
    id: String(row.id),
    name: row.username,
    email: row.email,
    role: row.role,
    createdAt: Number.isNaN(Date.parse(created)) ? '1970-01-01T00:00:00Z' : created,
    mustChangePassword: row.must_change_password !== 0,
    secrets: row.secrets,
    apiKeys: row.keys,
  };
}
