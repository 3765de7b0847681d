import { app } from 'electron';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Desktop } from '../desktop';
import { main as texts } from '../../src-shared/texts/en/main';
import type { KeychainStart, ServiceStart } from '../service-protocol';
import type { Settings } from '../settings/environment';
import type { Keychain } from './keychain';
import { say } from './say';
import { ServiceClient } from './service-client';

export interface ServiceOptions {
  /** The folder of the built main process: the thread's file and the native module lie there. */
  readonly built: string;
  readonly settings: Settings;
  readonly mode: ServiceStart['mode'];
  readonly desktop: Desktop;
  readonly keychain: KeychainStart;
}

/** How long the service may take to answer what it has accepted and to close the store, in milliseconds. */
export const disposeMs = 10_000;
const retryMs = 200;

/** Starts the service in a thread of its own. */
export function startService(options: ServiceOptions): ServiceClient {
  const { built, settings, mode, desktop, keychain } = options;
  const workerData: ServiceStart = {
    settings,
    mode,
    // A native module cannot be loaded from inside an archive.
    nativeBinding: path.join(built, 'better_sqlite3.node').replace('app.asar', 'app.asar.unpacked'),
    versions: { app: app.getVersion(), electron: process.versions.electron },
    keychain,
  };
  const thread = new Worker(path.join(built, 'service.js'), {
    workerData,
    // Settings are read once, in main: the thread sees no environment and no arguments.
    env: {},
    argv: [],
    execArgv: [],
    name: 'service',
  });
  return new ServiceClient(thread, desktop);
}

/** The environment wins; only without it is the keychain asked, which Electron allows once it is ready. */
export async function openKeychain({ phoenixSecret }: Settings, keychain: Keychain): Promise<KeychainStart> {
  if (phoenixSecret !== null) {
    return { available: false, backend: 'unknown', secret: null, unopenedFrom: null };
  }
  await app.whenReady();
  const found = await keychain.open();
  if (found.unopenedFrom !== null) say(texts.stderr.keychainUnopened(found.unopenedFrom, found.backend));
  return found;
}

/**
 * Starts the service again while a window that is just closing still holds the data folder, for as long as its
 * end may take and a second more.
 * @param first the service that was started already
 */
export async function outwaitClosingWindow(
  first: ServiceClient,
  options: ServiceOptions,
): Promise<ServiceClient> {
  let service = first;
  for (let waited = 0; waited < disposeMs + 1000; waited += retryMs) {
    const started = await service.started;
    if (started.state !== 'failed' || started.failure.holder !== 'window') break;
    await delay(retryMs);
    service = startService(options);
  }
  return service;
}
