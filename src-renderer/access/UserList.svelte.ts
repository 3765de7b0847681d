import type { UserRole, UserRow } from '../../src-shared/contract';
import type { Failure, Result } from '../../src-shared/errors';
import type { Bridge } from '../app/bridge';

const byName = new Intl.Collator('en', { numeric: true });

/** The users of this store. Every change is followed by a look at the list as it is then. */
export class UserList {
  rows = $state.raw<readonly UserRow[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  #loading = 0;

  constructor(readonly bridge: Bridge) {}

  /** Subscribes and loads; the function it returns unsubscribes. */
  start(): () => void {
    const stop = this.bridge.on('access.changed', () => void this.load());
    void this.load();
    return stop;
  }

  async load(): Promise<void> {
    this.#loading += 1;
    const loading = this.#loading;
    const result = await this.bridge.access.listUsers({});
    if (loading !== this.#loading) return;
    this.failure = result.ok ? null : result.error;
    if (result.ok) this.rows = result.value.users.toSorted((a, b) => byName.compare(a.name, b.name));
  }

  /** Makes a user; the failure, or null. */
  create(user: {
    email: string;
    username: string;
    password: string;
    role: UserRole;
  }): Promise<Failure | null> {
    return this.#change(this.bridge.access.createUser(user));
  }

  setRole(id: string, role: UserRole): Promise<Failure | null> {
    return this.#change(this.bridge.access.setUserRole({ id, role }));
  }

  resetPassword(id: string, password: string): Promise<Failure | null> {
    return this.#change(this.bridge.access.resetPassword({ id, password }));
  }

  /** Deletes a user; one that is gone already is as good as deleted. */
  async delete(id: string): Promise<Failure | null> {
    const failure = await this.#change(this.bridge.access.deleteUser({ id }));
    return failure?.code === 'not_found' ? null : failure;
  }

  async #change(asked: Promise<Result<unknown>>): Promise<Failure | null> {
    const result = await asked;
    await this.load();
    return result.ok ? null : result.error;
  }
}
