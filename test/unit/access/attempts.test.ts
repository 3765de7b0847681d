import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Attempts } from '../../../src-main/access/attempts';
import type { DerivePassword } from '../../../src-main/access/passwords';
import { openEngine } from '../../../src-main/secrets/local/engine';
import { prepareDataFolder } from '../../../src-main/settings/data-folder';
import { query } from '../../support/database';
import { emailOf, passwordOf, startWithPeople, windowOf } from '../../support/people';
import { nativeBinding, quickPassword, temporaryFolder } from '../../support/service';

const second = 1000;

/** Attempts on a database of their own, with both clocks in the test's hand and a way to start anew. */
function setUp() {
  const folder = join(temporaryFolder(), 'data');
  prepareDataFolder(folder);
  const clock = { now: Date.UTC(2026, 0, 1), elapsed: 5 * second };
  const open = () => {
    const engine = openEngine(join(folder, 'secrets.db'), nativeBinding());
    const { reader, queue } = engine;
    const attempts = new Attempts({ reader, queue, now: () => clock.now, elapsed: () => clock.elapsed });
    return { engine, attempts };
  };
  let current = open();
  return {
    clock,
    folder,
    pass(ms: number) {
      clock.now += ms;
      clock.elapsed += ms;
    },
    /** Seconds to wait, or 0 for an attempt that was let in (and failed). */
    async fail(email = 'a@b.c'): Promise<number> {
      try {
        await current.attempts.charge(email);
        return 0;
      } catch (error) {
        expect(error).toMatchObject({ code: 'try_again_later' });
        return (error as { details: { retryAfterSeconds: number } }).details.retryAfterSeconds;
      }
    },
    succeed: (email = 'a@b.c') => current.attempts.succeeded(email),
    async restart() {
      await current.engine.close();
      clock.elapsed = 1;
      current = open();
    },
    close: () => current.engine.close(),
  };
}

describe('guessing on one account', () => {
  it('waits 30 s after five failures, then twice as long each time, 15 minutes at most', async () => {
    const { fail, pass, close } = setUp();
    for (let attempt = 1; attempt <= 5; attempt += 1) expect(await fail()).toBe(0);
    for (const wait of [30, 60, 120, 240, 480, 900, 900, 900]) {
      expect(await fail()).toBe(wait);
      pass(wait * second - 1);
      expect(await fail()).toBe(1);
      pass(1);
      expect(await fail()).toBe(0);
    }
    await close();
  });

  it('does not hold up another account', async () => {
    const { fail, close } = setUp();
    for (let attempt = 1; attempt <= 6; attempt += 1) await fail();
    expect(await fail('other@b.c')).toBe(0);
    await close();
  });

  it('starts over after a right password', async () => {
    const { fail, succeed, pass, close } = setUp();
    for (let attempt = 1; attempt <= 5; attempt += 1) await fail();
    pass(30 * second);
    expect(await fail()).toBe(0);
    await succeed();
    for (let attempt = 1; attempt <= 5; attempt += 1) expect(await fail()).toBe(0);
    expect(await fail()).toBe(30);
    await close();
  });

  it('gains nothing from many attempts at the same time', async () => {
    const { fail, close } = setUp();
    const waits = await Promise.all(Array.from({ length: 40 }, () => fail()));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    await close();
  });

  it('is forgotten after a day, also in the database', async () => {
    const { fail, pass, folder, close } = setUp();
    for (let attempt = 1; attempt <= 4; attempt += 1) await fail();
    pass(24 * 3600 * second + 1);
    await fail('other@b.c');
    expect(query(join(folder, 'secrets.db'), 'SELECT * FROM sign_in_attempts')).toHaveLength(2);
    for (let attempt = 1; attempt <= 5; attempt += 1) expect(await fail()).toBe(0);
    await close();
  });
});

