import { describe, expect, it, vi } from 'vitest';
import { AppState, askEarly } from '../../src-renderer/app/AppState.svelte';
import { Toasts } from '../../src-renderer/app/Toasts.svelte';
import { ConnectionList } from '../../src-renderer/connections/ConnectionList.svelte';
import { goesOn, stageOf } from '../../src-renderer/app/stage';
import type { Router } from '../../src-renderer/app/Router.svelte';
import type { Bridge, Session, UserRole } from '../../src-shared/contract';
import { row } from './rows';

const session = (role: UserRole | null, more: Partial<Session> = {}): Session => ({
  authentication: true,
  user: role && { id: '5', name: 'marta', email: 'marta@acme.example', role },
  mustChangePassword: false,
  ended: null,
  lastEmail: null,
  ...more,
});

function standIn() {
  const calls: string[] = [];
  const listeners = new Set<unknown>();
  const answer = (name: string, value: unknown) => () => {
    calls.push(name);
    return Promise.resolve({ ok: true, value });
  };
  const bridge = {
    secrets: {
      list: answer('secrets.list', { rows: [row('A')], next: null, total: 1, revision: 1 }),
      usage: answer('secrets.usage', { keys: [{ key: 'A', uses: [] }], unknown: [], cut: false }),
    },
    settings: {
      get: answer('settings.get', { updates: { newer: null } }),
      getPreferences: answer('settings.getPreferences', {
        sort: { column: 'key', direction: 'ascending' },
        owner: 'mine',
      }),
    },
    connections: { list: answer('connections.list', { connections: [], open: 'local' }) },
    on: (_event: string, listener: unknown) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Bridge;
  const replace = vi.fn();
  const router = { page: 'secrets', place: null, replace } as unknown as Router;
  const place = {
    bridge,
    router,
    connections: new ConnectionList(bridge),
    toasts: new Toasts(),
    show: () => undefined,
    open: () => Promise.resolve(null),
  };
  const app = (role: UserRole, authentication = true, early?: ReturnType<typeof askEarly>) => {
    const state = new AppState(
      place,
      { id: '5', name: 'marta', email: 'm@a.example', role },
      authentication,
      early && { early },
    );
    state.start();
    return state;
  };
  return { bridge, calls, listeners, replace, app };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('what a window shows', () => {
  it('follows from the session', () => {
    expect(stageOf(null)).toBe('unknown');
    expect(stageOf(session(null))).toBe('signIn');
    expect(stageOf(session('VIEWER', { mustChangePassword: true }))).toBe('firstPassword');
    expect(stageOf(session('VIEWER'))).toBe('open');
    expect(stageOf(session('ADMIN', { authentication: false }))).toBe('open');
  });

  it('stays for the same person with the same role only', () => {
    expect(goesOn(session('ADMIN'), session('ADMIN'))).toBe(true);
    expect(goesOn(null, session('ADMIN'))).toBe(false);
    expect(goesOn(session('ADMIN'), session('MEMBER'))).toBe(false);
    expect(goesOn(session('ADMIN'), session(null))).toBe(false);
    expect(goesOn(session('ADMIN', { mustChangePassword: true }), session('ADMIN'))).toBe(false);
    const other = {
      ...session('ADMIN'),
      user: { id: '6', name: 'x', email: 'x@y.z', role: 'ADMIN' as const },
    };
    expect(goesOn(session('ADMIN'), other)).toBe(false);
  });
});

describe('the state of a session', () => {
  it('loads the list once for an Admin, also when it was asked for early', async () => {
    const { app, bridge, calls } = standIn();
    const state = app('ADMIN', true, askEarly(bridge));
    await settled();
    expect(calls.filter((name) => name === 'secrets.list')).toHaveLength(1);
    expect(calls.filter((name) => name === 'settings.get')).toHaveLength(1);
    expect(state.secrets.rows).toHaveLength(1);
    expect(state.settings).not.toBeNull();
  });

  it('asks for no secrets for anybody else, and sends them to General', async () => {
    for (const role of ['MEMBER', 'VIEWER'] as const) {
      const { app, calls, replace } = standIn();
      const state = app(role);
      await settled();
      expect(calls).not.toContain('secrets.list');
      expect(state.page).toBe('general');
      expect(state.opens('users')).toBe(false);
      expect(state.opens('apiKeys')).toBe(true);
      state.guard();
      expect(replace).toHaveBeenCalledWith('general');
      expect(state.refused).toBe(true);
    }
  });

  it('drops what was asked for early when a Member turns out to be here', async () => {
    const { app, bridge, listeners } = standIn();
    const early = askEarly(bridge);
    app('MEMBER', true, early);
    await settled();
    expect(early.secrets.rows).toEqual([]);
    expect(early.secrets.uses.size).toBe(0);
    // What the settings of the program tell.
    expect(listeners.size).toBe(2);
  });

  it('leaves nothing behind when it ends, also not by an answer that comes later', async () => {
    const { app, listeners } = standIn();
    const state = app('ADMIN');
    await settled();
    state.secrets.query = 'a';
    void state.secrets.load();
    void state.secrets.retry.plan();
    state.stop();
    await settled();
    expect(state.secrets.rows).toEqual([]);
    expect(state.secrets.uses.size).toBe(0);
    expect(state.secrets.query).toBe('');
    expect(state.secrets.retry.nextAt).toBeNull();
    expect(state.settings).toBeNull();
    expect(listeners.size).toBe(0);
  });

  it('knows whose secrets are mine only where there are several people', () => {
    expect(standIn().app('ADMIN').secrets.ownId).toBe('5');
    expect(standIn().app('ADMIN', false).secrets.ownId).toBeNull();
  });
});
