import { AppError } from '../../../src-shared/errors';
import type { Writer } from './database';
import { diskFull, storageFailure } from './storage-failure';
import { isLocked, sqliteCode } from './store-error';

/** What a caller does in the transaction. It may run twice, so it changes nothing but the database. */
export type Job<T> = (writer: Writer) => T;

export interface JobOptions {
  /** It only takes away: on a full disk it may use the space that is kept for that. */
  readonly frees?: boolean;
  /** It adds: once the space that is kept for a full disk was given away, the rest of that is not for it. */
  readonly grows?: boolean;
  /**
   * Called at once after the commit, before any other job runs. Such a job has a transaction of its own, so
   * that what it changes in memory and what it changed on the disk are never seen one without the other.
   */
  readonly committed?: () => void;
}

export interface QueueOptions {
  /** How long a job waits for another process's lock, in milliseconds. */
  readonly patienceMs?: number;
  /** Called when a full disk stops a job that frees space. */
  readonly makeRoom?: () => void;
  /** True while that space is given away and there is no room to take it again. */
  readonly isRoomGiven?: () => boolean;
  /** Called after each commit. */
  readonly onCommit?: () => void;
}

interface Waiting {
  readonly job: Job<unknown>;
  readonly frees: boolean;
  readonly committed: (() => void) | undefined;
  readonly since: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const retryMs = 20;

/**
 * Group commit: what is asked for in one turn of the event loop shares one transaction and one sync of the
 * disk, while each job stays atomic on its own in a savepoint. Nothing is answered before the commit.
 */
export class WriteQueue {
  #waiting: Waiting[] = [];
  #scheduled = false;
  #closed = false;
  #commits = 0;
  readonly #closers: (() => void)[] = [];

  constructor(
    private readonly writer: Writer,
    private readonly options: QueueOptions = {},
  ) {}

  /**
   * Runs a job in a transaction; resolves once it is on the disk. Rejects with what the job threw, or with an
   * `AppError`: `storage_locked`, `storage_full`, `storage_read_only`, `storage_failed`, `shutting_down`.
   */
  submit<T>(job: Job<T>, { frees = false, grows = false, committed }: JobOptions = {}): Promise<T> {
    if (this.#closed) {
      return Promise.reject(new AppError('shutting_down', 'The service is shutting down.'));
    }
    if (grows && this.options.isRoomGiven?.()) return Promise.reject(diskFull());
    return new Promise<T>((resolve, reject) => {
      const since = performance.now();
      this.#waiting.push({ job, frees, committed, since, resolve: resolve as Waiting['resolve'], reject });
      this.#schedule(0);
    });
  }

  /** How many transactions were committed so far. */
  get commits(): number {
    return this.#commits;
  }

  /** Takes no more jobs and resolves when those that wait are done. */
  close(): Promise<void> {
    this.#closed = true;
    if (!this.#scheduled) return Promise.resolve();
    return new Promise((resolve) => this.#closers.push(resolve));
  }

  #schedule(delayMs: number): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const flush = () => {
      this.#scheduled = false;
      this.#flush();
    };
    if (delayMs > 0) setTimeout(flush, delayMs);
    else setImmediate(flush);
  }

  #flush(): void {
    const group = this.#nextGroup();
    const locked = this.#commitGroup(group);
    if (locked) {
      const patience = this.options.patienceMs ?? 3000;
      const now = performance.now();
      const again: Waiting[] = [];
      for (const entry of group) {
        if (now - entry.since < patience) again.push(entry);
        else entry.reject(storageFailure(locked.error));
      }
      this.#waiting = [...again, ...this.#waiting];
    }
    if (this.#waiting.length > 0) this.#schedule(locked ? retryMs : 0);
    else for (const closed of this.#closers.splice(0)) closed();
  }

  /** What waits, up to the first job that wants to be alone, or that one. */
  #nextGroup(): Waiting[] {
    const alone = this.#waiting.findIndex(({ committed }) => committed !== undefined);
    return this.#waiting.splice(0, alone < 0 ? this.#waiting.length : Math.max(alone, 1));
  }

  /** Settles every entry of the group, unless the database is locked: then none. */
  #commitGroup(group: readonly Waiting[]): { readonly error: unknown } | null {
    const [only, ...more] = group;
    if (only && more.length === 0) return this.#commitOnly(only);
    const settle: (() => void)[] = [];
    try {
      this.writer.run('BEGIN IMMEDIATE');
      for (const entry of group) settle.push(this.#runInSavepoint(entry));
      this.writer.run('COMMIT');
    } catch (error) {
      this.#rollBack();
      const code = sqliteCode(error);
      if (code !== null && isLocked(code)) return { error };
      if (code === 'SQLITE_FULL') this.#commitOneByOne(group);
      else for (const entry of group) entry.reject(storageFailure(error));
      return null;
    }
    this.#committed();
    for (const answer of settle) answer();
    return null;
  }

  /** Throws only what ended the whole transaction. */
  #runInSavepoint({ job, resolve, reject }: Waiting): () => void {
    this.writer.run('SAVEPOINT job');
    try {
      const value = job(this.writer);
      this.writer.run('RELEASE job');
      return () => resolve(value);
    } catch (error) {
      const code = sqliteCode(error);
      if (!this.writer.inTransaction || (code !== null && endsTransaction(code))) throw error;
      this.writer.run('ROLLBACK TO job');
      this.writer.run('RELEASE job');
      return () => reject(storageFailure(error));
    }
  }

  #commitOnly(entry: Waiting): { readonly error: unknown } | null {
    const fault = this.#commitAlone(entry);
    if (!fault) return null;
    const code = sqliteCode(fault.error);
    if (code !== null && isLocked(code)) return fault;
    if (code === 'SQLITE_FULL') this.#commitOneByOne([entry]);
    else entry.reject(storageFailure(fault.error));
    return null;
  }

  /** On a full disk what still fits, and what frees space, should not fail because of its neighbours. */
  #commitOneByOne(group: readonly Waiting[]): void {
    this.#tryCheckpoint();
    for (const entry of group) {
      let fault = this.#commitAlone(entry);
      if (fault && entry.frees && sqliteCode(fault.error) === 'SQLITE_FULL') {
        this.options.makeRoom?.();
        fault = this.#commitAlone(entry);
      }
      if (fault) entry.reject(storageFailure(fault.error));
    }
  }

  #commitAlone(entry: Waiting): { readonly error: unknown } | null {
    let value: unknown;
    try {
      this.writer.run('BEGIN IMMEDIATE');
      // Without a savepoint: alone the transaction is the job's, and a savepoint costs a big batch a lot.
      value = entry.job(this.writer);
      this.writer.run('COMMIT');
    } catch (error) {
      this.#rollBack();
      return { error };
    }
    this.#committed();
    entry.committed?.();
    entry.resolve(value);
    return null;
  }

  #committed(): void {
    this.#commits += 1;
    this.options.onCommit?.();
  }

  #rollBack(): void {
    if (this.writer.inTransaction) this.writer.run('ROLLBACK');
  }

  #tryCheckpoint(): void {
    try {
      this.writer.checkpoint();
    } catch {
      // A full disk may stop this too; the jobs that follow tell.
    }
  }
}

/** After these SQLite may have given up the transaction, or the disk cannot be trusted to take the rest. */
function endsTransaction(code: string): boolean {
  return /^SQLITE_(FULL|IOERR|NOMEM|CORRUPT|NOTADB|READONLY|CANTOPEN|BUSY|INTERRUPT)/.test(code);
}
