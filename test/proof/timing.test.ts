import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { Passwords } from '../../src-main/access/passwords';
import { sameHash } from '../../src-main/access/tokens';
import { pinnedRandom, proofTimeout, record, sized } from '../support/proof';

/** Of each of the two sets. */
const samples = sized(100, 20_000);
/** What 20,000 samples of two equal things stay below, in all but one of 100,000 cases (Goodwill et al., 2011). */
const bar = sized(Infinity, 4.5);
/** The real algorithm at a cost that lets the rest of the way be seen. */
const cheap = { N: 2 ** 4, r: 1, p: 1 };

type Act = () => unknown;

/** Times two acts in random order; Welch's t of the two sets, without the slowest twentieth, which is the machine's. */
async function welch(first: Act, second: Act): Promise<number> {
  const random = pinnedRandom(51);
  const sets: [number[], number[]] = [[], []];
  for (let index = 0; index < 200; index += 1) await (index % 2 === 0 ? first() : second());
  while (Math.min(sets[0].length, sets[1].length) < samples) {
    const which = random(2) as 0 | 1;
    const act = which === 0 ? first : second;
    const start = process.hrtime.bigint();
    await act();
    sets[which].push(Number(process.hrtime.bigint() - start));
  }
  const edge = [...sets[0], ...sets[1]].sort((a, b) => a - b)[
    Math.floor((sets[0].length + sets[1].length) * 0.95)
  ];
  const [one, other] = sets.map((set) => {
    const kept = set.filter((time) => time <= (edge ?? Infinity));
    const mean = kept.reduce((sum, time) => sum + time, 0) / kept.length;
    const spread = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (kept.length - 1);
    return { mean, error: spread / kept.length };
  }) as [{ mean: number; error: number }, { mean: number; error: number }];
  return Math.abs(one.mean - other.mean) / Math.sqrt(one.error + other.error);
}

it(
  'P: the time of a refusal does not tell a user who exists from one who does not, nor how much of a hash is right',
  async () => {
    const passwords = new Passwords(undefined, cheap);
    const stored = await passwords.hash('the right password');
    const users = await welch(
      () => passwords.verify(stored, 'a wrong password'),
      () => passwords.verify(null, 'a wrong password'),
    );
    const hash = randomBytes(32);
    const early = Buffer.from(hash);
    early[0] = (early[0] ?? 0) ^ 1;
    const late = Buffer.from(hash);
    late[31] = (late[31] ?? 0) ^ 1;
    // One comparison is too short for the clock.
    const often = (other: Buffer) => () => {
      for (let index = 0; index < 100; index += 1) sameHash(hash, other);
    };
    const hashes = await welch(often(early), often(late));
    // A control that can be told apart: a comparison which stops at the first difference.
    const naive = (other: Buffer) => () => {
      for (let index = 0; index < 100; index += 1)
        for (let at = 0; at < 32 && hash[at] === other[at]; at += 1);
    };
    const control = await welch(naive(early), naive(late));
    const faults = [users, hashes].filter((t) => t >= bar).length;
    record('P', {
      attempts: samples * 4,
      faults,
      measured: {
        '|t| of users': users.toFixed(2),
        '|t| of hashes': hashes.toFixed(2),
        '|t| of a comparison that stops early (control)': control.toFixed(1),
      },
    });
    expect(faults).toBe(0);
    expect(control).toBeGreaterThan(sized(-1, 4.5));
  },
  proofTimeout,
);
