import type { Failure } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import { failureText } from '../app/failureText';

/**
 * What the sign-in form says of a failure at a time.
 * @param at when it came, @param now both in milliseconds
 * @returns `waiting` while another try would be refused; null once there is nothing to say any more
 */
export function signInFailure(
  failure: Failure,
  at: number,
  now: number,
): { text: string; waiting: boolean } | null {
  if (failure.code !== 'try_again_later') return { text: failureText(failure), waiting: false };
  const seconds = Math.ceil((at + (failure.retryAfterSeconds ?? 1) * 1000 - now) / 1000);
  return seconds > 0 ? { text: texts.errors.tryAgainIn(seconds), waiting: true } : null;
}
