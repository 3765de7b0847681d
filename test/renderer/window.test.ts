import { beforeEach, describe, expect, it, vi } from 'vitest';
import { handleShortcut } from '../../src-renderer/app/shortcuts';
import { WindowState } from '../../src-renderer/app/WindowState.svelte';
import { asksToSignIn } from '../../src-renderer/connections/state';
import { deleteSecrets, seenOf } from '../../src-renderer/secrets/deleteSecrets';
import type { Bridge, ConnectionRow, UserRole } from '../../src-shared/contract';
import { connection } from './connectionRows';
import { row } from './rows';

beforeEach(() => {
  const place = { hash: '' };
  vi.stubGlobal('location', place);
  vi.stubGlobal('window', { addEventListener: () => undefined });
  vi.stubGlobal('history', { replaceState: () => undefined });
  vi.stubGlobal('document', { querySelectorAll: () => [], querySelector: () => null, activeElement: null });
  for (const name of ['HTMLTextAreaElement', 'HTMLInputElement']) vi.stubGlobal(name, Map);
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A service with two servers; `open` is what the window works on there. */
async function standIn(options: { open?: string; role?: UserRole; signIn?: boolean } = {}) {
  const rows = [connection('prod'), connection('lab')];
  const state = { open: options.open ?? 'local', listed: [] as string[], restoredIn: [] as string[], rows };
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const emit = (event: string, payload: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };
  const ok = (value: unknown) => Promise.resolve({ ok: true, value });
  const person = { id: '2', name: 'admin', email: 'a@b.c', role: options.role ?? 'ADMIN' } as const;
  const session = {
    authentication: options.signIn ?? false,
    user: person,
    mustChangePassword: false,
    ended: null,
    lastEmail: null,
  };
  const bridge = {
    access: { session: () => ok(session) },
    secrets: {
      list: () => {
        state.listed.push(state.open);
        return ok({ rows: [row(state.open)], next: null, total: 1, revision: 1 });
      },
      usage: () => ok({ keys: [], unknown: [], cut: false }),
      delete: ({ keys }: { keys: string[] }) =>
        ok({ deletedKeys: keys, undo: { token: 't', undoMs: 10_000 } }),
      undoDelete: () => {
        state.restoredIn.push(state.open);
        return ok({ restoredKeys: ['A'], keptKeys: [] });
      },
    },
    connections: {
      list: () => ok({ connections: state.rows, open: state.open, keychain: { available: true } }),
      open: ({ id }: { id: string | null }) => {
        const found = state.rows.find((known) => known.id === id) ?? null;
        if (id !== null && !found) return Promise.resolve({ ok: false, error: { code: 'not_found' } });
        state.open = id ?? 'local';
        // The event may come first.
        emit('connections.session', { connection: found });
        return ok({ connection: found });
      },
    },
    settings: {
      get: () => ok({ encryption: { key: 'own' }, updates: { newer: null } }),
      getPreferences: () => ok({ sort: { column: 'key', direction: 'ascending' }, owner: 'all' }),
    },
    on: (event: string, listener: (payload: unknown) => void) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
  } as unknown as Bridge;
  const window = new WindowState(bridge);
  window.start();
  await settled();
  const tell = (changed: ConnectionRow) => emit('connections.session', { connection: changed });
  return { window, state, emit, tell, session, listeners, prod: rows[0]!, lab: rows[1]! };
}

const viewer = { id: 'VXNlcjo5', name: 'vera', role: 'VIEWER' as const };

describe('the store that a window works on', () => {
  it('is the local one at first, and its list was asked for early', async () => {
    const { window, state } = await standIn();
    expect(window.app?.connection).toBeNull();
    expect(window.app?.secrets.rows.map(({ key }) => key)).toEqual(['local']);
    expect(state.listed).toEqual(['local']);
    expect(window.connections.rows).toHaveLength(2);
  });

  it('changes with one state for each, once for answer and event', async () => {
    const { window, state, prod, listeners } = await standIn();
    const local = window.app!;
    await local.openConnection(prod.id);
    await settled();
    const remote = window.app!;
    expect(remote).not.toBe(local);
    expect(remote.server).toMatchObject({ name: 'prod', host: 'prod.acme.dev' });
    expect(remote.secrets.rows.map(({ key }) => key)).toEqual([prod.id]);
    expect(remote.secrets.ownId).toBe('VXNlcjoz');
    expect(local.secrets.rows).toEqual([]);
    expect(state.listed).toEqual(['local', prod.id]);
    expect(listeners.get('secrets.changed')?.size).toBe(1);
    await remote.openConnection(null);
    await settled();
    expect(window.app?.secrets.rows.map(({ key }) => key)).toEqual(['local']);
    expect(window.app?.switched).toBe(true);
  });

  it('stays what it was after a reload of the page', async () => {
    const { window, prod } = await standIn({ open: 'prod000000000000' });
    expect(window.app?.connection?.id).toBe(prod.id);
    expect(window.app?.secrets.connection).toBe(prod.id);
  });

  it('says when a server cannot be opened, and stays', async () => {
    const { window } = await standIn();
    const before = window.app;
    await before?.openConnection('gone000000000000');
    expect(window.app).toBe(before);
    expect(before?.toasts.current?.text).toContain('Not opened.');
    before?.toasts.dismiss();
  });

  it('follows the role on the server, whatever it is here', async () => {
    const { window, tell, prod, state } = await standIn({ role: 'MEMBER', signIn: true });
    expect(window.app?.opens('secrets')).toBe(false);
    await window.app?.openConnection(prod.id);
    await settled();
    const app = window.app!;
    expect(app.opens('secrets')).toBe(true);
    expect(app.opens('users')).toBe(false);
    expect(app.secrets.rows).toHaveLength(1);

    tell({ ...prod, status: { ...prod.status, state: 'read_only', person: viewer, canChange: false } });
    expect(window.app).toBe(app);
    expect(app.opens('secrets')).toBe(false);
    expect(app.secrets.rows).toEqual([]);
    expect(app.page).toBe('general');
    app.guard();
    expect(app.refused).toBe(true);

    const asked = state.listed.length;
    tell(prod);
    await settled();
    expect(app.opens('secrets')).toBe(true);
    expect(app.refused).toBe(false);
    expect(state.listed).toHaveLength(asked + 1);
    expect(app.secrets.rows).toHaveLength(1);
  });

  it('lets the list try while the role is not known, and has no filter by owner without sign-in', async () => {
    const { window, prod, state } = await standIn();
    const person = null;
    state.rows[0] = { ...prod, status: { ...prod.status, state: 'checking', person, authentication: null } };
    await window.app?.openConnection(prod.id);
    expect(window.app?.opens('secrets')).toBe(true);
    expect(window.app?.secrets.ownId).toBeNull();
  });

  it('is the local one again when the session ends', async () => {
    const { window, emit, prod, session } = await standIn({ signIn: true });
    await window.app?.openConnection(prod.id);
    emit('access.session', { ...session, user: null, ended: 'locked' });
    expect(window.app).toBeNull();
    expect(window.connections.rows).toEqual([]);
    emit('access.session', session);
    expect(window.app?.connection).toBeNull();
    await settled();
    expect(window.connections.rows).toHaveLength(2);
  });

  it('asks to sign in when the server that was just opened wants it, and reads on', async () => {
    const { window, prod } = await standIn();
    const { bridge } = window;
    const list = vi.spyOn(bridge.secrets, 'list');
    list.mockResolvedValueOnce({ ok: false, error: { code: 'sign_in_needed', message: '' } });
    await window.app?.openConnection(prod.id);
    await settled();
    const app = window.app!;
    expect(app.signIn.question?.isOpen).toBe(true);
    app.signIn.question?.settle(true);
    await settled();
    expect(app.secrets.failure).toBeNull();
    expect(app.secrets.rows).toHaveLength(1);
    // Later, in the background, nobody is asked.
    app.signIn.closed(app.signIn.question!);
    list.mockResolvedValueOnce({ ok: false, error: { code: 'sign_in_needed', message: '' } });
    await app.secrets.load();
    expect(app.signIn.question).toBeNull();
    expect(app.secrets.failure?.code).toBe('sign_in_needed');
  });
});

describe('what was deleted from the local store', () => {
  async function deleted() {
    const all = await standIn();
    await deleteSecrets(all.window.app!, ['A'], []);
    expect(all.window.toasts.current).toMatchObject({ key: 'A', store: null });
    await all.window.app?.openConnection(all.prod.id);
    await settled();
    return all;
  }

  it('can be put back after another store was opened, into the one that it came from', async () => {
    const { window, state } = await deleted();
    expect(window.app?.toasts.current).toMatchObject({ key: 'A', store: 'Local store' });
    expect(window.app?.toasts.undo()).toBe(true);
    await settled();
    expect(state.restoredIn).toEqual(['local']);
    expect(window.app?.connection).toBeNull();
    expect(window.toasts.current).toMatchObject({ text: 'Restored', key: 'A' });
    window.toasts.dismiss();
  });

  it('is named without its store when one is back there, and forgotten with the session', async () => {
    const { window, emit, session } = await deleted();
    await window.app?.openConnection(null);
    expect(window.toasts.current).toMatchObject({ key: 'A', store: null });
    emit('access.session', { ...session, user: null, ended: 'locked' });
    expect(window.toasts.current).toBeNull();
  });

  it('is only deleted as one saw it; what changed is read again before one insists', async () => {
    const { window, state } = await standIn();
    const app = window.app!;
    const remove = vi.spyOn(window.bridge.secrets, 'delete');
    const changed = { code: 'conflict', message: '', rule: 'changed_meanwhile' } as const;
    remove.mockResolvedValueOnce({ ok: false, error: changed });
    const seen = seenOf(app.secrets, ['local', 'GONE']);
    expect(seen).toEqual([{ key: 'local', updatedAt: row('local').updatedAt }]);
    const before = state.listed.length;
    expect(await deleteSecrets(app, ['local', 'GONE'], seen)).toEqual(changed);
    expect(remove).toHaveBeenCalledWith({ keys: ['local', 'GONE'], ifUnchanged: seen, connection: 'local' });
    expect(state.listed).toHaveLength(before + 1);
    expect(window.toasts.current).toBeNull();
  });

  it('leaves nothing else behind at a switch', async () => {
    const { window, prod } = await standIn();
    window.toasts.show({ text: 'Not opened.' });
    await window.app?.openConnection(prod.id);
    expect(window.toasts.current).toBeNull();
  });
});

describe('signing in again', () => {
  const due = { state: 'sign_in_needed' as const, canChange: false };

  it('is asked for at the server that is open, or at another one, whose state is looked at then', async () => {
    const { window, prod, lab } = await standIn();
    const check = vi.fn(() => Promise.resolve({ ok: true, value: { connection: lab } }));
    Object.assign(window.bridge.connections, { check });
    await window.app?.openConnection(prod.id);
    await settled();
    const app = window.app!;
    expect(asksToSignIn(lab)).toBe(false);
    expect(asksToSignIn({ ...lab, status: { ...lab.status, ...due } })).toBe(true);

    void app.signInTo(prod);
    expect(app.signIn.question?.connection).toBeNull();
    app.signIn.closed(app.signIn.question!);
    const asked = app.signInTo(lab);
    expect(app.signIn.question).toBeNull();
    const { question } = app.signInElsewhere;
    expect(question?.connection?.id).toBe(lab.id);
    question?.settle(true);
    await asked;
    expect(check).toHaveBeenCalledWith({ id: lab.id });
    app.signInElsewhere.closed(question!);
    const given = app.signInTo(lab);
    app.signInElsewhere.closed(app.signInElsewhere.question!);
    await given;
    expect(check).toHaveBeenCalledTimes(1);
  });
});

describe('Ctrl and a digit', () => {
  const press = (key: string) => {
    const event = { key, ctrlKey: true, metaKey: false, altKey: false, preventDefault: vi.fn() };
    return event as typeof event & KeyboardEvent;
  };

  it('opens the line of the switcher, the first one being the local store', async () => {
    const { window, lab } = await standIn();
    const third = press('3');
    handleShortcut(window.app!, third);
    await settled();
    expect(window.app?.connection?.id).toBe(lab.id);
    expect(third.preventDefault).toHaveBeenCalled();
    const fourth = press('4');
    handleShortcut(window.app!, fourth);
    expect(fourth.preventDefault).not.toHaveBeenCalled();
    handleShortcut(window.app!, press('1'));
    await settled();
    expect(window.app?.connection).toBeNull();
  });

  it('means the same store for as long as the program runs, whatever was used last', async () => {
    const { window, state, emit, prod, lab } = await standIn();
    const shown = () =>
      window.connections.rows.map((row) => `${window.connections.numberOf(row)} ${row.name}`);
    state.rows = [connection('new'), lab, prod];
    emit('connections.changed', {});
    await settled();
    expect(shown()).toEqual(['4 new', '3 lab', '2 prod']);
    state.rows = [lab, connection('new')];
    emit('connections.changed', {});
    await settled();
    expect(shown()).toEqual(['3 lab', '4 new']);
    handleShortcut(window.app!, press('3'));
    await settled();
    expect(window.app?.connection?.id).toBe(lab.id);
  });
});
