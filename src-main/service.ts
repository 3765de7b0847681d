import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../src-shared/errors';
import { compose, type Service } from './compose';
import { RemoteDesktop } from './remote-desktop';
import type { FromService, ServiceStart, ToService } from './service-protocol';
import { StartError } from './settings/start-error';

/**
 * The worker thread: the whole graph behind one message port. An error that nobody expected ends the
 * thread; main tells its name only, since a message may quote what was being worked on.
 */
if (!parentPort) throw new Error('The service runs as a worker thread.');
const port = parentPort;
const send = (message: FromService) => port.postMessage(message);
const desktop = new RemoteDesktop(send);
const start = workerData as ServiceStart;
const starting = compose({ ...start, desktop });

port.on('message', (message: ToService) => {
  if (message.type === 'desktop-result') desktop.settle(message);
  else
    void starting.then(
      (service) => handle(message, service),
      () => undefined,
    );
});

try {
  const service = await starting;
  // Without a window nobody looks, so nothing is read for it.
  if (start.mode === 'window') {
    service.onEvent((name, payload, session) => {
      send({ type: 'event', name, payload, session } as FromService);
    });
  }
  send({ type: 'ready', url: service.url, fallbackKey: service.fallbackKey });
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  send({ type: 'failed', failure: error.failure });
  port.close();
}

async function handle(
  message: Exclude<ToService, { type: 'desktop-result' }>,
  service: Service,
): Promise<void> {
  switch (message.type) {
    case 'call': {
      const { id, operation, input, session } = message;
      const result = await service.api.call(operation, input, { kind: 'window', session });
      send({ type: 'result', id, result });
      return;
    }
    case 'active':
      service.active();
      return;
    case 'lock':
      service.lock();
      return;
    case 'close-session':
      service.closeSession(message.session);
      return;
    case 'dispose':
      await service.dispose();
      send({ type: 'disposed' });
      port.close();
      return;
    default:
      assertNever(message);
  }
}
