import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClipboardKeeper } from '../../../src-main/electron/clipboard';

/** The system's clipboard, as promises like those of later Electron versions. */
class FakeClipboard {
  text = '';
  broken = false;
  readText = () => (this.broken ? Promise.reject(new Error('busy')) : Promise.resolve(this.text));
  writeText = (text: string) => {
    this.text = text;
    return Promise.resolve();
  };
  clear = () => {
    this.text = '';
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
