import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writePrivateFile } from '../../../src-main/settings/private-file';
import { startService } from '../../support/service';
import { fill, smallDisk } from '../../support/small-disk';

it.skipIf(process.getuid?.() !== 0)(
  'a disk with room for a part is an error, and the file is as it was',
  ({ skip }) => {
    const folder = smallDisk('6m') ?? skip('no right to mount a small disk here');
    const path = join(folder, 'credentials.json');
    const filler = join(folder, 'filler');
    const before = 'x'.repeat(5_000);
    writePrivateFile(path, before);
    fill(filler);
    truncateSync(filler, statSync(filler).size - 2 * 4096);
    const write = () => writePrivateFile(path, 'y'.repeat(20_000));
    expect(write).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['credentials.json', 'filler']);
  },
);

it('what killed processes left is removed at the start, and nothing else', async () => {
  const { folder, dispose } = await startService();
  await dispose();
  const left = ['credentials.json.4711.tmp', 'endpoint.json.12.tmp'];
  const kept = ['notes.json.4711.tmp', 'lock.json.old.tmp', `preferences.json.${process.pid}.tmp`];
  for (const name of [...left, ...kept]) writeFileSync(join(folder, name), '{');
  mkdirSync(join(folder, 'lock.json.4711.tmp'));
  await startService({ settings: { dataFolder: folder } });
  const names = readdirSync(folder);
  expect(names).toEqual(expect.arrayContaining([...kept, 'lock.json.4711.tmp']));
  expect(names.filter((name) => left.includes(name))).toEqual([]);
});
