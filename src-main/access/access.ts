import {
  forbiddenMessage,
  isAdmin,
  type Caller,
  type CalledBy,
  type Identity,
  type Origin,
} from '../../src-shared/caller';
import type { AccessService, Role, Session, UserRole } from '../../src-shared/contract';
import { AppError } from '../../src-shared/errors';
import { ApiKeys, isoTime } from './api-keys';
import { Attempts } from './attempts';
import { Callers } from './callers';
import type { ReadHandle, WriteQueue } from './handles';
import { Passwords, type DerivePassword } from './passwords';
import { sessionAnswer } from './session-answer';
import { Sessions } from './sessions';
import { SignIn } from './sign-in';
import { hashToken, newToken, sameHash } from './tokens';
import { UserChanges } from './user-changes';
import { listUsers, operatorId, readUser, systemUserId, writePassword } from './users';

export interface AccessOptions {
  readonly reader: ReadHandle;
  readonly queue: WriteQueue;
  /** False: no sign-in, the person at the machine is the one operator. */
  readonly authentication: boolean;
  /** PHOENIX_ADMIN_SECRET: acts as the system user; null when unset. */
  readonly adminSecret: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** How passwords are hashed; scrypt unless a test counts the calls. */
  readonly derivePassword?: DerivePassword;
  /** Called when users or API keys changed. */
  readonly changed: () => void;
  /** Called when the session of a window was opened or ended. */
  readonly sessionChanged: (session: number) => void;
  /** Called when a user was deleted, whose name stood beside secrets. */
  readonly userDeleted: () => void;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Phoenix's own (auth.py, DEFAULT_ADMIN_PASSWORD). */
const defaultAdminPassword = 'admin';

/** Who is calling: users, sign-in, sessions and API keys. */
export class LocalAccess implements CalledBy<Caller, AccessService> {
  readonly sessions: Sessions;
  readonly #options: AccessOptions;
  readonly #callers: Callers;
  readonly #keys: ApiKeys;
  readonly #adminHash: Buffer | null;
  readonly #passwords: Passwords;
  readonly #signIn: SignIn;
  readonly #users: UserChanges;

  constructor(options: AccessOptions) {
    this.#options = options;
    const { reader, queue, adminSecret, authentication, now, elapsed } = options;
    this.#callers = new Callers(reader, queue);
    this.#keys = new ApiKeys(reader, queue);
    this.#adminHash = adminSecret === null ? null : hashToken(adminSecret);
    const passwords = new Passwords(options.derivePassword);
    const attempts = new Attempts({ reader, queue, now, elapsed });
    const sessions = new Sessions({ elapsed, changed: options.sessionChanged });
    this.#passwords = passwords;
    this.sessions = sessions;
    this.#signIn = new SignIn({ reader, queue, passwords, attempts, sessions });
    this.#users = new UserChanges({ authentication, queue, passwords, attempts, sessions, now });
  }

  /** With authentication the first admin gets a password, to be changed at the first sign-in; once. */
  async prepare(initialPassword: string | null): Promise<void> {
    const { reader, queue, authentication } = this.#options;
    const admin = readUser(reader, operatorId);
    if (!authentication || !admin || admin.password) return;
    const password = await this.#passwords.hash(initialPassword ?? defaultAdminPassword);
    await queue.submit((writer) => writePassword(writer, operatorId, password, true));
  }

