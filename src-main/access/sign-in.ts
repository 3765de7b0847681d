import { AppError } from '../../src-shared/errors';
import { stripSpace } from '../../src-shared/rules';
import type { Attempts } from './attempts';
import type { ReadHandle, WriteQueue } from './handles';
import type { Passwords } from './passwords';
import type { Sessions } from './sessions';
import { findUser, readUser, storedEmail, writePassword, type User } from './users';

export interface SignInOptions {
  readonly reader: ReadHandle;
  readonly queue: WriteQueue;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  readonly sessions: Sessions;
}

/** Signing in, and changing one's own password. */
export class SignIn {
  constructor(private readonly options: SignInOptions) {}

  /** Throws `wrong_credentials` after the same work for an unknown user and a wrong password, or `try_again_later`. */
  async signIn(session: number, email: string, password: string): Promise<void> {
    const { reader, sessions } = this.options;
    const ticket = sessions.begin(session);
    const account = storedEmail(stripSpace(email));
    const user = await this.#prove(account, () => findUser(reader, account), password);
    await this.#renew(user, password);
    // The window was closed or the screen locked while the password was checked.
    if (!sessions.open(session, ticket, user.id, user.email)) {
      throw new AppError('unauthenticated', 'The sign-in was broken off. Sign in again.');
    }
  }

  /** For a session whose user has to; the old one was shown to be right by signing in with it. */
  async setFirstPassword(session: number, userId: number, newPassword: string): Promise<void> {
    const { reader, passwords } = this.options;
    const user = readUser(reader, userId);
    if (!user?.mustChangePassword) {
      throw new AppError('conflict', 'This password need not be changed.', { rule: 'not_required' });
    }
    refuseName(newPassword, user, 'newPassword');
    // Who gave the password knows it, so the same one again is not a new one.
    if (await passwords.verify(user.password, newPassword))
      throw brokenRule('newPassword', 'password_unchanged');
    await this.#replace(session, user, newPassword);
  }

  /** One's own password. The current one is asked for again, and guessing it is slowed as at the sign-in. */
  async changePassword(session: number, userId: number, currentPassword: string, newPassword: string) {
    const find = () => readUser(this.options.reader, userId);
    const account = find();
    if (!account) throw wrong();
    refuseName(newPassword, account, 'newPassword');
    const user = await this.#prove(account.email, find, currentPassword);
    await this.#replace(session, user, newPassword);
  }

  async #prove(account: string, find: () => User | null, password: string): Promise<User> {
    const { attempts, passwords } = this.options;
    await attempts.charge(account);
    const user = find();
    const right = await passwords.verify(user?.password ?? null, password);
    if (!right || !user) throw wrong();
    // Deleted, or given another password meanwhile.
    if (!isSame(find(), user)) throw wrong();
    await attempts.succeeded(account);
    return user;
  }

  /** Hashes a password again whose cost is below today's floor, as soon as it is known. */
  async #renew(user: User, password: string): Promise<void> {
    const { passwords, queue } = this.options;
    if (!user.password || !passwords.isOutdated(user.password)) return;
    const renewed = await passwords.hash(password);
    try {
      await queue.submit((writer) => {
        if (isSame(readUser(writer, user.id), user)) {
          writePassword(writer, user.id, renewed, user.mustChangePassword);
        }
      });
    } catch {
      // It was right all the same; the next sign-in tries again.
    }
  }

  async #replace(session: number, user: User, newPassword: string): Promise<void> {
    const { passwords, queue, sessions } = this.options;
    const password = await passwords.hash(newPassword);
    await queue.submit((writer) => {
      // An Admin's reset that came in between wins.
      if (!isSame(readUser(writer, user.id), user)) {
        throw new AppError('unauthenticated', 'The session has ended. Sign in again.');
      }
      writePassword(writer, user.id, password, false);
    });
    sessions.endUser(user.id, 'changed', session);
  }
}

/** One message, whatever was wrong. */
function wrong(): AppError {
  return new AppError('wrong_credentials', 'Wrong email or password.');
}

function isSame(now: User | null, before: User): boolean {
  return now?.password?.hash.equals(before.password?.hash ?? Buffer.alloc(0)) === true;
}

/** A new password must not be the name or the email of its user. Throws `invalid_input` for `field`. */
export function refuseName(
  password: string,
  { name, email }: { readonly name: string; readonly email: string },
  field: string,
): void {
  const same = (text: string) => text.toLowerCase() === password.toLowerCase();
  if ([name, email].some(same)) throw brokenRule(field, 'password_is_name');
}

function brokenRule(field: string, rule: string): AppError {
  return new AppError('invalid_input', 'The input breaks a rule.', { issues: [{ path: [field], rule }] });
}
