import { roles, type Role } from '../../src-shared/contract';
import type { ReadHandle } from './handles';

/** The users that every store has from its first start, with the ids that a Phoenix server gives them. */
export const systemUserId = 1;
/** Who sits in front of the window while there is no authentication. */
export const operatorId = 2;

export interface User {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
}

/** Read at each call, so that a role that was taken away is gone at once. Null: no such user, or no such role. */
export function readUser(reader: ReadHandle, id: number): User | null {
  const row = reader.get<{ username: string; role: string }>(
    'SELECT username, role FROM users WHERE id = ?',
    id,
  );
  const role = roles.find((known) => known === row?.role);
  return row && role ? { id, name: row.username, role } : null;
}
