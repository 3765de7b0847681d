import type { Failure } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import type { Fault } from '../../src-shared/texts/en/connections';
import { failureText } from '../app/failureText';
import { visibleText } from '../ui/visibleText';

/** What a failure is about, in one short sentence, and what to do. */
export interface FailureWords {
  readonly fact: string;
  readonly text: string;
}

/**
 * The words for a failure of a remote server, naming its host.
 * @returns null for a failure that has nothing to do with a server
 */
export function remoteFailure(failure: Failure, host: string): FailureWords | null {
  const words = texts.connections;
  const { faults } = words;
  switch (failure.code) {
    case 'unreachable':
    case 'not_phoenix':
    case 'bad_answer':
    case 'sign_in_needed': {
      const table: Readonly<Record<string, Fault>> = faults[failure.code];
      const rule = Object.hasOwn(table, failure.rule ?? '') ? (failure.rule ?? '') : 'other';
      const fault = table[rule];
      return fault ? { fact: fault.fact(host), text: fault.text } : null;
    }
    case 'too_old':
      return {
        fact: words.tooOld.fact(host, failure.version === undefined ? null : visibleText(failure.version)),
        text: words.tooOld.text,
      };
    case 'server_failed':
      return { fact: words.serverFailed.fact(host), text: words.serverFailed.text };
    case 'server_busy':
      return { fact: words.serverBusy.fact(host), text: words.serverBusy.text };
    case 'storage_locked':
      return { fact: words.storageLocked.fact(host), text: words.storageLocked.text };
    default:
      return null;
  }
}

/** The same as one text, for a place that has a fact of its own: `Not saved.` */
export function remoteFailureText(failure: Failure, host: string): string {
  const { ruleTexts, forbidden, browserExpired } = texts.connections;
  if (failure.code === 'forbidden') return forbidden.text;
  if (failure.code === 'expired') return browserExpired;
  if (failure.code === 'conflict' && Object.hasOwn(ruleTexts, failure.rule ?? '')) {
    return ruleTexts[failure.rule ?? ''] ?? failureText(failure);
  }
  const words = remoteFailure(failure, host);
  return words ? `${words.fact} ${words.text}` : failureText(failure);
}
