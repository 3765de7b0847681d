import type { Origin } from '../../src-shared/caller';
import type { Session } from '../../src-shared/contract';
import type { ReadHandle } from './handles';
import type { Sessions } from './sessions';
import { operatorId, readUser } from './users';

/** What a window is told of who sits in front of it. Another transport is told that nobody does. */
export function sessionAnswer(
  { authentication, reader }: { readonly authentication: boolean; readonly reader: ReadHandle },
  sessions: Sessions,
  origin: Origin,
): Session {
  const window = origin.kind === 'window' ? origin.session : null;
  const userId = window === null ? null : authentication ? sessions.userOf(window) : operatorId;
  const user = userId === null ? null : readUser(reader, userId);
  const end = window !== null && authentication && !user ? sessions.endOf(window) : null;
  return {
    authentication,
    user:
      user && user.role !== 'SYSTEM'
        ? { id: String(user.id), name: user.name, email: user.email, role: user.role }
        : null,
    mustChangePassword: authentication && user?.mustChangePassword === true,
    ended: end?.ended ?? null,
    lastEmail: end?.lastEmail ?? null,
  };
}