  /** Who an origin speaks for. The role is looked up at each call (see `Callers`), so it is never a stale one. */
  identify(origin: Origin): Identity {
    if (origin.kind === 'token') return this.#identifyToken(origin.token);
    const userId = this.#options.authentication ? this.sessions.userOf(origin.session) : operatorId;
    const user = userId === null ? null : readUser(this.#options.reader, userId);
    if (!user) return nobody;
    const hold = this.#options.authentication && user.mustChangePassword ? 'password_change_required' : null;
    return { caller: { role: user.role, userId: user.id, name: user.name, via: 'window' }, hold };
  }

  /** The windows that may be told what only these roles may see; `all` while there is no sign-in. */
  windowsOf(roles: readonly Role[]): readonly number[] | 'all' {
    const may = (session: number) => {
      const { caller, hold } = this.identify({ kind: 'window', session });
      return caller !== null && hold === null && roles.includes(caller.role);
    };
    if (this.#options.authentication) return this.sessions.all.filter(may);
    return may(0) ? 'all' : [];
  }

  /** Who sits in front of a window. */
  sessionOf(origin: Origin): Session {
    return sessionAnswer(this.#options, this.sessions, origin);
  }

  async session(_input: Record<string, never>, _caller: Caller | null, origin: Origin) {
    return this.sessionOf(origin);
  }

  async signIn(
    { email, password }: { email: string; password: string },
    _caller: Caller | null,
    origin: Origin,
  ) {
    const session = this.#windowOf(origin);
    if (!this.#options.authentication) {
      throw new AppError('conflict', 'There is no sign-in here.', { rule: 'no_authentication' });
    }
    await this.#signIn.signIn(session, email, password);
    return this.sessionOf(origin);
  }

  async signOut(_input: Record<string, never>, _caller: Caller | null, origin: Origin) {
    this.sessions.end(this.#windowOf(origin), 'signed_out');
    return this.sessionOf(origin);
  }

  async setFirstPassword({ newPassword }: { newPassword: string }, caller: Caller | null, origin: Origin) {
    const session = this.#windowOf(origin);
    if (!caller) throw new AppError('unauthenticated', 'Sign in first.');
    await this.#signIn.setFirstPassword(session, caller.userId, newPassword);
    return this.sessionOf(origin);
  }

  async changePassword(
    input: { currentPassword: string; newPassword: string },
    caller: Caller,
    origin: Origin,
  ) {
    const session = this.#windowOf(origin);
    await this.#signIn.changePassword(session, caller.userId, input.currentPassword, input.newPassword);
    return {};
  }

  async listUsers() {
    return { users: listUsers(this.#options.reader) };
  }

  async createUser(
    input: { email: string; username: string; password: string; role: UserRole },
    caller: Caller,
  ) {
    const user = await this.#users.create(input, caller);
    this.#options.changed();
    return { user };
  }

  async setUserRole({ id, role }: { id: string; role: UserRole }, caller: Caller) {
    const user = await this.#users.setRole(Number(id), role, caller);
    this.#options.changed();
    return { user };
  }

  async resetPassword({ id, password }: { id: string; password: string }, caller: Caller) {
    await this.#users.resetPassword(Number(id), password, caller);
    this.#options.changed();
    return {};
  }

  async deleteUser({ id }: { id: string }, caller: Caller) {
    await this.#users.delete(Number(id), caller);
    this.#keys.forgetOwner(Number(id));
    this.#options.changed();
    this.#options.userDeleted();
    return {};
  }

  async listApiKeys(_input: Record<string, never>, caller: Caller) {
    return { apiKeys: this.#keys.list(ownerSeenBy(caller)) };
  }

  async createApiKey(
    input: { name: string; kind: 'system' | 'personal'; expiresInDays: number | null },
    caller: Caller,
  ) {
    const { name, kind, expiresInDays } = input;
    if (kind === 'system' && !isAdmin(caller)) throw new AppError('forbidden', forbiddenMessage(caller.role));
    if (kind === 'personal' && caller.userId === systemUserId) {
      throw new AppError('forbidden', 'A personal API key is for a person.');
    }
    const now = this.#options.now();
    const token = newToken();
    const apiKey = await this.#keys.create({
      name,
      user_id: kind === 'system' ? systemUserId : caller.userId,
      token_sha256: hashToken(token),
      created_at: isoTime(now),
      expires_at: expiresInDays === null ? null : isoTime(now + expiresInDays * dayMs),
    });
    this.#options.changed();
    return { apiKey, token };
  }

  async deleteApiKey({ id }: { id: number }, caller: Caller) {
    if (!(await this.#keys.delete(id, ownerSeenBy(caller))))
      throw new AppError('not_found', 'This API key is not there any more.');
    this.#options.changed();
    return {};
  }

  /** Writes what is only in memory so far: when the keys were last used. */
  async close(): Promise<void> {
    this.sessions.stop();
    await this.#keys.flush();
  }

  /**
   * Compared by hash and in constant time. An expired key is told apart only for those who hold it. The key
   * of a user who has to change the password goes on working: a program has no way to change it, and taking
   * a key away is done by deleting it or its user.
   */
  #identifyToken(token: string): Identity {
    const hash = hashToken(token);
    if (this.#adminHash && sameHash(this.#adminHash, hash)) return this.#bearer(systemUserId, 'admin_secret');
    const key = this.#keys.find(hash);
    if (!key) return nobody;
    const now = this.#options.now();
    if (key.expires_at !== null && Date.parse(key.expires_at) <= now)
      return { caller: null, hold: 'expired' };
    this.#keys.used(key.id, now);
    return this.#bearer(key.user_id, 'api_key');
  }

  #bearer(userId: number, via: Caller['via']): Identity {
    const user = this.#callers.find(userId);
    return user ? { caller: { role: user.role, userId, name: user.name, via }, hold: null } : nobody;
  }

  /** Sessions are a window's, and no key's. */
  #windowOf(origin: Origin): number {
    if (origin.kind !== 'window') throw new AppError('forbidden', 'Only a window can do this.');
    return origin.session;
  }
}

const nobody: Identity = { caller: null, hold: null };

/** Whose API keys a caller sees and deletes: one's own, an Admin all (null). */
function ownerSeenBy(caller: Caller): number | null {
  return isAdmin(caller) ? null : caller.userId;
}
