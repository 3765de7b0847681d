import { AppError, type ErrorCode } from '../../src-shared/errors';

/** An input that breaks a rule; the rule is told twice, since a row's failure has no issues. */
export function brokenRule(field: string, rule: string): AppError {
  return new AppError('invalid_input', 'The input breaks a rule.', {
    issues: [{ path: [field], rule }],
    rule,
  });
}

/** No credentials, or they are not taken (any more). */
export function signInNeeded(rule: 'missing' | 'expired' | 'rejected'): AppError {
  return new AppError('sign_in_needed', 'The server asks who you are.', { rule });
}

/** What answers is no Phoenix server: a web page, a redirect, or something else. */
export function notPhoenix(rule: 'html' | 'redirect' | 'other'): AppError {
  return new AppError('not_phoenix', 'What answers there is no Phoenix server.', { rule });
}

/** A Phoenix server's answer that cannot be used: of another form, or too large. */
export function badAnswer(rule: 'shape' | 'too_large'): AppError {
  return new AppError('bad_answer', 'The answer of the server cannot be used.', { rule });
}

/** A write was sent, and nothing is known of what became of it. */
export function outcomeUnknown(): AppError {
  return new AppError('outcome_unknown', 'No answer came to what was sent.', { rule: 'unknown' });
}

/** The state of things forbids it; `rule` says which one. */
export function conflict(rule: string, message: string): AppError {
  return new AppError('conflict', message, { rule });
}

/** A sign-in that somebody broke off, or that ended with the session here. */
export function stopped(): AppError {
  return new AppError('shutting_down', 'The service is shutting down.');
}

export function cancelled(): AppError {
  return new AppError('cancelled', 'The sign-in was broken off.');
}

/** The connection leads to another server, or was signed in anew, since a write was begun. */
export function connectionChanged(): AppError {
  return conflict('connection_changed', 'The connection was changed meanwhile. Nothing was sent.');
}

/** True for an expected failure with one of these codes. */
export function isFailure(error: unknown, ...codes: readonly ErrorCode[]): error is AppError {
  return error instanceof AppError && codes.includes(error.code);
}
