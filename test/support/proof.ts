import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run proof` runs each proof whole, `npm test` a short form of it. */
const whole = process.env['PROOF'] === 'whole';

/** A size that depends on the form. */
export function sized<T>(short: T, long: T): T {
  return whole ? long : short;
}

/** How long one proof may take, in milliseconds. */
export const proofTimeout = whole ? 4 * 60 * 60_000 : 120_000;

export interface Figures {
  /** What was tried, and how often. */
  readonly attempts: number;
  /** How many of them went wrong: what the proof says there are none of. */
  readonly faults: number;
  /** Anything else that was measured, as it stands in the table. */
  readonly measured?: Readonly<Record<string, number | string>>;
}

/** Keeps the figures of a whole run for `npm run proof`, which makes docs/proof.md of them. */
export function record(letter: string, figures: Figures): void {
  const folder = process.env['PROOF_FIGURES'];
  if (whole && folder) writeFileSync(join(folder, `${letter}.json`), JSON.stringify(figures));
}

/** The slope of a line through points, by least squares. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

/** Numbers that are the same in each run (mulberry32): 0 up to, and without, `below`. */
export function pinnedRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
