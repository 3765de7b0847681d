import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { eventNames, operationNames, type EventName } from '../../src-shared/operations';

// One function per operation of the table, and one way to listen: nothing is exposed by hand.
const operations = Object.entries(operationNames).map(([room, names]) => [
  room,
  Object.fromEntries(
    names.map((name) => [name, (input: unknown) => ipcRenderer.invoke(`${room}.${name}`, input)]),
  ),
]);

function on(event: EventName, listener: (payload: unknown) => void): () => void {
  if (!eventNames.includes(event)) throw new TypeError('There is no event of this name.');
  const receive = (_event: IpcRendererEvent, payload: unknown) => listener(payload);
  ipcRenderer.on(event, receive);
  return () => void ipcRenderer.removeListener(event, receive);
}

contextBridge.exposeInMainWorld('phoenix', { ...Object.fromEntries(operations), on });
