import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import {
  disposeMs,
  outwaitClosingWindow,
  startService,
  type ServiceOptions,
} from '../../../src-main/electron/start-service';
import type { FromService } from '../../../src-main/service-protocol';
import { noDesktop } from '../../support/service';

const clock = vi.hoisted(() => ({ ms: 0 }));

vi.mock('electron', () => ({ app: { getVersion: () => '0.0.0' } }));
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => {
    clock.ms += ms;
    return Promise.resolve();
  },
}));
vi.mock('node:worker_threads', () => ({
  /** A service that finds the folder held by a window until that one's time is over. */
  Worker: class extends EventEmitter {
    constructor() {
      super();
      const failure = { code: 'already_running', message: '', holder: 'window' } as const;
      const message: FromService =
        clock.ms < disposeMs
          ? { type: 'failed', failure }
          : { type: 'ready', url: 'http://127.0.0.1:1', fallbackKey: false };
      queueMicrotask(() => this.emit('message', message));
    }
  },
}));

it('a window that takes all the time it has for its end is waited for', async () => {
  const options = {
    built: '',
    settings: {},
    mode: 'window',
    desktop: noDesktop,
  } as unknown as ServiceOptions;
  const service = await outwaitClosingWindow(startService(options), options);
  expect(await service.started).toMatchObject({ state: 'ready' });
});
