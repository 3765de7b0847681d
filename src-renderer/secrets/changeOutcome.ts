import type { Failure } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import type { FailureWords } from '../connections/remoteFailure';
import { visibleText } from '../ui/visibleText';

const words = texts.connections.outcome;

/**
 * What to say of a secret that was sent to a server which gave no answer, by what a look has found. To be asked when
 * the failure comes: the look was just before.
 * @param changedAt when it changed, as soon as that is known
 */
export function saveOutcome({ rule }: Failure, key: string, changedAt: string | null): FailureWords {
  const text =
    rule === 'unchanged'
      ? words.notSaved(key, Date.now())
      : rule !== 'changed'
        ? words.saveUnknown(key)
        : changedAt === null
          ? words.savedUnseen(key)
          : words.saved(key, Date.parse(changedAt));
  return { fact: words.fact, text };
}

/** How many keys a sentence names. */
const mostNamed = 3;

/** The same of secrets that were to be deleted, and which of them somebody changed meanwhile. */
export function deleteOutcome({ rule, keys = [] }: Failure, count: number): FailureWords {
  const { deleteDialog } = texts.secrets;
  if (rule === 'changed_meanwhile') {
    const named = keys.slice(0, mostNamed).map(visibleText);
    return { fact: texts.errors.notDeleted, text: deleteDialog.changed(named, keys.length - named.length) };
  }
  const text =
    rule === 'changed'
      ? words.deleted(count)
      : rule === 'unchanged'
        ? words.notDeleted(count, Date.now())
        : words.deleteUnknown;
  return { fact: words.fact, text };
}
