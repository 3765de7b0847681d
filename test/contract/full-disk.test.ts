import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { callAsWindow, startService } from '../support/service';
import { fill, smallDisk } from '../support/small-disk';

it.skipIf(process.getuid?.() !== 0)(
  'a disk that was filled between two starts: it serves from the room it kept, and deletes still work',
  { timeout: 20_000 },
  async ({ skip }) => {
    const dataFolder = smallDisk('6m') ?? skip('no right to mount a small disk here');
    const settings = { dataFolder };
    const first = await startService({ settings });
    const secrets = Array.from({ length: 20 }, (_, index) => ({
      key: `K_${index}`,
      value: 'x'.repeat(200),
    }));
    await callAsWindow(first, 'secrets.put', { secrets });
    await first.dispose();
    fill(join(dataFolder, 'filler'));

    const second = await startService({ settings });
    expect(readdirSync(dataFolder)).toContain('endpoint.json');
    await callAsWindow(second, 'secrets.delete', { keys: ['K_0'] });
    const { total } = await callAsWindow<{ total: number }>(second, 'secrets.list', {
      after: null,
      limit: 1,
    });
    expect(total).toBe(19);
    await second.dispose();

    // Without that room it says what is the matter.
    fill(join(dataFolder, 'more'));
    rmSync(join(dataFolder, 'secrets.db.reserve'), { force: true });
    fill(join(dataFolder, 'most'));
    await expect(startService({ settings })).rejects.toMatchObject({
      failure: { code: 'store', message: expect.stringMatching(/disk of .* is full/) as string },
    });
  },
);
