import type { ConnectionRow } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import type { Bridge } from '../app/bridge';

type Listed = Awaited<ReturnType<Bridge['connections']['list']>>;

/** Servers are asked so many at a time, since each one may take its time. */
const atOnce = 2;

/**
 * One's own connections, last used first. Each keeps the number that it got when it was first seen, and with it its
 * shortcut, however the order changes. It outlives the pages, which begin anew with each server.
 */
export class ConnectionList {
  rows = $state.raw<readonly ConnectionRow[]>([]);
  failure = $state.raw<Failure | null>(null);
  /** False: credentials live until the program ends. */
  hasKeychain = $state(true);
  #loading = 0;
  /** Ids by their number; the local store is the first. */
  readonly #numbers: string[] = ['local'];

  constructor(readonly bridge: Bridge) {}

  /** Subscribes, for as long as the page lives. */
  start(): void {
    this.bridge.on('connections.changed', () => void this.load());
  }

  async load(): Promise<void> {
    this.#loading += 1;
    const loading = this.#loading;
    const result = await this.bridge.connections.list({});
    if (loading === this.#loading) this.take(result);
  }

  take(result: Listed): void {
    this.failure = result.ok ? null : result.error;
    if (!result.ok) return;
    for (const { id } of result.value.connections) {
      if (!this.#numbers.includes(id)) this.#numbers.push(id);
    }
    this.rows = result.value.connections;
    this.hasKeychain = result.value.keychain.available;
  }

  /** From 2 on: what opens a row together with Ctrl, up to 9. */
  numberOf({ id }: ConnectionRow): number {
    return this.#numbers.indexOf(id) + 1;
  }

  /** A row that came with an answer or an event of its own. */
  put(row: ConnectionRow): void {
    this.rows = this.rows.map((known) => (known.id === row.id ? row : known));
  }

  /** Nobody is signed in any more. */
  clear(): void {
    this.#loading += 1;
    this.rows = [];
    this.#numbers.length = 1;
    this.failure = null;
  }

  /** Asks one server how it is; the row as it is then, null when it could not be asked. */
  async check(id: string): Promise<ConnectionRow | null> {
    const result = await this.bridge.connections.check({ id });
    if (!result.ok) return null;
    this.put(result.value.connection);
    return result.value.connection;
  }

  /** Asks every server, a few at a time. */
  async checkAll(stopped: () => boolean): Promise<void> {
    const waiting = this.rows.map(({ id }) => id);
    const ask = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined && !stopped(); id = waiting.shift())
        await this.check(id);
    };
    await Promise.all(Array.from({ length: atOnce }, ask));
  }
}
