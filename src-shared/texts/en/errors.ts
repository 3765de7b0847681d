import type { ErrorCode } from '../../errors';
import type { KeyFault, ValueFault } from '../../rules';

/** One sentence with what happened, one with what to do. */
const failures: Record<ErrorCode, string> = {
  invalid_input: 'The input was refused. Check it and try again.',
  unauthenticated: 'You are not signed in. Sign in and try again.',
  forbidden: 'Your role does not allow this. Ask an admin to change your role.',
  not_found: 'It is not there any more. Someone else removed it.',
  already_exists: 'It exists already. Choose another name.',
  expired: 'The time for this is over.',
  storage_locked: 'Another program holds the store. Close it and try again.',
  storage_full: 'The disk is full. Free some space and try again.',
  storage_read_only: 'The data folder is read-only. Make it writable and try again.',
  storage_failed: 'The store could not be read or written. Check the disk and try again.',
  too_large: 'That is more than one request may hold. Make it smaller and try again.',
  shutting_down: 'Phoenix Secrets is closing. Start it again and try again.',
  internal: 'Something went wrong in Phoenix Secrets. Try again.',
};

const keyFaults: Record<KeyFault, string> = {
  key_empty: 'The key is empty. Type one, for example OPENAI_API_KEY.',
  key_starts_with_digit: 'A key can’t start with a digit. Start with a letter or an underscore.',
  key_hyphen: 'A key can’t contain a hyphen. Use an underscore.',
  key_character: 'A key can contain only letters A to Z, digits and underscores.',
};

const valueFaults: Record<ValueFault, string> = {
  value_empty: 'The value is empty. Paste or type it.',
  value_not_unicode: 'The value has a broken character. Copy it again from where it came from.',
};

export const errors = {
  failures,
  keyFaults,
  valueFaults,
  nameEmpty: 'The name is empty. Type what will use the key.',
  nameTooLong: 'The name is too long. It may have 100 characters.',
  notSaved: 'Not saved.',
  notDeleted: 'Not deleted.',
};
