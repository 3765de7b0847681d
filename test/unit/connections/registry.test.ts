import { expect, it } from 'vitest';
import { CaFiles } from '../../../src-main/connections/ca-file';
import { CredentialStore } from '../../../src-main/connections/credentials';
import type { ReadHandle, WriteQueue } from '../../../src-main/connections/handles';
import { LiveConnections } from '../../../src-main/connections/live-connections';
import { Registry } from '../../../src-main/connections/registry';
import type { ConnectionPlace } from '../../../src-main/connections/rows';
import { quickTransport, testDesktop } from '../../support/remote';
import { temporaryFolder } from '../../support/service';
import { smallServer } from '../../support/small-server';

it('what went with its user is forgotten and ended, also when one credential cannot be wiped', async () => {
  const server = await smallServer(() => ({ body: {} }));
  const stored: ConnectionPlace[] = ['stuck', 'other'].map((id) => ({ id, url: server.url, caFile: null }));
  const reader: ReadHandle = { all: <T>() => [...stored] as T[], get: () => undefined };
  const queue: WriteQueue = { submit: () => Promise.reject(new Error('nothing is written here')) };
  const desktop = testDesktop();
  const transport = quickTransport(desktop.network);
  const credentials = new CredentialStore({
    ...desktop,
    removeCredential: (id) =>
      id === 'stuck' ? Promise.reject(new Error('no disk')) : desktop.removeCredential(id),
  });
  const changed = () => undefined;
  const caFiles = new CaFiles(temporaryFolder());
  const live = new LiveConnections({
    reader,
    queue,
    transport,
    credentials,
    caFiles,
    now: Date.now,
    changed,
  });
  const registry = new Registry({ reader, queue, credentials, live, transport, caFiles });
  for (const { id } of stored) {
    const tokens = { access: 'access', refresh: `refresh-of-${id}`, renewAt: null };
    await credentials.write(id, { kind: 'password', origin: server.url, ...tokens });
  }
  stored.length = 0;
  const forgotten: string[] = [];
  await expect(registry.forgetMissing((id) => forgotten.push(id))).rejects.toMatchObject({
    code: 'storage_failed',
  });
  expect(forgotten).toEqual(['stuck', 'other']);
  expect([...desktop.vault.texts.keys()]).toEqual(['stuck']);
  await expect
    .poll(() => server.received.map(({ body }) => body).sort())
    .toEqual(['token=refresh-of-other', 'token=refresh-of-stuck']);
});
