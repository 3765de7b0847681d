import { createHash } from 'node:crypto';
import { AppError } from '../../src-shared/errors';
import type { ReadHandle, WriteHandle, WriteQueue } from './handles';

export interface AttemptsOptions {
  readonly reader: ReadHandle;
  readonly queue: WriteQueue;
  /** Milliseconds since 1970: only to carry a wait over to the next start. */
  readonly now: () => number;
  /** Monotonic milliseconds: what a wait runs on, so that a clock that is set changes nothing. */
  readonly elapsed: () => number;
}

interface Count {
  readonly failures: number;
  /** Both on the monotonic clock. */
  readonly lastAt: number;
  readonly until: number;
}

interface StoredCount {
  readonly account: string;
  readonly failures: number;
  readonly last_failure_at: number;
  readonly blocked_until: number;
}

const overall = 'overall';
const second = 1000;
const freeFailures = 5;
const longestWaitMs = 15 * 60 * second;
/** Overall: 50 in 10 minutes, so one is forgotten every 12 s. */
const overallFailures = 50;
const overallForgetMs = 12 * second;
const overallWaitMs = 30 * second;
const forgetAfterMs = 24 * 60 * 60 * second;

/**
 * Slows guessing of passwords, per account and overall. Every wait ends by itself, after 15 minutes at the
 * latest, and a right password then starts the count over: nobody is locked out for good.
 *
 * An attempt counts as failed before it is tried, so that many at once, or a program that is killed in the
 * middle, gain nothing. The counts are kept in the database; after a start a wait is never longer than it
 * was when it began, whatever the clock says.
 */
export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #counts = new Map<string, Count>();

  constructor(options: AttemptsOptions) {
    this.#options = options;
    const [now, elapsed] = [options.now(), options.elapsed()];
    for (const row of options.reader.all<StoredCount>('SELECT * FROM sign_in_attempts')) {
      const wait = row.account === overall ? overallWaitMs : waitAfter(row.failures);
      this.#counts.set(row.account, {
        failures: row.failures,
        lastAt: elapsed - Math.max(0, now - row.last_failure_at),
        until: elapsed + Math.min(Math.max(0, row.blocked_until - now), wait),
      });
    }
  }

  /** Counts an attempt on an account (its email) as failed. Throws `try_again_later` with the seconds to wait. */
  async charge(email: string): Promise<void> {
    const account = accountOf(email);
    const elapsed = this.#options.elapsed();
    const waitMs = Math.max(
      ...[account, overall].map((key) => (this.#counts.get(key)?.until ?? 0) - elapsed),
    );
    if (waitMs > 0) {
      throw new AppError('try_again_later', 'Too many wrong passwords. Try again later.', {
        retryAfterSeconds: Math.ceil(waitMs / second),
      });
    }
    const forgotten = [...this.#counts].filter(([, { lastAt }]) => elapsed - lastAt > forgetAfterMs);
    for (const [key] of forgotten) this.#counts.delete(key);

    const failures = (this.#counts.get(account)?.failures ?? 0) + 1;
    this.#counts.set(account, { failures, lastAt: elapsed, until: elapsed + waitAfter(failures) });
    const all = this.#overallNow(elapsed) + 1;
    const until = all >= overallFailures ? elapsed + overallWaitMs : 0;
    this.#counts.set(overall, { failures: all, lastAt: elapsed, until });
    await this.#store([account, overall, ...forgotten.map(([key]) => key)]);
  }

  /** The password was right: takes the attempt back, and the account's count starts over. */
  async succeeded(email: string): Promise<void> {
    const all = this.#counts.get(overall);
    if (all) {
      const failures = Math.max(0, all.failures - 1);
      this.#counts.set(overall, { ...all, failures, until: failures < overallFailures ? 0 : all.until });
    }
    await this.clear(email);
  }

  /** The account's count starts over, such as after an Admin gave it a new password. */
  async clear(email: string): Promise<void> {
    const account = accountOf(email);
    this.#counts.delete(account);
    await this.#store([account, overall]);
  }

  #overallNow(elapsed: number): number {
    const count = this.#counts.get(overall);
    if (!count) return 0;
    return Math.max(0, count.failures - Math.floor((elapsed - count.lastAt) / overallForgetMs));
  }

  async #store(accounts: readonly string[]): Promise<void> {
    const offset = this.#options.now() - this.#options.elapsed();
    const counts = accounts.map((account) => [account, this.#counts.get(account)] as const);
    try {
      await this.#options.queue.submit(
        (writer) => {
          for (const [account, count] of counts) storeCount(writer, account, count, offset);
        },
        { frees: true },
      );
    } catch {
      // A disk that takes nothing must not keep an Admin from signing in; the counts hold in memory.
    }
  }
}

/** How long to wait after so many failures on one account, in milliseconds. */
function waitAfter(failures: number): number {
  if (failures < freeFailures) return 0;
  return Math.min(30 * second * 2 ** (failures - freeFailures), longestWaitMs);
}

/** A hash, since what is typed into the field "Email" may be a password. */
function accountOf(email: string): string {
  return createHash('sha256').update(email).digest('hex');
}

function storeCount(writer: WriteHandle, account: string, count: Count | undefined, offset: number): void {
  writer.run('DELETE FROM sign_in_attempts WHERE account = ?', account);
  if (!count) return;
  writer.run(
    'INSERT INTO sign_in_attempts (account, failures, last_failure_at, blocked_until) VALUES (?, ?, ?, ?)',
    account,
    count.failures,
    Math.round(count.lastAt + offset),
    Math.round(count.until === 0 ? 0 : count.until + offset),
  );
}
