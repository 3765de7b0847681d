import { texts } from '../../src-shared/texts';
import type { Server } from '../app/AppState.svelte';

/** How long the service keeps what was deleted from the local store, in seconds. */
const undoSeconds = 10;
/** More names than this would not be read. */
const mostNamed = 4;

/**
 * What the question before a deletion says: what stops working, and whether there is a way back.
 * @param uses names of all that reads the keys, nothing in them invisible, in any order and more than once
 * @param server null: the local store, which keeps what was deleted for a while
 */
export function deleteWords(
  keys: readonly string[],
  uses: readonly string[],
  server: Server | null,
): { stops: string; final: string } {
  const names = [...new Set(uses)];
  const local = texts.secrets.deleteDialog;
  const remote = texts.connections.deleteDialog;
  const named = names.slice(0, mostNamed - 1);
  const more = names.length - named.length;
  if (server) {
    const { name } = server;
    if (keys.length === 1) {
      return {
        stops: names.length > 0 ? remote.reads(name) : remote.nothingKnown(name),
        final: `${remote.final} ${remote.fallback(name)}`,
      };
    }
    return {
      stops:
        names.length === 0
          ? remote.manyNothing(name)
          : names.length > mostNamed
            ? remote.manyReadMore(name, named, more)
            : remote.manyRead(name, names),
      final: `${remote.final} ${remote.manyFallback(name)}`,
    };
  }
  if (keys.length === 1) {
    return { stops: names.length > 0 ? local.stops : local.nothingKnown, final: local.undo(undoSeconds) };
  }
  return {
    stops:
      names.length === 0
        ? local.manyNothing
        : names.length > mostNamed
          ? local.manyStopMore(named, more)
          : local.manyStop(names),
    final: local.manyUndo(undoSeconds),
  };
}
