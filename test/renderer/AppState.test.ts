import { describe, expect, it, vi } from 'vitest';
import { AppState } from '../../src-renderer/app/AppState.svelte';
import { Toasts } from '../../src-renderer/app/Toasts.svelte';
import { ConnectionList } from '../../src-renderer/connections/ConnectionList.svelte';
import type { Router } from '../../src-renderer/app/Router.svelte';
import type { Bridge } from '../../src-shared/contract';

const never = (): Promise<never> => new Promise(() => undefined);

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
  const router = { page: hash.slice(2) } as Router;
  const person = { id: '2', name: 'admin', email: 'admin@localhost', role: 'ADMIN' } as const;
  const connections = new ConnectionList(bridge);
  const toasts = new Toasts();
  const open = () => Promise.resolve(null);
  const place = { bridge, router, connections, toasts, show: () => undefined, open };
  const app = new AppState(place, person, false);
  app.start();
  await vi.waitFor(() => expect(app.settings).not.toBeNull());
  changed();
  return get.mock.calls.length;
}

describe('a change of the settings', () => {
  it('is read where it shows', async () => {
    expect(await startOn('#/general', 'own')).toBe(2);
    expect(await startOn('#/secrets', 'fallback')).toBe(2);
    expect(await startOn('#/secrets', 'own')).toBe(1);
    expect(await startOn('#/api-keys', 'own')).toBe(1);
  });
});
