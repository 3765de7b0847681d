import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DeleteSecretsInput,
  PutSecretsInput,
  PutSecretsOutput,
  SecretPage,
  SecretRow,
} from '../../../src-shared/contract';
import { AppError } from '../../../src-shared/errors';
import { keyFault } from '../../../src-shared/rules';
import type { SecretsBackend, SecretsListener } from '../backend';
import { alreadyThere, changedMeanwhile, lastOfEach } from '../entries';
import { explain } from './answers';
import { PageRuns } from './page-runs';
import { readPage, readRowsOf, readTimesOf } from './rows';
import type { PhoenixServer } from './server';
import { readUses } from './usage';
import { writeEntries, type Entry } from './write';

export interface PhoenixSecretsOptions {
  readonly server: PhoenixServer;
  /** The id that events carry. */
  readonly connection: string;
  readonly listener: SecretsListener;
}

/** More changed rows than this are not read back: the listener loads again. */
const mostRows = 500;
/** How long a write whose answer never came may still be on its way when it does not show at first. */
const secondLookMs = 1000;

type Times = ReadonlyMap<string, string>;

/**
 * The secrets of a remote Phoenix server. Nothing is kept here but how many there were: each call asks.
 * The caller's name is not sent, the server takes whoever is signed in there.
 */
export class PhoenixSecrets implements SecretsBackend {
  readonly #server: PhoenixServer;
  readonly #runs = new PageRuns();
  readonly #reading = new Set<Promise<void>>();
  #closed = false;
  #revision = 0;

  constructor(private readonly options: PhoenixSecretsOptions) {
    this.#server = options.server;
  }

  /** `next` is the server's own cursor. Pages come in the order of the server's database. */
  async list({ after, limit }: { after: string | null; limit: number }): Promise<SecretPage> {
    // Taken before the server is asked: what is asked later knows more.
    const revision = this.#nextRevision();
    const { rows, next } = await this.#asking(() => readPage(this.#server, after, limit));
    const keys = rows.map(({ key }) => key);
    this.#runs.take(after, keys, next, sizeOf(rows));
    return { rows, next, total: this.#runs.total, revision };
  }

  usage() {
    return readUses(this.#server);
  }

  /**
   * One request, one transaction on the server. What `onExisting` and `ifUnchanged` ask for is looked up just
   * before: a server has no way to do both at once, so of two people in the same moment the last one wins. It is sent
   * to the server that was asked: `conflict` (`connection_changed`) when an edit of the connection came in between.
   */
  async put({ secrets, onExisting, ifUnchanged }: PutSecretsInput): Promise<PutSecretsOutput> {
    const { generation } = this.#server;
    const entries = lastOfEach(secrets);
    const upsertedKeys = entries.filter(({ value }) => value !== null).map(({ key }) => key);
    const deletedKeys = entries.filter(({ value }) => value === null).map(({ key }) => key);
    const concerned = new Set([...entries, ...ifUnchanged].map(({ key }) => key));
    const before = await this.#asking(() => readTimesOf(this.#server, [...concerned]));
    const taken = upsertedKeys.filter((key) => before.has(key));
    if (onExisting === 'refuse' && taken.length > 0) throw alreadyThere(taken);
    const changed = ifUnchanged.filter(({ key, updatedAt }) => before.get(key) !== updatedAt);
    if (changed.length > 0) throw changedMeanwhile(changed.map(({ key }) => key));
    await this.#write(entries, before, generation);
    return { upsertedKeys, deletedKeys };
  }

  /** Throws `invalid_input` for what a server does not take as a key: it would strip it, and delete another one. */
  async delete({ keys, ifUnchanged = [] }: DeleteSecretsInput) {
    const issues = keys.flatMap((key, index) => {
      const rule = keyFault(key);
      return rule === null ? [] : [{ path: ['keys', index], rule }];
    });
    if (issues.length > 0)
      throw new AppError('invalid_input', 'The server does not take this key.', { issues });
    const secrets = [...new Set(keys)].map((key) => ({ key, value: null }));
    const { deletedKeys } = await this.put({ secrets, onExisting: 'replace', ifUnchanged });
    return { deletedKeys, undo: null };
  }

  undoDelete(): Promise<never> {
    return Promise.reject(
      new AppError('conflict', 'A server cannot bring a secret back.', { rule: 'no_undo' }),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#reading);
  }

  async #write(entries: readonly Entry[], before: Times, generation: number): Promise<void> {
    try {
      await writeEntries(this.#server, entries, generation);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'outcome_unknown') throw await this.#lookAfter(entries, before, generation);
      if (error.code === 'bad_answer') this.#tell(entries);
      throw error;
    }
    this.#tell(entries);
  }

  /** Looks what came of a write whose answer never came; a second time, since it may still be on its way. */
  async #lookAfter(entries: readonly Entry[], before: Times, generation: number): Promise<AppError> {
    const keys = entries.map(({ key }) => key);
    const look = async () => {
      const now = await readTimesOf(this.#server, keys).catch(() => null);
      // Another server says nothing about what came of it on this one.
      if (now === null || this.#server.generation !== generation) return 'unknown';
      return outcomeOf(entries, before, now);
    };
    let rule = await look();
    if (rule === 'unchanged') {
      await sleep(secondLookMs);
      rule = await look();
    }
    if (rule !== 'unchanged') this.#tell(entries);
    return new AppError('outcome_unknown', 'The server was asked to write and gave no answer.', {
      rule,
      keys,
    });
  }

  /** Reads back what was written and tells of it; the write itself does not wait for that. */
  #tell(entries: readonly Entry[]): void {
    this.#runs.forgetTotal();
    const keys = entries.map(({ key }) => key);
    const reading = this.#describe(keys).then((change) => {
      this.#reading.delete(reading);
      if (this.#closed) return;
      this.options.listener({ connection: this.options.connection, total: null, ...change });
    });
    this.#reading.add(reading);
  }

  async #describe(keys: readonly string[]) {
    const revision = this.#nextRevision();
    const again = { revision, reset: true, rows: [], deletedKeys: [] };
    if (keys.length > mostRows) return again;
    try {
      const rows = await readRowsOf(this.#server, keys);
      const there = new Set(rows.map(({ key }) => key));
      return { revision, reset: false, rows, deletedKeys: keys.filter((key) => !there.has(key)) };
    } catch {
      // Whoever loads again is told why.
      return again;
    }
  }

  async #asking<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw await explain(this.#server, error);
    }
  }

  #nextRevision(): number {
    this.#revision += 1;
    return this.#revision;
  }
}

/** How many characters a page has that one keeps. */
function sizeOf(rows: readonly SecretRow[]): number {
  const texts = ({ key, owner, reason }: SecretRow) => [
    key,
    owner?.id ?? '',
    owner?.name ?? '',
    reason ?? '',
  ];
  return rows.flatMap(texts).reduce((sum, text) => sum + text.length, 0);
}

/** `unknown`: some of it shows, which one transaction cannot do; somebody else writes there too. */
function outcomeOf(
  entries: readonly Entry[],
  before: Times,
  now: Times,
): 'changed' | 'unchanged' | 'unknown' {
  const shows = ({ key, value }: Entry) =>
    value === null ? !now.has(key) : now.has(key) && now.get(key) !== before.get(key);
  if (entries.every(shows)) return 'changed';
  return entries.every(({ key }) => now.get(key) === before.get(key)) ? 'unchanged' : 'unknown';
}
