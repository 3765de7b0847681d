import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { closeSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { callAsWindow, startService, temporaryFolder } from '../support/service';

/** A small disk, or null where nobody lets us mount one. */
function smallDisk(): string | null {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m,mode=0700', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

/** Takes all room that is left. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    const page = randomFillSync(Buffer.alloc(4096));
    for (;;) writeSync(file, page);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
}

it.skipIf(process.getuid?.() !== 0)(
  'a disk that was filled between two starts: it serves from the room it kept, and deletes still work',
  { timeout: 20_000 },
  async ({ skip }) => {
    const dataFolder = smallDisk() ?? skip('no right to mount a small disk here');
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
