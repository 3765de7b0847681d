import type { Failure } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import type { AccountFault } from '../../src-shared/texts/en/errors';

/** The sentence for a failure: of a broken rule its own one where there is one, else that of the code. */
export function failureText(failure: Failure): string {
  const { failures, conflicts, tryAgainIn } = texts.errors;
  const rule = failure.rule ?? '';
  if (failure.code === 'conflict') {
    return (Object.hasOwn(conflicts, rule) ? conflicts[rule] : undefined) ?? failures.conflict;
  }
  if (failure.code === 'try_again_later' && failure.retryAfterSeconds !== undefined) {
    return `${tryAgainIn(failure.retryAfterSeconds)}.`;
  }
  return failures[failure.code];
}

/** The rule of account data that the service found broken in a field, or null. */
export function accountFaultIn(failure: Failure, field: string): AccountFault | null {
  const rule = failure.issues?.find(({ path }) => path[0] === field)?.rule;
  return rule !== undefined && isAccountFault(rule) ? rule : null;
}

const isAccountFault = (rule: string): rule is AccountFault =>
  Object.hasOwn(texts.errors.accountFaults, rule);
