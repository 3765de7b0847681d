import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Reserve } from '../../../src-main/secrets/local/reserve';
import { temporaryFolder } from '../../support/service';

it('takes space, keeps it and gives it away', () => {
  const path = join(temporaryFolder(), 'reserve');
  const reserve = new Reserve(path);
  reserve.keep();
  reserve.keep();
  expect(statSync(path)).toMatchObject({ size: 128 * 1024 });
  expect(reserve.isGiven).toBe(false);
  reserve.release();
  expect(existsSync(path)).toBe(false);
  // Looking whether it is given away takes it again where there is room.
  expect(reserve.isGiven).toBe(false);
  expect(existsSync(path)).toBe(true);
});

it('does without where the file system refuses everything', () => {
  // A name that no file can have: also root is refused, when looking as well as when removing.
  const reserve = new Reserve(join(temporaryFolder(), 'x'.repeat(300)));
  expect(() => reserve.keep()).not.toThrow();
  expect(reserve.isGiven).toBe(false);
  expect(() => reserve.release()).not.toThrow();
  expect(reserve.isGiven).toBe(true);
});
