import { stripSpace } from '../../src-shared/rules';
import type { texts } from '../../src-shared/texts';

export type KeyRule = keyof typeof texts.general.setKey.rules;

/** Every rule, in the order in which the dialog lists them. */
export const keyRules: readonly KeyRule[] = [
  'secret_too_short',
  'secret_digit',
  'secret_lower_case',
  'secret_character',
];

/**
 * Which rules a PHOENIX_SECRET breaks. The service decides; this is for the list that follows one's typing.
 * Source: Phoenix's `REQUIREMENTS_FOR_PHOENIX_SECRET` (auth.py).
 */
export function brokenKeyRules(typed: string): KeyRule[] {
  const secret = stripSpace(typed);
  const kept: Record<KeyRule, boolean> = {
    secret_too_short: secret.length >= 32,
    secret_digit: /[0-9]/.test(secret),
    secret_lower_case: /[a-z]/.test(secret),
    secret_character:
      secret !== '' &&
      Array.from(secret).every((character) => character <= '\x7f' && stripSpace(character) !== ''),
  };
  return keyRules.filter((rule) => !kept[rule]);
}
