import { texts } from '../../src-shared/texts';
import { failureText } from '../app/failureText';
import { remoteFailureText } from '../connections/remoteFailure';
import type { Server } from '../app/AppState.svelte';
import type { Knowledge, Uses } from './Uses.svelte';

/** Why it is not known what reads the secrets, or not all of it; empty where that is known, or still asked for. */
export function usesReason({ failure, missing }: Uses, server: Server | null): string {
  if (!failure) return missing.length > 0 ? texts.secrets.uses.notAsked(missing) : '';
  return server ? remoteFailureText(failure, server.host) : failureText(failure);
}

/** What stands where no use of a key is known. */
export function noUsesWord(knowledge: Knowledge): string {
  const { notUsed, uses } = texts.secrets;
  return { looking: uses.looking, known: notUsed, partly: uses.notKnown, unknown: uses.notKnown }[knowledge];
}
