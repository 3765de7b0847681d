import type { SecretRow } from '../../src-shared/contract';
import { texts } from '../../src-shared/texts';
import { slowClock } from '../ui/clock';
import { ago } from '../ui/relativeTime';

/** When a secret was last changed, for a sentence: `just now`, `12 minutes ago`, `24 November 2026`. */
export function changedAgo({ updatedAt }: SecretRow): string {
  const time = Date.parse(updatedAt);
  const distance = ago(time, slowClock.now);
  if (distance.kind === 'now') return texts.common.justNow;
  return distance.kind === 'date' ? texts.common.day(time) : texts.common.longAgo(distance.distance);
}
