import { randomBytes } from 'node:crypto';
import { stripSpace } from '../../src-shared/rules';

/** What can be wrong with a PHOENIX_SECRET; codes, since the environment and the window word them differently. */
export type PhoenixSecretRule =
  | 'secret_empty'
  | 'secret_space'
  | 'secret_not_ascii'
  | 'secret_too_short'
  | 'secret_digit'
  | 'secret_lower_case';

/**
 * Which rules a PHOENIX_SECRET (already stripped) breaks.
 * Source: Phoenix's `REQUIREMENTS_FOR_PHOENIX_SECRET` (auth.py).
 */
export function phoenixSecretFaults(secret: string): PhoenixSecretRule[] {
  if (secret === '') return ['secret_empty'];
  const rules: PhoenixSecretRule[] = [];
  if (Array.from(secret).some((character) => stripSpace(character) === '')) rules.push('secret_space');
  if (!/^[\0-\x7f]*$/.test(secret)) rules.push('secret_not_ascii');
  if (secret.length < 32) rules.push('secret_too_short');
  if (!/[0-9]/.test(secret)) rules.push('secret_digit');
  if (!/[a-z]/.test(secret)) rules.push('secret_lower_case');
  return rules;
}

/** A new PHOENIX_SECRET of 256 random bits that fits the rules, as `openssl rand -hex 32` makes one. */
export function newPhoenixSecret(random: (bytes: number) => Buffer = randomBytes): string {
  for (;;) {
    const secret = random(32).toString('hex');
    // One in 10^13 has no digit or no letter.
    if (phoenixSecretFaults(secret).length === 0) return secret;
  }
}
