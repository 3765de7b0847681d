import { texts } from '../../src-shared/texts';
import type { Server } from '../app/AppState.svelte';
import type { Knowledge } from './Uses.svelte';

/** How long the service keeps what was deleted from the local store, in seconds. */
const undoSeconds = 10;
/** More names than this would not be read. */
const mostNamed = 4;

/**
 * What the question before a deletion says: what stops working, and whether there is a way back.
 * @param uses names of all that reads the keys, nothing in them invisible, in any order and more than once
 * @param server null: the local store, which keeps what was deleted for a while
 * @param knowledge whether no names mean that nothing reads the keys
 */
export function deleteWords(
  keys: readonly string[],
  uses: readonly string[],
  server: Server | null,
  knowledge: Knowledge,
): { stops: string; final: string } {
  const names = [...new Set(uses)];
  return { stops: stopsOf(keys.length, names, server, knowledge), final: finalOf(keys.length, server) };
}

/** What stops working; empty where nothing can be said of it. */
function stopsOf(
  count: number,
  names: readonly string[],
  server: Server | null,
  knowledge: Knowledge,
): string {
  const local = texts.secrets.deleteDialog;
  const remote = texts.connections.deleteDialog;
  if (names.length === 0 && knowledge === 'looking') return texts.secrets.uses.lookingFor(count);
  if (names.length === 0 && knowledge !== 'known') return '';
  if (count === 1) {
    if (server) return names.length > 0 ? remote.reads(server.name) : remote.nothingKnown(server.name);
    return names.length > 0 ? local.stops : local.nothingKnown;
  }
  if (names.length === 0) return server ? remote.manyNothing(server.name) : local.manyNothing;
  if (names.length <= mostNamed) {
    return server ? remote.manyRead(server.name, names) : local.manyStop(names);
  }
  const named = names.slice(0, mostNamed - 1);
  const more = names.length - named.length;
  return server ? remote.manyReadMore(server.name, named, more) : local.manyStopMore(named, more);
}

function finalOf(count: number, server: Server | null): string {
  const local = texts.secrets.deleteDialog;
  const remote = texts.connections.deleteDialog;
  if (!server) return count === 1 ? local.undo(undoSeconds) : local.manyUndo(undoSeconds);
  const fallback = count === 1 ? remote.fallback(server.name) : remote.manyFallback(server.name);
  return `${remote.final} ${fallback}`;
}
