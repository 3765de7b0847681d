import type { ConnectionRow, ConnectionStatus } from '../../src-shared/contract';

type Some = Partial<Omit<ConnectionRow, 'status'>> & { status?: Partial<ConnectionStatus> };

/** A connection with what the test does not care about filled in: an Admin on a server that answers. */
export const connection = (name: string, { status, ...more }: Some = {}): ConnectionRow => ({
  id: name.padEnd(16, '0'),
  name,
  url: `https://${name}.acme.dev`,
  signIn: 'password',
  email: 'marta@acme.example',
  label: 'none',
  caFile: null,
  allowHttp: false,
  remembered: true,
  lastUsedAt: null,
  lastReachedAt: null,
  ...more,
  status: {
    state: 'connected',
    version: '20.26.1',
    latencyMs: 38,
    person: { id: 'VXNlcjoz', name: 'marta', role: 'ADMIN' },
    authentication: true,
    canChange: true,
    failure: null,
    ...status,
  },
});
