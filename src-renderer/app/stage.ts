import type { Session } from '../../src-shared/contract';

/** What the window shows: nothing yet, one of the two forms before the app, or the app itself. */
export type Stage = 'unknown' | 'signIn' | 'firstPassword' | 'open';

/** Who sits in front of the window, as the pages see it. */
export type Person = NonNullable<Session['user']>;

/** What a session leads to. */
export function stageOf(session: Session | null): Stage {
  if (!session) return 'unknown';
  if (!session.user) return 'signIn';
  return session.mustChangePassword ? 'firstPassword' : 'open';
}

/** Whether what the pages hold may stay: the same person with the same role goes on. */
export function goesOn(before: Session | null, after: Session): boolean {
  return (
    stageOf(before) === 'open' &&
    stageOf(after) === 'open' &&
    before?.user?.id === after.user?.id &&
    before?.user?.role === after.user?.role
  );
}
