/**
 * The rules of keys and values: what a Phoenix server accepts, and what the form does while one types; and which
 * addresses are this computer's own. Plain functions without a schema library, so that the window uses the same ones as the service.
 */

/** At most so many entries in one request; a Phoenix server has no such limit, a desktop program needs one. */
export const maxEntriesPerRequest = 10_000;

/** What can be wrong with a key. Each one has its own sentence in the text catalogue. */
export type KeyFault = 'key_empty' | 'key_starts_with_digit' | 'key_hyphen' | 'key_character';

/** What can be wrong with a value. */
export type ValueFault = 'value_empty' | 'value_not_unicode';

// Python's str.strip() removes these; JavaScript's trim() leaves U+001C…U+001F and U+0085 and takes U+FEFF.
const pythonSpace = /^[\t\n\v\f\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/**
 * Removes the white space around a text, exactly the characters that Python's `str.strip()` removes,
 * since that is what a Phoenix server does with keys, values and its own settings.
 * A loop and not one expression: `\s+$` takes quadratic time on a long run of spaces inside.
 */
export function stripSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && pythonSpace.test(text.charAt(start))) start += 1;
  while (end > start && pythonSpace.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/**
 * Says what is wrong with a key (already stripped), or null.
 * Source of the rule: Phoenix's `[A-Za-z_][A-Za-z0-9_]*`.
 */
export function keyFault(key: string): KeyFault | null {
  if (key === '') return 'key_empty';
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return null;
  if (/^[0-9]/.test(key)) return 'key_starts_with_digit';
  if (/^[A-Za-z0-9_-]*$/.test(key)) return 'key_hyphen';
  return 'key_character';
}

/** Says what is wrong with a value (already stripped), or null. A lone surrogate cannot be written as UTF-8. */
export function valueFault(value: string): ValueFault | null {
  if (value === '') return 'value_empty';
  return value.isWellFormed() ? null : 'value_not_unicode';
}

/**
 * What the key field shows for what was typed or pasted: capitals for a–z, an underscore for each space.
 * The length never changes, so a caret stays where it was.
 */
export function normalizeTypedKey(typed: string): string {
  return typed.replace(/[a-z]/g, (letter) => letter.toUpperCase()).replace(/ /g, '_');
}

/** A host as `URL` gives it, that can only be this computer. A name that merely resolves to it is none. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
