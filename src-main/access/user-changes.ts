import { forbiddenMessage, type Caller } from '../../src-shared/caller';
import type { UserRole, UserRow } from '../../src-shared/contract';
import { AppError } from '../../src-shared/errors';
import type { Attempts } from './attempts';
import type { ReadHandle, WriteHandle, WriteQueue } from './handles';
import type { Passwords } from './passwords';
import type { Sessions } from './sessions';
import { refuseName } from './sign-in';
import { isLastAdmin, listedUser, storedEmail, readUser, writePassword } from './users';

export interface UserChangesOptions {
  readonly authentication: boolean;
  readonly queue: WriteQueue;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  readonly sessions: Sessions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What an Admin does with users. Each rule is looked at in the transaction that changes something. */
export class UserChanges {
  constructor(private readonly options: UserChangesOptions) {}

  async create(
    input: { email: string; username: string; password: string; role: UserRole },
    caller: Caller,
  ): Promise<UserRow> {
    const email = storedEmail(input.email);
    refuseName(input.password, { name: input.username, email }, 'password');
    const password = await this.options.passwords.hash(input.password);
    const createdAt = new Date(this.options.now()).toISOString().slice(0, 19).replace('T', ' ');
    return this.#asAdmin(caller, (writer) => {
      refuseTaken(writer, 'email', email);
      refuseTaken(writer, 'username', input.username);
      const { id } = writer.run(
        'INSERT INTO users (username, email, role, created_at) VALUES (?, ?, ?, ?)',
        input.username,
        email,
        input.role,
        createdAt,
      );
      writePassword(writer, id, password, true);
      return existing(writer, id);
    });
  }

  async setRole(id: number, role: UserRole, caller: Caller): Promise<UserRow> {
    const { changed, user } = await this.#asAdmin(caller, (writer) => {
      if (existing(writer, id).role === role) return { changed: false, user: existing(writer, id) };
      if (role !== 'ADMIN') refuseLockOut(writer, id, caller);
      writer.run('UPDATE users SET role = ? WHERE id = ?', role, id);
      return { changed: true, user: existing(writer, id) };
    });
    if (changed) this.options.sessions.endUser(id, 'changed');
    return user;
  }

  async resetPassword(id: number, newPassword: string, caller: Caller): Promise<void> {
    const { passwords, attempts, sessions, authentication } = this.options;
    // A slip of the finger would lock one out. Without authentication it is the way back in for an Admin who forgot.
    if (authentication && id === caller.userId) {
      throw conflict('own_account', 'Change your own password in the account menu.');
    }
    const password = await passwords.hash(newPassword);
    const email = await this.#asAdmin(caller, (writer) => {
      const user = existing(writer, id);
      refuseName(newPassword, user, 'password');
      writePassword(writer, id, password, true);
      return user.email;
    });
    sessions.endUser(id, 'changed');
    await attempts.clear(email);
  }

  /** Secrets stay without an owner, API keys go: the foreign keys of the tables see to it. */
  async delete(id: number, caller: Caller): Promise<void> {
    await this.#asAdmin(caller, (writer) => {
      existing(writer, id);
      refuseLockOut(writer, id, caller);
      writer.run('DELETE FROM users WHERE id = ?', id);
    });
    this.options.sessions.endUser(id, 'changed');
  }

  /** Hashing takes a while: who was an Admin when it began may be none any more. */
  #asAdmin<T>(caller: Caller, job: (writer: WriteHandle) => T): Promise<T> {
    return this.options.queue.submit((writer) => {
      const role = readUser(writer, caller.userId)?.role ?? 'VIEWER';
      if (role !== caller.role) throw new AppError('forbidden', forbiddenMessage(role));
      return job(writer);
    });
  }
}

function existing(reader: ReadHandle, id: number): UserRow {
  const user = listedUser(reader, id);
  if (!user) throw new AppError('not_found', 'This user is not there any more.');
  return user;
}

function refuseTaken(reader: ReadHandle, column: 'email' | 'username', value: string): void {
  if (reader.get(`SELECT 1 AS taken FROM users WHERE ${column} = ?`, value) === undefined) return;
  throw conflict(`${column}_taken`, `Another user has this ${column}.`);
}

/** Nobody can leave the program without an Admin, or throw oneself out. */
function refuseLockOut(reader: ReadHandle, id: number, caller: Caller): void {
  if (isLastAdmin(reader, id)) {
    throw conflict('last_admin', 'The last Admin cannot be deleted or given another role.');
  }
  if (id === caller.userId) {
    throw conflict('own_account', 'You cannot delete yourself or give yourself another role.');
  }
}

function conflict(rule: string, message: string): AppError {
  return new AppError('conflict', message, { rule });
}
