import type { ConnectionStatus } from '../../src-shared/contract';
import { forbiddenMessage, isAdmin } from '../../src-shared/caller';
import type { AppError } from '../../src-shared/errors';
import type { About } from './about';

/** Of a connection that was not asked yet; `version` is the last one seen. */
export function unknownStatus(version: string | null): ConnectionStatus {
  return {
    state: 'unknown',
    version,
    latencyMs: null,
    person: null,
    authentication: null,
    canChange: false,
    failure: null,
  };
}

/** Whether one may change secrets there: everybody where there is no sign-in. */
export function mayChange({ person }: Pick<About, 'person'>): boolean {
  return person === null || isAdmin(person);
}

/** Of a server that answered; `tooOld`: it has no secrets. */
export function answeredStatus(about: About, tooOld: boolean): ConnectionStatus {
  const { version, latencyMs, person, authentication } = about;
  const known = { version, latencyMs, person, authentication };
  if (tooOld) {
    const failure = { code: 'too_old', message: 'This Phoenix has no secrets.' } as const;
    return {
      ...known,
      state: 'read_only',
      canChange: false,
      failure: { ...failure, ...(version !== null && { version }) },
    };
  }
  if (mayChange(about)) return { ...known, state: 'connected', canChange: true, failure: null };
  const message = forbiddenMessage(person?.role ?? 'VIEWER');
  return { ...known, state: 'read_only', canChange: false, failure: { code: 'forbidden', message } };
}

/** Of one that did not, or that asks who one is; what was known of it stays. */
export function failedStatus(
  before: ConnectionStatus,
  { code, message, details }: AppError,
): ConnectionStatus {
  const { rule, version, retryAfterSeconds } = details;
  const signIn = code === 'sign_in_needed' || code === 'password_change_required';
  return {
    ...before,
    state: signIn ? 'sign_in_needed' : 'unreachable',
    person: signIn ? null : before.person,
    canChange: false,
    failure: {
      code,
      message,
      ...(rule !== undefined && { rule }),
      ...(version !== undefined && { version }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
  };
}

/** True when somebody who looks at both sees a difference; how long an answer took is none. */
export function differs(a: ConnectionStatus, b: ConnectionStatus): boolean {
  const seen = (status: ConnectionStatus) => JSON.stringify({ ...status, latencyMs: null });
  return seen(a) !== seen(b);
}
