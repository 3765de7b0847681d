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

const origin = { kind: 'window', session: 1 } as const;
const brokenOff = { code: 'cancelled' };

it('a second sign-in of a window breaks off the first, and ends without it', async () => {
  const windows = new Windows();
  const waiting = () => new Promise<string>(() => undefined);
  const first = windows.whileSigningIn(origin, 2, waiting);
  const second = windows.whileSigningIn(origin, 2, waiting);
  await expect(first).rejects.toMatchObject(brokenOff);
  windows.cancelSignIn(2);
  windows.cancelSignIn(1);
  await expect(second).rejects.toMatchObject(brokenOff);
  windows.cancelSignIn(1);
});

it('a sign-in that was broken off stores nothing, however late its server answers', async () => {
  const windows = new Windows();
  let answer = (): void => undefined;
  let stored = false;
  const running = windows.whileSigningIn(origin, 2, async (signIn) => {
    await new Promise<void>((resolve) => (answer = resolve));
    signIn.begin();
    stored = true;
  });
  windows.cancelSignIn(1);
  await expect(running).rejects.toMatchObject(brokenOff);
  answer();
  await new Promise(setImmediate);
  expect(stored).toBe(false);
});

it('a sign-in that is being stored goes through', async () => {
  const windows = new Windows();
  let written = (): void => undefined;
  const running = windows.whileSigningIn(origin, 2, async (signIn) => {
    signIn.begin();
    await new Promise<void>((resolve) => (written = resolve));
    return 'stored';
  });
  windows.cancelSignIn(1);
  written();
  expect(await running).toBe('stored');
});
