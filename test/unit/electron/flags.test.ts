import { afterEach, expect, it, vi } from 'vitest';
import { hasDisplay } from '../../../src-main/electron/flags';

vi.mock('electron', () => ({ app: { commandLine: { getSwitchValue: () => '' } } }));

afterEach(() => vi.unstubAllEnvs());

it.skipIf(process.platform !== 'linux').each([
  [':0', undefined, true],
  ['', 'wayland-0', true],
  [undefined, 'wayland-0', true],
  ['', '', false],
  [undefined, undefined, false],
])('DISPLAY %j and WAYLAND_DISPLAY %j: a display is there: %j', (x11, wayland, there) => {
  vi.stubEnv('DISPLAY', x11);
  vi.stubEnv('WAYLAND_DISPLAY', wayland);
  expect(hasDisplay()).toBe(there);
});
