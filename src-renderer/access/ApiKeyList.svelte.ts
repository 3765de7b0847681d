import type { ApiKeyRow } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import type { Bridge } from '../app/bridge';

const byName = new Intl.Collator('en', { numeric: true });

/** The API keys of this machine. */
export class ApiKeyList {
  rows = $state.raw<readonly ApiKeyRow[] | null>(null);
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
    const result = await this.bridge.access.listApiKeys({});
    if (loading !== this.#loading) return;
    this.failure = result.ok ? null : result.error;
    if (!result.ok) return;
    this.rows = result.value.apiKeys.toSorted((a, b) => byName.compare(a.name, b.name));
  }

  /** Makes a key. Its token is in the answer and nowhere else. */
  async create(
    name: string,
    kind: ApiKeyRow['kind'],
    expiresInDays: number | null,
  ): Promise<Awaited<ReturnType<Bridge['access']['createApiKey']>>> {
    const result = await this.bridge.access.createApiKey({ name, kind, expiresInDays });
    if (result.ok) void this.load();
    return result;
  }

  /** Deletes a key; the failure, or null. One that is gone already is as good as deleted. */
  async delete(id: number): Promise<Failure | null> {
    const result = await this.bridge.access.deleteApiKey({ id });
    await this.load();
    return result.ok || result.error.code === 'not_found' ? null : result.error;
  }
}
