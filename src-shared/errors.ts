/** Stable codes of expected failures, the same in the window, over REST and in logs. */
export const errorCodes = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'already_exists',
  /** The state of things forbids it; `rule` says which one. */
  'conflict',
  'wrong_credentials',
  /** Too many wrong passwords; `retryAfterSeconds` says how long to wait. */
  'try_again_later',
  'password_change_required',
  /** The keychain holds the key but does not give it out. */
  'key_unavailable',
  'expired',
  /** Broken off by the user. */
  'cancelled',
  'storage_locked',
  'storage_full',
  'storage_read_only',
  'storage_failed',
  'too_large',
  'shutting_down',
  /**
   * No answer of a remote server, and nothing was changed there. `rule`: `refused`, `dns`, `timeout`, `reset`,
   * `proxy`, `offline`, `tls_authority`, `tls_expired`, `tls_host`, `tls`, `other`.
   */
  'unreachable',
  /** What answers is no Phoenix server. `rule`: `html`, `redirect`, `other`. */
  'not_phoenix',
  /** A Phoenix server's answer that cannot be used. `rule`: `shape`, `too_large`, `endless`, `mismatch`. */
  'bad_answer',
  /** The server has no secrets; `version` says which one it is. */
  'too_old',
  /** 5xx of a remote server; with a write nothing is known of it, then it is `outcome_unknown`. */
  'server_failed',
  /** 429 of a remote server. */
  'server_busy',
  /** No credentials for the remote server, or it does not take them any more. `rule`: `missing`, `expired`, `rejected`. */
  'sign_in_needed',
  /** A write was sent and no answer came. `rule`, after a look: `changed`, `unchanged`, `unknown`. */
  'outcome_unknown',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

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
  /** The Phoenix version of a `too_old`. */
  readonly version?: string;
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
