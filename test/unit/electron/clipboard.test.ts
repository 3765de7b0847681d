import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClipboardKeeper } from '../../../src-main/electron/clipboard';

/** The system's clipboard, as promises like those of later Electron versions. */
class FakeClipboard {
  text = '';
  /** Of X11: the system writes both. */
  primary = '';
  broken = false;
  readText = () => (this.broken ? Promise.reject(new Error('busy')) : Promise.resolve(this.text));
  writeText = (text: string) => {
    this.text = text;
    this.primary = text;
    return Promise.resolve();
  };
  clear = (type?: string) => {
    if (type === 'selection') this.primary = '';
    else this.text = '';
  };
}

const clipboard = new FakeClipboard();
const keeper = new ClipboardKeeper(clipboard);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a sensitive text is gone after 30 seconds, not before', async () => {
  await keeper.copy('token', true);
  await vi.advanceTimersByTimeAsync(29_900);
  expect(clipboard.text).toBe('token');
  await vi.advanceTimersByTimeAsync(200);
  expect(clipboard.text).toBe('');
});

test('a sensitive text is not what a middle click gives on Linux', async () => {
  await new ClipboardKeeper(clipboard, 'linux').copy('token', true);
  expect(clipboard).toMatchObject({ text: 'token', primary: '' });
  // As Electron has it from version 45 on.
  const later = {
    readText: clipboard.readText,
    writeText: clipboard.writeText,
    selection: { clear: () => (clipboard.primary = '') },
    clear: () => undefined,
  };
  await new ClipboardKeeper(later, 'linux').copy('token', true);
  expect(clipboard.primary).toBe('');
});

test('elsewhere there is one clipboard, which keeps it', async () => {
  await new ClipboardKeeper(clipboard, 'win32').copy('token', true);
  expect(clipboard).toMatchObject({ text: 'token', primary: 'token' });
});

test('what was copied since stays', async () => {
  await keeper.copy('token', true);
  clipboard.text = 'of another program';
  await vi.advanceTimersByTimeAsync(60_000);
  expect(clipboard.text).toBe('of another program');
});

test('a text that is not sensitive stays, also one that follows a sensitive one', async () => {
  await keeper.copy('token', true);
  await keeper.copy('curl', false);
  await vi.advanceTimersByTimeAsync(60_000);
  await keeper.forget();
  expect(clipboard.text).toBe('curl');
});

test('a second copy has its own 30 seconds', async () => {
  await keeper.copy('one', true);
  await vi.advanceTimersByTimeAsync(20_000);
  await keeper.copy('two', true);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(clipboard.text).toBe('two');
  await vi.advanceTimersByTimeAsync(10_100);
  expect(clipboard.text).toBe('');
});

test('a clipboard that cannot be read at that moment is tried again', async () => {
  await keeper.copy('token', true);
  clipboard.broken = true;
  await vi.advanceTimersByTimeAsync(60_000);
  clipboard.broken = false;
  expect(clipboard.text).toBe('token');
  await vi.advanceTimersByTimeAsync(5000);
  expect(clipboard.text).toBe('');
});

test('what is copied while it cannot be read has 30 seconds of its own', async () => {
  await keeper.copy('one', true);
  clipboard.broken = true;
  await vi.advanceTimersByTimeAsync(32_000);
  clipboard.broken = false;
  await keeper.copy('two', true);
  await vi.advanceTimersByTimeAsync(29_900);
  expect(clipboard.text).toBe('two');
  await vi.advanceTimersByTimeAsync(200);
  expect(clipboard.text).toBe('');
});

test('the end of the program takes it away at once', async () => {
  await keeper.copy('token', true);
  await keeper.forget();
  expect(clipboard.text).toBe('');
});
