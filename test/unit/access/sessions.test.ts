import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sessions } from '../../../src-main/access/sessions';

const minute = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const changed: number[] = [];
  const sessions = new Sessions({
    elapsed: () => Date.now(),
    changed: (session) => changed.push(session),
  });
  const open = (session: number, userId: number) =>
    sessions.open(session, sessions.begin(session), userId, `${userId}@b.c`);
  return { sessions, open, changed };
}

describe('a session', () => {
  it('is of one window', () => {
    const { sessions, open, changed } = setUp();
    expect(open(7, 2)).toBe(true);
    expect(sessions.userOf(7)).toBe(2);
    expect(sessions.userOf(8)).toBeNull();
    sessions.end(7, 'signed_out');
    expect(sessions.userOf(7)).toBeNull();
    expect(sessions.endOf(7)).toEqual({ ended: 'signed_out', lastEmail: null });
    expect(changed).toEqual([7, 7]);
  });

  it('ends for a user in all windows but one', () => {
    const { sessions, open } = setUp();
    for (const session of [1, 2, 3]) open(session, 5);
    open(4, 6);
    sessions.endUser(5, 'changed', 2);
    expect(sessions.all).toEqual([2, 4]);
    expect(sessions.endOf(1)).toEqual({ ended: 'changed', lastEmail: '5@b.c' });
  });

  it('goes with its window, and so does all that is known of it', () => {
    const { sessions, open } = setUp();
    open(1, 5);
    sessions.close(1);
    expect(sessions.userOf(1)).toBeNull();
    expect(sessions.endOf(1)).toBeNull();
  });

  it.each([
    ['the screen is locked', (sessions: Sessions) => sessions.endAll('locked')],
    ['the window is closed', (sessions: Sessions) => sessions.close(1)],
    ['one signs out', (sessions: Sessions) => sessions.end(1, 'signed_out')],
    ['one signs in anew', (sessions: Sessions) => void sessions.begin(1)],
  ])('is not opened when %s while the password is checked', (_what, happen) => {
    const { sessions } = setUp();
    const ticket = sessions.begin(1);
    happen(sessions);
    expect(sessions.open(1, ticket, 5, 'a@b.c')).toBe(false);
    expect(sessions.userOf(1)).toBeNull();
  });
});

describe('auto-lock', () => {
  it.each([5, 15, 60])('ends every session after %i minutes without use, not before', async (minutes) => {
    const { sessions, open, changed } = setUp();
    sessions.setAutoLock(minutes);
    open(1, 5);
    open(2, 6);
    await vi.advanceTimersByTimeAsync((minutes - 1) * minute);
    sessions.used();
    changed.length = 0;
    await vi.advanceTimersByTimeAsync(minutes * minute - 1);
    expect(changed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(changed).toEqual([1, 2]);
    expect(sessions.endOf(1)).toEqual({ ended: 'idle', lastEmail: '5@b.c' });
  });

  it('never comes when it is off', async () => {
    const { sessions, open } = setUp();
    sessions.setAutoLock(null);
    open(1, 5);
    await vi.advanceTimersByTimeAsync(600 * minute);
    expect(sessions.userOf(1)).toBe(5);
  });

  it('counts from the sign-in, and a shorter choice holds at once', async () => {
    const { sessions, open } = setUp();
    sessions.setAutoLock(60);
    await vi.advanceTimersByTimeAsync(50 * minute);
    open(1, 5);
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(sessions.userOf(1)).toBe(5);
    sessions.setAutoLock(15);
    expect(sessions.userOf(1)).toBeNull();
  });

  it('is not put off by a use that comes too late, even when its timer is late too', () => {
    const { sessions, open } = setUp();
    open(1, 5);
    vi.setSystemTime(Date.now() + 15 * minute);
    sessions.used();
    expect(sessions.userOf(1)).toBeNull();
  });
});
