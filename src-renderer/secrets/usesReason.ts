import { failureText } from '../app/failureText';
import { remoteFailureText } from '../connections/remoteFailure';
import type { Server } from '../app/AppState.svelte';
import type { Uses } from './Uses.svelte';

/** Why it is not known what reads the secrets; empty where that is known, or still asked for. */
export function usesReason({ failure }: Uses, server: Server | null): string {
  if (!failure) return '';
  return server ? remoteFailureText(failure, server.host) : failureText(failure);
}
