import { app } from 'electron';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Desktop } from '../desktop';
import type { ServiceStart } from '../service-protocol';
import type { Settings } from '../settings/environment';
import { ServiceClient } from './service-client';

export interface ServiceOptions {
  /** The folder of the built main process: the thread's file and the native module lie there. */
  readonly built: string;
  readonly settings: Settings;
  readonly mode: ServiceStart['mode'];
  readonly desktop: Desktop;
}

/** How long the service may take to answer what it has accepted and to close the store, in milliseconds. */
export const disposeMs = 10_000;
const retryMs = 200;

/** Starts the service in a thread of its own. */
export function startService({ built, settings, mode, desktop }: ServiceOptions): ServiceClient {
  const workerData: ServiceStart = {
    settings,
    mode,
    // A native module cannot be loaded from inside an archive.
    nativeBinding: path.join(built, 'better_sqlite3.node').replace('app.asar', 'app.asar.unpacked'),
    versions: { app: app.getVersion(), electron: process.versions.electron },
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
