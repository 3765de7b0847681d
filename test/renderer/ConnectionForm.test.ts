import { describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../src-renderer/app/bridge';
import { ConnectionForm } from '../../src-renderer/connections/ConnectionForm.svelte';
import { RemoteSignIn } from '../../src-renderer/connections/RemoteSignIn.svelte';
import type { ConnectionRow } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import { connection } from './connectionRows';

const faults = texts.connections.fieldFaults;
const nothing = { apiKey: '', password: '' };

function standIn(known: ConnectionRow | null = null) {
  const answer = (value: unknown) => vi.fn((_input: unknown) => Promise.resolve({ ok: true, value }));
  const connections = {
    discover: answer({ version: '20.26.1', authentication: true, browser: true }),
    test: answer({ version: '20.26.1', latencyMs: 38, canChange: true }),
    save: answer({ connection: connection('saved') }),
    setPassword: answer({ connection: connection('saved') }),
    signIn: answer({ connection: connection('saved') }),
  };
  const refuse = (name: keyof typeof connections, error: Partial<Failure>): void => {
    connections[name].mockResolvedValue({ ok: false, error: { message: '', ...error } } as never);
  };
  const bridge = { connections } as unknown as Bridge;
  return { bridge, connections, refuse, form: new ConnectionForm(bridge, known) };
}

describe('the form of a connection', () => {
  it('names each fault, the first field first', () => {
    const { form } = standIn();
    expect(form.check(nothing)).toBe(false);
    expect(form.firstFault).toBe('url');
    expect(form.fault('apiKey')).toBe(faults.api_key_empty);
    form.url = 'http://10.0.4.12:6006';
    expect(form.check({ ...nothing, apiKey: 'k' })).toBe(false);
    expect(form.firstFault).toBe('allowHttp');
    form.allowHttp = true;
    expect(form.check({ ...nothing, apiKey: 'k' })).toBe(true);
    form.choose('password');
    expect(form.check(nothing)).toBe(false);
    expect(form.firstFault).toBe('email');
    form.url = 'http://exa mple';
    form.check(nothing);
    expect(form.fault('url')).toBe(faults.url_format);
  });

  it('keeps what a test found while one types a name, and nothing else', async () => {
    const { form } = standIn();
    form.url = 'https://phoenix.acme.dev';
    const testing = form.test({ ...nothing, apiKey: 'k' });
    form.name = 'prod';
    form.typed('name');
    await testing;
    expect(form.found).toMatchObject({ kind: 'test' });
    form.typed('name');
    expect(form.found).not.toBeNull();
    for (const field of ['url', 'allowHttp', 'apiKey', 'email', 'password', 'caFile'] as const) {
      await form.test({ ...nothing, apiKey: 'k' });
      form.typed(field);
      expect(form.found, field).toBeNull();
    }
  });

  it('sends what belongs to the way that is chosen, with a scheme and a name', async () => {
    const { form, connections } = standIn();
    form.url = ' phoenix.acme.dev/x ';
    form.email = 'left over';
    expect(await form.save({ apiKey: ' key ', password: 'left over' })).not.toBeNull();
    expect(connections.save).toHaveBeenCalledWith({
      id: null,
      name: 'phoenix.acme.dev/x',
      url: 'https://phoenix.acme.dev/x',
      allowHttp: false,
      caFile: null,
      label: 'none',
      signIn: 'api_key',
      apiKey: 'key',
      email: null,
      password: null,
    });
  });

  it('keeps credentials of a known connection only for the same way to the same server', () => {
    const { form } = standIn(connection('prod'));
    expect(form.check(nothing)).toBe(true);
    expect(form.draft(nothing)).toMatchObject({ id: 'prod'.padEnd(16, '0'), password: null });
    form.url = 'https://other.acme.dev';
    expect(form.check(nothing)).toBe(false);
    form.url = 'https://prod.acme.dev/another/path';
    expect(form.check(nothing)).toBe(true);
    form.caFile = '/etc/another-authority.pem';
    expect(form.check(nothing)).toBe(false);
    form.caFile = ' ';
    expect(form.check(nothing)).toBe(true);
    form.email = 'jonas@acme.example';
    expect(form.check(nothing)).toBe(false);
    form.choose('api_key');
    expect(form.check(nothing)).toBe(false);
  });

  it('offers the browser where the server has it, and follows what it says until one chooses', async () => {
    const { form, connections } = standIn();
    expect(form.ways).toEqual(['api_key', 'password', 'none']);
    form.url = 'phoenix.acme.dev';
    await form.urlLeft();
    expect(form.url).toBe('https://phoenix.acme.dev');
    expect(form.ways).toContain('browser');
    await form.urlLeft();
    expect(connections.discover).toHaveBeenCalledTimes(1);
    connections.discover.mockResolvedValue({
      ok: true,
      value: { version: null, authentication: false, browser: false },
    });
    form.url = 'open.acme.dev';
    form.typed('url');
    await form.urlLeft();
    expect(form.signIn).toBe('none');
    expect(form.ways).not.toContain('browser');
    form.choose('api_key');
    expect(form.wayFault).toBe(texts.connections.form.noSignIn);
  });

  it('asks no server over plain http before one has said yes, and ignores an answer that is too late', async () => {
    const { form, connections } = standIn();
    form.url = 'http://10.0.4.12:6006';
    await form.urlLeft();
    expect(connections.discover).not.toHaveBeenCalled();
    form.allowHttp = true;
    const asked = form.urlLeft();
    form.url = 'https://another.example';
    await asked;
    expect(form.ways).not.toContain('browser');
  });

  it('puts what is refused to its field, and says the rest with the host', async () => {
    const { form, refuse } = standIn();
    form.url = 'phoenix.acme.dev';
    form.choose('password');
    form.email = 'marta@acme.example';
    refuse('save', { code: 'wrong_credentials' });
    await form.save({ apiKey: '', password: 'p' });
    expect(form.fault('password')).toBe(faults.wrong_credentials);
    expect(form.failureWords).toBeNull();
    form.typed('password');
    expect(form.fault('password')).toBeNull();

    const issues = [{ path: ['caFile'], rule: 'ca_unreadable' }];
    refuse('save', { code: 'invalid_input', rule: 'ca_unreadable', issues });
    await form.save({ apiKey: '', password: 'p' });
    expect(form.fault('caFile')).toBe(faults.ca_unreadable);

    form.typed('caFile');
    refuse('test', { code: 'unreachable', rule: 'dns' });
    await form.test({ apiKey: '', password: 'p' });
    expect(form.failureWords?.fact).toBe('Can’t reach phoenix.acme.dev.');
    refuse('test', { code: 'conflict', rule: 'password_sign_in_off' });
    await form.test({ apiKey: '', password: 'p' });
    expect(form.failureWords?.text).toContain('no passwords');

    form.choose('api_key');
    refuse('test', { code: 'sign_in_needed', rule: 'rejected' });
    await form.test({ apiKey: 'k', password: '' });
    expect(form.fault('apiKey')).toBe(faults.api_key_rejected);
  });

  it('does not blame who breaks off the sign-in in the browser', async () => {
    const { form, refuse, connections } = standIn();
    form.url = 'phoenix.acme.dev';
    form.choose('browser');
    refuse('save', { code: 'cancelled' });
    const saved = form.save(nothing);
    expect(form.busy).toBe('browser');
    expect(await saved).toBeNull();
    expect(form.busy).toBeNull();
    expect(form.failureWords).toBeNull();
    // Signing in there is not tried: only the server is asked.
    await form.test(nothing);
    expect(connections.test).not.toHaveBeenCalled();
    expect(form.found).toMatchObject({ kind: 'offer' });
  });

  it('goes on to a new password where one is due, with the old one in the draft', async () => {
    const { form, refuse, connections } = standIn();
    form.url = 'phoenix.acme.dev';
    form.choose('password');
    form.email = 'marta@acme.example';
    refuse('save', { code: 'password_change_required' });
    expect(await form.save({ apiKey: '', password: 'old' })).toBeNull();
    expect(form.needsPassword).toBe(true);
    expect((await form.setPassword({ apiKey: '', password: 'old' }, 'new-password')).ok).toBe(true);
    expect(connections.setPassword).toHaveBeenCalledWith({
      draft: expect.objectContaining({ password: 'old', email: 'marta@acme.example' }) as unknown,
      newPassword: 'new-password',
    });
  });
});

describe('a test that is under way', () => {
  it('says nothing of what was typed meanwhile', async () => {
    const { form } = standIn();
    form.url = 'https://a.example';
    const testing = form.test({ ...nothing, apiKey: 'k' });
    form.url = 'https://b.example';
    form.typed('url');
    await testing;
    expect(form.found).toBeNull();
    expect(form.busy).toBeNull();
    await form.test({ ...nothing, apiKey: 'k' });
    expect(form.found).toMatchObject({ kind: 'test' });
  });

  it('blames no field that was changed meanwhile', async () => {
    const { form, refuse } = standIn();
    refuse('test', { code: 'unreachable', rule: 'dns' });
    form.url = 'https://a.example';
    const testing = form.test({ ...nothing, apiKey: 'k' });
    form.typed('url');
    await testing;
    expect(form.failureWords).toBeNull();
  });
});

describe('signing in again', () => {
  it('sends the credential of the connection’s own way', async () => {
    const { bridge, connections } = standIn();
    const typed = { apiKey: ' k ', email: 'm@a.example', password: 'p' };
    expect(await new RemoteSignIn(bridge, connection('a')).signIn(typed)).toBe(true);
    expect(connections.signIn).toHaveBeenLastCalledWith(
      expect.objectContaining({ apiKey: null, email: 'm@a.example', password: 'p' }),
    );
    await new RemoteSignIn(bridge, connection('a', { signIn: 'api_key' })).signIn(typed);
    expect(connections.signIn).toHaveBeenLastCalledWith(
      expect.objectContaining({ apiKey: 'k', email: null, password: null }),
    );
  });

  it('says what is wrong at the field, and goes on to a new password', async () => {
    const { bridge, refuse, connections } = standIn();
    const form = new RemoteSignIn(bridge, connection('a'));
    const typed = { apiKey: '', email: 'm@a.example', password: '' };
    expect(await form.signIn(typed)).toBe(false);
    expect(form.empty).toBe(faults.password_empty);
    expect(connections.signIn).not.toHaveBeenCalled();
    refuse('signIn', { code: 'wrong_credentials' });
    await form.signIn({ ...typed, password: 'p' });
    expect(form.failed).toMatchObject({ atField: true });
    refuse('signIn', { code: 'unreachable', rule: 'refused' });
    await form.signIn({ ...typed, password: 'p' });
    expect(form.failed).toMatchObject({ atField: false });
    refuse('signIn', { code: 'password_change_required' });
    await form.signIn({ ...typed, password: 'p' });
    expect(form.needsPassword).toBe(true);
    expect(await form.setPassword('m@a.example', 'p', 'new-password')).toBeNull();
    refuse('setPassword', { code: 'wrong_credentials' });
    await form.setPassword('m@a.example', 'p', 'new-password');
    expect(form.failed).toMatchObject({ atField: false });
  });
});
