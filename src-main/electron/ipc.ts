import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { Failure, Result } from '../../src-shared/errors';
import { operationNames } from '../../src-shared/operations';
import { appOrigin } from './origin';

const forbidden: Failure = {
  code: 'forbidden',
  message: 'Only the main frame of the app’s own window may call this.',
};

type Call = (operation: string, input: unknown, session: number) => Promise<Result<unknown>>;

/**
 * Lets the window call operations, each on a channel of its own name; the only place that touches `ipcMain`.
 * It checks who is calling, adds the window session and forwards: input and role are judged by the service.
 * @param window gives our window, or null while there is none
 */
export function listenToWindow(window: () => BrowserWindow | null, call: Call): void {
  for (const [room, names] of Object.entries(operationNames)) {
    for (const name of names) {
      const operation = `${room}.${name}`;
      ipcMain.handle(operation, (event, input: unknown): Promise<Result<unknown>> => {
        if (!isOurWindow(event, window())) return Promise.resolve({ ok: false, error: forbidden });
        return call(operation, input, event.sender.id);
      });
    }
  }
}

/** Fails closed: exactly the main frame of exactly our window, showing exactly our origin. */
function isOurWindow(event: IpcMainInvokeEvent, window: BrowserWindow | null): boolean {
  try {
    if (!window || window.isDestroyed() || event.sender !== window.webContents) return false;
    const frame = event.senderFrame;
    const main = window.webContents.mainFrame;
    return (
      frame !== null &&
      frame.parent === null &&
      frame.processId === main.processId &&
      frame.routingId === main.routingId &&
      frame.origin === appOrigin
    );
  } catch {
    // Electron throws on a look at a frame that is gone.
    return false;
  }
}
