import { describe, expect, it, vi } from 'vitest';
import { AppState } from '../../src-renderer/app/AppState.svelte';
import { Toasts } from '../../src-renderer/app/Toasts.svelte';
import { ConnectionList } from '../../src-renderer/connections/ConnectionList.svelte';
import type { Router } from '../../src-renderer/app/Router.svelte';
import type { Bridge, ConnectionRow } from '../../src-shared/contract';

const never = (): Promise<never> => new Promise(() => undefined);

/** The window around the state of the one operator. */
function stateOn(bridge: Bridge, page: string, connection: ConnectionRow | null = null): AppState {
  const router = { page } as Router;
  const person = { id: '2', name: 'admin', email: 'admin@localhost', role: 'ADMIN' } as const;
  const connections = new ConnectionList(bridge);
  const toasts = new Toasts();
  const open = () => Promise.resolve(null);
  const place = { bridge, router, connections, toasts, show: () => undefined, open };
  return new AppState(place, person, false, { connection });
}

/** The state on the page of an address, and how often it has asked for the settings. */
async function startOn(hash: string, key: 'own' | 'fallback') {
  const get = vi.fn(() =>
    Promise.resolve({ ok: true, value: { encryption: { key }, updates: { newer: null } } }),
  );
  let changed: () => void = () => undefined;
  const bridge = {
    settings: { get, getPreferences: never },
    secrets: { list: never, usage: never },
    on: (event: string, listener: () => void) => {
      if (event === 'settings.changed') changed = listener;
      return () => undefined;
    },
  } as unknown as Bridge;
  const app = stateOn(bridge, hash.slice(2));
  app.start();
  await vi.waitFor(() => expect(app.settings).not.toBeNull());
  changed();
  return get.mock.calls.length;
}

describe('a page', () => {
  it.each([
    ['local', null],
    ['b1', { id: 'b1', status: { state: 'connected', person: null } } as ConnectionRow],
  ])('names the store that it shows with all that it asks for there: %s', async (id, connection) => {
    const asked: unknown[] = [];
    const note = (input: unknown): Promise<never> => {
      asked.push(input);
      return never();
    };
    const secrets = { list: note, usage: note, put: note, delete: note, undoDelete: note };
    const bridge = {
      settings: { get: never, getPreferences: never },
      secrets,
      on: () => () => undefined,
    } as unknown as Bridge;
    const app = stateOn(bridge, 'secrets', connection);
    app.start();
    void app.secrets.uses.load();
    void app.bridge.secrets.put({ secrets: [], onExisting: 'refuse', ifUnchanged: [] });
    void app.bridge.secrets.delete({ keys: ['A'] });
    void app.bridge.secrets.undoDelete({ token: 't' });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(5));
    for (const input of asked) expect(input).toMatchObject({ connection: id });
    app.stop();
  });
});

describe('a change of the settings', () => {
  it('is read where it shows', async () => {
    expect(await startOn('#/general', 'own')).toBe(2);
    expect(await startOn('#/secrets', 'fallback')).toBe(2);
    expect(await startOn('#/secrets', 'own')).toBe(1);
    expect(await startOn('#/api-keys', 'own')).toBe(1);
  });
});
