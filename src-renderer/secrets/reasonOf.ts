import type { SecretRow } from '../../src-shared/contract';
import { texts } from '../../src-shared/texts';
import { visibleText } from '../ui/visibleText';

/** Why a row cannot be read, on one line; of a server in its own words, and what follows there. Null: it can. */
export function reasonOf({ unreadable, reason }: SecretRow): string | null {
  if (unreadable === null) return null;
  if (unreadable !== 'server') return texts.secrets.unreadable[unreadable];
  return texts.connections.unreadable(visibleText((reason ?? '').replace(/\s+/g, ' ').trim()));
}
