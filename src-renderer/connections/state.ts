import type { ConnectionRow, ConnectionState } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import { visibleText } from '../ui/visibleText';

/** How a dot is drawn; a word always goes with it. */
export type Tone = 'good' | 'warning' | 'bad' | 'idle';

const tones: Record<ConnectionState, Tone> = {
  unknown: 'idle',
  checking: 'idle',
  connected: 'good',
  read_only: 'warning',
  sign_in_needed: 'warning',
  unreachable: 'bad',
};

export const toneOf = ({ status }: ConnectionRow): Tone => tones[status.state];

export const stateWord = ({ status }: ConnectionRow): string => texts.connections.states[status.state];

/** Whether one has to sign in there before anything else: what is kept is not taken, or a password is due. */
export const asksToSignIn = ({ status }: ConnectionRow): boolean => status.state === 'sign_in_needed';

/** Why a server is not as it should be. Fields that its schema calls optional are there or not, never undefined. */
export const failureOf = ({ status }: ConnectionRow): Failure | null => status.failure as Failure | null;

/** What stands below the state on the page Connections: how it is there, or why not. */
export function stateDetail(row: ConnectionRow, lastReached: string | null): string {
  const words = texts.connections;
  const { state, version, latencyMs, failure, person } = row.status;
  const phoenix = version === null ? null : words.versionOf(visibleText(version));
  switch (state) {
    case 'connected':
      return [phoenix, latencyMs === null ? null : words.milliseconds(latencyMs)]
        .filter((part) => part !== null)
        .join(' · ');
    case 'read_only':
      return failure?.code === 'too_old' || person === null
        ? words.noSecrets(version === null ? null : visibleText(version))
        : [texts.common.roles[person.role], phoenix].filter((part) => part !== null).join(' · ');
    case 'sign_in_needed':
    case 'unreachable':
      return lastReached === null ? words.neverReached : words.lastReached(lastReached);
    case 'checking':
    case 'unknown':
      return phoenix ?? '';
  }
}
