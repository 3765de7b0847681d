/** Stable codes of expected failures, the same in the window, over REST and in logs. */
export type ErrorCode =
  | 'invalid_input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'already_exists'
  /** The state of things forbids it; `rule` says which one. */
  | 'conflict'
  | 'wrong_credentials'
  /** Too many wrong passwords; `retryAfterSeconds` says how long to wait. */
  | 'try_again_later'
  | 'password_change_required'
  /** The keychain holds the key but does not give it out. */
  | 'key_unavailable'
  | 'expired'
  | 'storage_locked'
  | 'storage_full'
  | 'storage_read_only'
  | 'storage_failed'
  | 'too_large'
  | 'shutting_down'
  | 'internal';

/** One fault of an input: where it is, which rule it breaks. Never the offending value. */
export interface InputIssue {
  readonly path: readonly (string | number)[];
  readonly rule: string;
}

/** An expected failure as it crosses every border. `message` is English and safe to show and to log. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly issues?: readonly InputIssue[];
  /** The keys an `already_exists` speaks of. */
  readonly keys?: readonly string[];
  /** Which rule a `conflict` broke: `last_admin`, `own_account`, `email_taken`, `username_taken`, `set_by_environment`, … */
  readonly rule?: string;
  /** Seconds, of a `try_again_later`. */
  readonly retryAfterSeconds?: number;
}

/** What every operation resolves to. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** An expected failure on its way through our own code; becomes a {@link Failure} in the guard. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Omit<Failure, 'code' | 'message'> = {},
  ) {
    super(message);
    this.name = 'AppError';
  }
}

/** Makes the compiler prove that a union was handled whole. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${typeof value}`);
}
