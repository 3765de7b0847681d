import { networkFetch } from '../connections/network-fetch';
import type { Desktop } from '../desktop';
import type { EventSource } from '../events';
import { UpdateCheck } from '../settings/updates';

export interface UpdateOptions {
  readonly feed: string | null;
  readonly version: string;
  readonly desktop: Desktop;
  readonly events: EventSource;
  readonly now: () => number;
  readonly elapsed: () => number;
  /** What General shows has changed. */
  readonly settingsChanged: () => void;
}

const totalMs = 15_000;
const maxBytes = 64 * 1024;

/** The check for a newer version, on the system's network; the windows are told of one. */
export function updateCheck(options: UpdateOptions): UpdateCheck {
  const { feed, version, desktop, events, now, elapsed, settingsChanged } = options;
  const target = { connection: 'updates', url: feed ?? '', ca: null };
  return new UpdateCheck({
    feed,
    version,
    fetch: () => networkFetch({ network: desktop, target, elapsed, once: false, totalMs, maxBytes }),
    now,
    changed: (newer) => {
      settingsChanged();
      if (newer !== null) events.emit('settings.update', { version: newer });
    },
  });
}
