import { expect, it } from 'vitest';
import { Windows } from '../../../src-main/connections/windows';

it('a window works on a server for the user who opened it there only', () => {
  const windows = new Windows();
  windows.open(1, { userId: 2, connection: 'a' });
  expect(windows.connectionOf(1, 2)).toBe('a');
  expect(windows.connectionOf(1, 3)).toBeNull();
  expect(windows.connectionOf(2, 2)).toBeNull();
  expect([windows.isForeign(1, 2), windows.isForeign(1, 3), windows.isForeign(1, null)]).toEqual([
    false,
    true,
    true,
  ]);
  expect(windows.isForeign(2, null)).toBe(false);
});

it('a second sign-in of a window breaks off the first, and ends without it', async () => {
  const windows = new Windows();
  const origin = { kind: 'window', session: 1 } as const;
  const waiting = (signal: AbortSignal) =>
    new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('broken off')));
  const first = windows.whileSigningIn(origin, 2, waiting);
  const second = windows.whileSigningIn(origin, 2, waiting);
  expect(await first).toBe('broken off');
  windows.cancelSignIn(2);
  windows.cancelSignIn(1);
  expect(await second).toBe('broken off');
  windows.cancelSignIn(1);
});
