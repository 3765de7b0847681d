import { expect, test } from 'vitest';
import { reachablePlace } from '../../../src-main/electron/place';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const place = { x: 100, y: 100, width: 1100, height: 720, maximized: false };

test.each([
  ['inside', place, true],
  ['a little over the left edge', { ...place, x: -900 }, true],
  ['almost gone to the left', { ...place, x: -1050 }, false],
  ['almost gone to the right', { ...place, x: 1880 }, false],
  ['title bar above the screen', { ...place, y: -20 }, false],
  ['title bar below the screen', { ...place, y: 1060 }, false],
  ['on a display that is gone', { ...place, x: 2500 }, false],
])('a window %s', (_name, remembered, reachable) => {
  expect(reachablePlace(remembered, [screen])).toEqual(reachable ? remembered : null);
});

test('any display will do, and nothing remembered is nothing', () => {
  const second = { x: 1920, y: 0, width: 1920, height: 1080 };
  expect(reachablePlace({ ...place, x: 2500 }, [screen, second])).toEqual({ ...place, x: 2500 });
  expect(reachablePlace(null, [screen])).toBeNull();
});