describe('a wait', () => {
  it('goes on after a new start', async () => {
    const { fail, pass, restart, close } = setUp();
    for (let attempt = 1; attempt <= 5; attempt += 1) await fail();
    pass(10 * second);
    await restart();
    expect(await fail()).toBe(20);
    pass(20 * second);
    expect(await fail()).toBe(0);
    expect(await fail()).toBe(60);
    await close();
  });

  it.each([-3600, -10 * 365 * 24 * 3600, 3600])(
    'is as long as it was when the clock is set by %i s while the program runs',
    async (seconds) => {
      const { fail, pass, clock, close } = setUp();
      for (let attempt = 1; attempt <= 5; attempt += 1) await fail();
      clock.now += seconds * second;
      expect(await fail()).toBe(30);
      pass(30 * second);
      expect(await fail()).toBe(0);
      await close();
    },
  );

  it('is neither dropped nor made endless by a clock that is years behind at the next start', async () => {
    const { fail, pass, clock, restart, close } = setUp();
    for (let attempt = 1; attempt <= 5; attempt += 1) await fail();
    clock.now -= 10 * 365 * 24 * 3600 * second;
    await restart();
    expect(await fail()).toBe(30);
    pass(30 * second);
    expect(await fail()).toBe(0);
    await close();
  });
});

describe('guessing on many accounts', () => {
  it('is slowed to one in 30 s after 50 failures in ten minutes, and forgotten one by one', async () => {
    const { fail, pass, close } = setUp();
    for (let attempt = 1; attempt <= 50; attempt += 1) expect(await fail(`${attempt}@b.c`)).toBe(0);
    expect(await fail('x@b.c')).toBe(30);
    pass(30 * second);
    expect(await fail('x@b.c')).toBe(0);
    expect(await fail('y@b.c')).toBe(0);
    expect(await fail('z@b.c')).toBe(30);
    pass(600 * second);
    for (let attempt = 1; attempt <= 49; attempt += 1) expect(await fail(`${attempt}@d.e`)).toBe(0);
    await close();
  });
});

describe('10,000 wrong passwords, one in each second', () => {
  /** A service with people, on a clock that goes on by a second with each guess; `tried`: how many were looked at. */
  async function guessing() {
    const derive = vi.fn<DerivePassword>(quickPassword);
    let passed = 0;
    const service = await startWithPeople({
      derivePassword: derive,
      now: () => Date.UTC(2026, 0, 1) + passed,
      elapsed: () => passed,
    });
    const signIn = (email: string, password: string) =>
      service.api.call('access.signIn', { email, password }, windowOf('nobody'));
    const guess = async (emailAt: (index: number) => string) => {
      const answers = new Map<string, number>();
      derive.mockClear();
      for (let index = 0; index < 10_000; index += 1) {
        const result = await signIn(emailAt(index), `wrong ${index}`);
        const answer = result.ok ? 'signed in' : result.error.code;
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        passed += second;
      }
      // Each that was not looked at cost nothing, and each that was cost one derivation.
      expect(answers.get('wrong_credentials')).toBe(derive.mock.calls.length);
      expect([...answers.keys()].sort()).toEqual(['try_again_later', 'wrong_credentials']);
      return derive.mock.calls.length;
    };
    return { signIn, guess, pass: (ms: number) => (passed += ms) };
  }

  it('for one account: 20 are looked at, and the right one signs in after the last wait', async () => {
    const { signIn, guess, pass } = await guessing();
    // Five, then after 30, 60, 120, 240, 480 s, then one each 15 minutes.
    expect(await guess(() => emailOf('ADMIN'))).toBe(20);
    pass(900 * second);
    expect(await signIn(emailOf('ADMIN'), passwordOf('ADMIN'))).toMatchObject({ ok: true });
  });

  it('for as many accounts: no more than 50 and one in 12 s are looked at', async () => {
    const { signIn, guess, pass } = await guessing();
    const tried = await guess((index) => `${index}@example.com`);
    expect(tried).toBeGreaterThan(50);
    expect(tried).toBeLessThanOrEqual(50 + 10_000 / 12);
    pass(30 * second);
    expect(await signIn(emailOf('MEMBER'), passwordOf('MEMBER'))).toMatchObject({ ok: true });
  });
});
