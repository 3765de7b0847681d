import type * as FileSystem from 'node:fs';
import { chmodSync, existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareDataFolder } from '../../../src-main/settings/data-folder';
import { temporaryFolder } from '../../support/service';

/** Whom some paths seem to belong to: only root could give them away. */
const owners = vi.hoisted(() => new Map<string, { uid?: number; gid?: number }>());
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof FileSystem>();
  const lstat = (...call: Parameters<typeof fs.lstatSync>) => {
    const found = fs.lstatSync(...call) as Stats | undefined;
    return found && Object.assign(found, owners.get(String(call[0])));
  };
  return { ...fs, lstatSync: lstat };
});
beforeEach(() => owners.clear());

const us = process.getuid?.() ?? 0;
const somebody = us + 4_242;

describe.skipIf(process.platform === 'win32')('the folders above the data folder', () => {
  it('are made for their owner alone where they are missing', () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'data');
    prepareDataFolder(folder);
    for (const made of [folder, join(folder, '..'), join(folder, '../..')]) {
      expect(lstatSync(made).mode & 0o777).toBe(0o700);
    }
  });

  it('are refused when one belongs to another user, and nothing is made there', () => {
    const folder = join(temporaryFolder(), 'config', 'ours', 'data');
    mkdirSync(join(folder, '..'), { recursive: true });
    owners.set(join(folder, '../..'), { uid: somebody });
    expect(() => prepareDataFolder(folder)).toThrow(
      `The data folder cannot be used: ${join(folder, '../..')} belongs to another user`,
    );
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ['777', us, false],
    ['757', us, false],
    ['775', somebody, false],
    ['755', somebody, true],
    // What others put into a folder with the sticky bit they cannot put in the place of ours.
    ['1777', somebody, true],
    // The group that many systems make for each user, with the same number; and root’s.
    ['775', us, true],
    ['775', 0, true],
  ])('of mode %s and group %i are taken: %s', (mode, gid, taken) => {
    const above = join(temporaryFolder(), 'above');
    mkdirSync(above);
    chmodSync(above, parseInt(mode, 8));
    owners.set(above, { gid });
    const prepare = () => prepareDataFolder(join(above, 'ours', 'data'));
    if (taken) expect(prepare).not.toThrow();
    else expect(prepare).toThrow(`${above} can be written to by other users`);
    expect(existsSync(join(above, 'ours'))).toBe(taken);
  });

  it('may be links of ours to folders that are as safe', () => {
    const [place, target] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(target, 'inner'));
    symlinkSync(join(target, 'inner'), join(place, 'link'));
    prepareDataFolder(join(place, 'link', 'data'));
    expect(existsSync(join(target, 'inner', 'data', 'secrets.db'))).toBe(true);
    owners.set(join(place, 'link'), { uid: somebody });
    expect(() => prepareDataFolder(join(place, 'link', 'data'))).toThrow('link belongs to another user');
    owners.clear();
    chmodSync(target, 0o777);
    expect(() => prepareDataFolder(join(place, 'link', 'data'))).toThrow(
      `${target} can be written to by other users`,
    );
  });

  it('are refused when they lead nowhere', () => {
    const place = temporaryFolder();
    symlinkSync('loop', join(place, 'loop'));
    expect(() => prepareDataFolder(join(place, 'loop', 'data'))).toThrow('(ELOOP)');
    writeFileSync(join(place, 'file'), '');
    expect(() => prepareDataFolder(join(place, 'file', 'ours', 'data'))).toThrow('(ENOTDIR)');
  });

  it('may belong to whom the root of the file system belongs to, as root is called in a user namespace', () => {
    const folder = join(temporaryFolder(), 'ours', 'data');
    owners.set('/', { uid: 65_534 }).set(join(folder, '../..'), { uid: 65_534 });
    expect(() => prepareDataFolder(folder)).not.toThrow();
  });
});
