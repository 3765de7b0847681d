import { AppError } from '../../src-shared/errors';

/** Of equal keys the last one counts, at its own place: the answer has the order of the request. */
export function lastOfEach<E extends { readonly key: string }>(entries: readonly E[]): E[] {
  const last = new Map(entries.map((entry, index) => [entry.key, index]));
  return last.size === entries.length
    ? [...entries]
    : entries.filter((entry, index) => last.get(entry.key) === index);
}

export function changedMeanwhile(keys: readonly string[]): AppError {
  return new AppError('conflict', 'A secret was changed meanwhile.', { rule: 'changed_meanwhile', keys });
}

/** The window works on another store than its page means. */
export function otherStore(): AppError {
  return new AppError('conflict', 'The window works on another store by now. Nothing was sent.', {
    rule: 'connection_changed',
  });
}

export function alreadyThere(keys: readonly string[]): AppError {
  return new AppError('already_exists', 'A secret with this key is already there.', { keys });
}
