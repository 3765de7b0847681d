import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MachineWatch, reportPresence, watchInput } from '../../../src-main/electron/presence';
import type { ServiceClient } from '../../../src-main/electron/service-client';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Page = Parameters<typeof reportPresence>[0];
type Monitor = ConstructorParameters<typeof MachineWatch>[0];

class FakePage extends EventEmitter {
  readonly id = 7;
  input = (type: string) => this.emit('input-event', {}, { type });
  as = () => this as unknown as Page;
}

test('use of the page is told at once, and then every 10 seconds at most', () => {
  const page = new FakePage();
  const used = vi.fn();
  let now = 0;
  watchInput(page.as(), used, () => now);
  page.input('rawKeyDown');
  expect(used).toHaveBeenCalledTimes(1);
  now = 9_999;
  page.input('mouseMove');
  expect(used).toHaveBeenCalledTimes(1);
  now = 10_000;
  page.input('mouseWheel');
  expect(used).toHaveBeenCalledTimes(2);
});

test('a pointer at rest over which a window opens is no use of it', () => {
  const page = new FakePage();
  const used = vi.fn();
  watchInput(page.as(), used);
  page.input('mouseEnter');
  page.input('mouseLeave');
  expect(used).not.toHaveBeenCalled();
});

test.each(['destroyed', 'render-process-gone'])('the session of a page ends with it: %s', (event) => {
  const page = new FakePage();
  const service = { active: vi.fn(), closeSession: vi.fn() };
  reportPresence(page.as(), () => service as unknown as ServiceClient);
  page.input('mouseDown');
  expect(service.active).toHaveBeenCalledOnce();
  page.emit(event);
  expect(service.closeSession).toHaveBeenCalledExactlyOnceWith(7);
});

class FakeMonitor extends EventEmitter {
  state: 'active' | 'locked' = 'active';
  getSystemIdleState = vi.fn(() => this.state);
}

function watchMachine(platform: NodeJS.Platform) {
  const monitor = new FakeMonitor();
  const left = vi.fn();
  const watch = new MachineWatch(monitor as unknown as Monitor, left, platform);
  return { monitor, left, watch };
}

test('sleep and a locked screen are told at once', () => {
  const { monitor, left } = watchMachine('darwin');
  monitor.emit('suspend');
  monitor.emit('lock-screen');
  expect(left).toHaveBeenCalledTimes(2);
});

test('Linux, which tells no lock, is asked while somebody is signed in', () => {
  const { monitor, left, watch } = watchMachine('linux');
  vi.advanceTimersByTime(60_000);
  expect(monitor.getSystemIdleState).not.toHaveBeenCalled();
  watch.attend(true);
  vi.advanceTimersByTime(5_000);
  expect(left).not.toHaveBeenCalled();
  monitor.state = 'locked';
  vi.advanceTimersByTime(5_000);
  expect(left).toHaveBeenCalledOnce();
  watch.attend(false);
  vi.advanceTimersByTime(60_000);
  expect(left).toHaveBeenCalledOnce();
});

test('others are not asked', () => {
  const { monitor, watch } = watchMachine('win32');
  watch.attend(true);
  vi.advanceTimersByTime(60_000);
  expect(monitor.getSystemIdleState).not.toHaveBeenCalled();
});
