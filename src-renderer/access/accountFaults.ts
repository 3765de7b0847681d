import { stripSpace } from '../../src-shared/rules';
import type { AccountFault } from '../../src-shared/texts/en/errors';

/** The rules that the service holds account data to, so that a form can name a fault before it asks. */

export function emailFault(email: string): AccountFault | null {
  if (email.length > 320) return 'email_too_long';
  // Phoenix's own check (`EMAIL_PATTERN`).
  return /^[^@\s]+@[^@\s]+[.][^@\s]+$/.test(stripSpace(email)) ? null : 'email_format';
}

export function usernameFault(username: string): AccountFault | null {
  const { length } = stripSpace(username);
  return length === 0 ? 'name_empty' : length > 100 ? 'name_too_long' : null;
}

/** @param owner whose password it will be; neither of the two may be the password */
export function passwordFault(
  password: string,
  owner: { readonly name: string; readonly email: string },
): AccountFault | null {
  if (password.length < 8) return 'password_too_short';
  if (password.length > 1000) return 'password_too_long';
  const lower = password.toLowerCase();
  const same = [owner.name, owner.email].some((text) => stripSpace(text).toLowerCase() === lower);
  return same ? 'password_is_name' : null;
}
