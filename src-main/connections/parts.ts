import type { ConnectionRow } from '../../src-shared/contract';
import { Admission } from './admission';
import type { OpenCallback } from './browser';
import { CaFiles } from './ca-file';
import { CredentialStore } from './credentials';
import type { ReadHandle, WriteQueue } from './handles';
import { LiveConnections } from './live-connections';
import type { Network } from './network';
import { Registry } from './registry';
import { Transport } from './transport';
import type { Browser, CredentialVault } from './vault';

export interface ConnectionsOptions {
  readonly reader: ReadHandle;
  readonly queue: WriteQueue;
  readonly desktop: Network & CredentialVault & Browser;
  readonly openCallback: OpenCallback;
  /** Its databases are nobody's CA file. */
  readonly dataFolder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Told when the connections of a user changed, or how one of them is. */
  readonly changed: (userId: number) => void;
  /** Told what a window works on; null: the local store. */
  readonly opened: (session: number, connection: ConnectionRow | null) => void;
  /** Told when a connection is gone. */
  readonly removed: (id: string) => void;
  /** The first wait before a request is tried again, in milliseconds; tests shorten it. */
  readonly backoffMs?: number;
}

/** What the room of connections is made of. */
export interface ConnectionParts {
  readonly credentials: CredentialStore;
  readonly transport: Transport;
  readonly caFiles: CaFiles;
  readonly live: LiveConnections;
  readonly registry: Registry;
  readonly admission: Admission;
}

/** Puts the parts together. `signal` ends all that is under way; `changed` is told when a connection looks different. */
export function buildParts(
  { reader, queue, desktop, openCallback, dataFolder, now, elapsed, backoffMs }: ConnectionsOptions,
  signal: AbortSignal,
  changed: (id: string) => void,
): ConnectionParts {
  const credentials = new CredentialStore(desktop);
  const waits = backoffMs === undefined ? {} : { backoffMs };
  const transport = new Transport({ network: desktop, signal, elapsed, ...waits });
  const caFiles = new CaFiles(dataFolder);
  const live = new LiveConnections({ reader, queue, now, transport, credentials, caFiles, changed });
  const registry = new Registry({ reader, queue, credentials, live, transport, caFiles });
  const entry = { transport, browser: desktop, openCallback, now };
  const admission = new Admission({ entry, credentials, live, registry, caFiles });
  return { credentials, transport, caFiles, live, registry, admission };
}
