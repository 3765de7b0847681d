import { scryptSync } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { Passwords, scryptFloor, type DerivePassword } from '../../../src-main/access/passwords';
import { quickPassword } from '../../support/service';

describe('a password', () => {
  it(
    "is hashed with scrypt at OWASP's floor or above, with a salt of its own",
    { timeout: 20_000 },
    async () => {
      expect(scryptFloor.N * scryptFloor.r * scryptFloor.p).toBeGreaterThanOrEqual(2 ** 17 * 8);
      const passwords = new Passwords();
      const stored = await passwords.hash('correct horse');
      expect(stored.params).toBe('scrypt$N=131072,r=8,p=1');
      expect(stored.salt).toHaveLength(16);
      const options = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };
      expect(stored.hash).toEqual(scryptSync('correct horse', stored.salt, 32, options));
      expect(await passwords.verify(stored, 'correct horse')).toBe(true);
      expect(await passwords.verify(stored, 'correct horsf')).toBe(false);
    },
  );

  it('is the same in both spellings of an accented letter', async () => {
    const passwords = new Passwords(quickPassword);
    expect(
      await passwords.verify(await passwords.hash('caf\u00e9 cr\u00e8me'), 'cafe\u0301 cre\u0300me'),
    ).toBe(true);
  });

  it('takes the same work when it is wrong, when there is none and when what is stored is no hash', async () => {
    const derive = vi.fn<DerivePassword>(quickPassword);
    const passwords = new Passwords(derive);
    const stored = await passwords.hash('right one');
    const works: unknown[] = [];
    for (const candidate of [stored, null, { ...stored, params: 'scrypt$N=9999999,r=99,p=99' }]) {
      derive.mockClear();
      expect(await passwords.verify(candidate, 'wrong one')).toBe(false);
      works.push(derive.mock.calls.map(([password, salt, params]) => [password, salt.length, params]));
    }
    expect(works[0]).toEqual([['wrong one', 16, scryptFloor]]);
    expect(works[1]).toEqual(works[0]);
    expect(works[2]).toEqual(works[0]);
  });

  it('of a lower cost is outdated, one of a higher cost is not', async () => {
    const passwords = new Passwords(quickPassword);
    const stored = await passwords.hash('p');
    expect(passwords.isOutdated(stored)).toBe(false);
    expect(passwords.isOutdated({ ...stored, params: 'scrypt$N=65536,r=8,p=1' })).toBe(true);
    expect(passwords.isOutdated({ ...stored, params: 'scrypt$N=262144,r=8,p=1' })).toBe(false);
    expect(passwords.isOutdated({ ...stored, params: 'md5' })).toBe(true);
  });

  it('is hashed one at a time, also after one that failed', async () => {
    let running = 0;
    let most = 0;
    const passwords = new Passwords(async (password, salt) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      if (password === 'broken') throw new Error('no memory');
      return Buffer.concat([salt, salt]);
    });
    const all = ['a', 'broken', 'b', 'c'].map((password) => passwords.hash(password));
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(most).toBe(1);
  });
});
