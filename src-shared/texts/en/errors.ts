import type { ErrorCode } from '../../errors';
import type { KeyFault, ValueFault } from '../../rules';
import { counted } from './intl';

/** One sentence with what happened, one with what to do. */
const failures: Record<ErrorCode, string> = {
  invalid_input: 'The input was refused. Check it and try again.',
  unauthenticated: 'You are not signed in. Sign in and try again.',
  forbidden: 'Your role does not allow this. Ask an admin to change your role.',
  not_found: 'It is not there any more. Someone else removed it.',
  already_exists: 'It exists already. Choose another name.',
  conflict: 'Something else changed meanwhile. Look at it again.',
  wrong_credentials: 'Email or password is wrong.',
  try_again_later: 'There were too many wrong passwords. Try again later.',
  password_change_required: 'A new password is due. Set it first.',
  key_unavailable:
    'The keychain does not give PHOENIX_SECRET out, so nothing is encrypted. General → Encryption says what to do.',
  expired: 'The time for this is over.',
  cancelled: 'It was broken off. Nothing was changed.',
  storage_locked: 'Another program holds the store. Close it and try again.',
  storage_full: 'The disk is full. Free some space and try again.',
  storage_read_only: 'The data folder is read-only. Make it writable and try again.',
  storage_failed: 'The store could not be read or written. Check the disk and try again.',
  too_large: 'That is more than one request may hold. Make it smaller and try again.',
  shutting_down: 'Phoenix Secrets is closing. Start it again and try again.',
  unreachable: 'The server can’t be reached. Check the network and try again.',
  not_phoenix: 'That is not a Phoenix server. Check the address.',
  bad_answer: 'The server gave an answer that can’t be used. Try again, or tell whoever runs it.',
  too_old: 'That Phoenix has no secrets. 13.0 or newer is needed.',
  server_failed: 'The server failed. Try again, or tell whoever runs it.',
  server_busy: 'The server asks to slow down. Try again in a minute.',
  sign_in_needed: 'The server asks who you are. Sign in again.',
  outcome_unknown: 'No answer came. It may have been saved or not.',
  internal: 'Something went wrong in Phoenix Secrets. Try again.',
};

/** The rules that a `conflict` names. */
const conflicts: Record<string, string> = {
  last_admin: 'This is the last Admin. Give someone else the Admin role first.',
  own_account: 'You can’t delete yourself or change your own role. Ask another admin.',
  email_taken: 'Another user has this email.',
  username_taken: 'Another user has this username.',
  set_by_environment: 'PHOENIX_SECRET is set in the environment, which wins. Change it there.',
  already_set: 'A key is set already. It was not changed.',
  not_required: 'Your password does not have to be changed.',
  no_authentication: 'Sign-in is off.',
  no_keychain:
    'This system has no keychain that takes the key. Set PHOENIX_SECRET in the environment instead.',
  changed_meanwhile: 'It was changed meanwhile. Look at it again.',
  connection_changed:
    'The connection was changed meanwhile, and nothing was sent. Look at the list and try again.',
  no_undo: 'A server can’t bring back what was deleted there.',
};

/** What can be wrong with an account's data; the names are those of the contract's rules. */
export type AccountFault =
  | 'email_format'
  | 'email_too_long'
  | 'name_empty'
  | 'name_too_long'
  | 'password_too_short'
  | 'password_too_long'
  | 'password_is_name'
  | 'password_unchanged'
  | 'password_mismatch'
  | 'password_refused';

const accountFaults: Record<AccountFault, string> = {
  email_format: 'An email has the form name@example.com.',
  email_too_long: 'The email is too long. It may have 320 characters.',
  name_empty: 'The name is empty. Type one.',
  name_too_long: 'The name is too long. It may have 100 characters.',
  password_too_short: 'The password is too short. It needs at least 8 characters.',
  password_too_long: 'The password is too long. It may have 1,000 characters.',
  password_is_name: 'The password can’t be the username or the email.',
  password_unchanged: 'That is the password you have. Choose another one.',
  password_mismatch: 'The two passwords do not match.',
  password_refused: 'The server does not take this password. Choose another one.',
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
  conflicts,
  accountFaults,
  keyFaults,
  valueFaults,
  tryAgainIn: (seconds: number) => `Try again in ${counted(seconds, 'second', 'seconds')}`,
  nameEmpty: 'The name is empty. Type what will use the key.',
  nameTooLong: 'The name is too long. It may have 100 characters.',
  notSaved: 'Not saved.',
  notDeleted: 'Not deleted.',
};
