import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { filesWith } from '../support/files';
import { allOperations } from '../support/matrix';
import { startWithPeople, windowOf, type WindowName } from '../support/people';
import { noDesktop, put } from '../support/service';

describe('no password, key or token leaves', () => {
  it('in an answer, an event, a file or an error', async () => {
    const canary = 'canary-5b1e7790fd';
    const service = await startWithPeople({
      settings: { phoenixSecret: null, phoenixAdminSecret: null },
      keychain: { available: true, backend: 'gnome_libsecret', secret: null, unopenedFrom: null },
      desktop: { ...noDesktop, protectSecret: () => Promise.resolve() },
    });
    const said: string[] = [];
    service.onEvent((name, payload) => said.push(name + JSON.stringify(payload)));
    const call = async (name: string, input: unknown, who: WindowName) => {
      said.push(JSON.stringify(await service.api.call(name, input, windowOf(who))));
    };
    const user = { email: 'c@b.c', username: 'c', role: 'MEMBER' };
    await call('access.createUser', { ...user, password: canary }, 'ADMIN');
    await call('access.createUser', { ...user, password: canary }, 'ADMIN');
    await call(
      'access.createUser',
      { email: canary, username: canary, password: canary, role: canary },
      'ADMIN',
    );
    await call('access.resetPassword', { id: service.ids.VIEWER, password: `${canary} 2` }, 'ADMIN');
    await call('access.signIn', { email: 'c@b.c', password: canary }, 'nobody');
    await call('access.setFirstPassword', { newPassword: canary }, 'nobody');
    await call('access.setFirstPassword', { newPassword: `${canary} 3` }, 'nobody');
    await call('access.changePassword', { currentPassword: canary, newPassword: `${canary} 4` }, 'nobody');
    await call(
      'access.changePassword',
      { currentPassword: `${canary} 3`, newPassword: `${canary} 5` },
      'nobody',
    );
    for (let attempt = 0; attempt < 7; attempt += 1) {
      await call('access.signIn', { email: canary, password: canary }, 'MEMBER');
    }
    await call('settings.setEncryptionKey', { secret: canary }, 'ADMIN');
    await call('settings.setEncryptionKey', { secret: `${canary}-0123456789-0123456789-abcdef` }, 'ADMIN');
    for (const name of allOperations) {
      if (name === 'settings.stopEndpoint') continue;
      await call(name, { secret: [canary], password: canary, email: 5, id: canary }, 'ADMIN');
    }
    for (const name of ['access.session', 'access.listUsers', 'access.listApiKeys', 'settings.get']) {
      await call(name, {}, 'ADMIN');
    }
    const refused = await put(service.url, { secrets: [] }, { token: canary });
    said.push(refused.text, JSON.stringify([...refused.headers]));
    await wait(100);
    expect(said.some((text) => text.includes('"ok":true'))).toBe(true);
    expect(said.filter((text) => text.includes('canary'))).toEqual([]);
    const tokens = [...Object.values(service.keys), ...Object.values(service.dead)];
    for (const token of tokens) expect(said.filter((text) => text.includes(token))).toEqual([]);
    const all = [canary, 'password of', 'given password', ...tokens.map((token) => token.slice(8))];
    for (const text of all) expect(filesWith(service.folder, text)).toEqual([]);
    await service.dispose();
    for (const text of all) expect(filesWith(service.folder, text)).toEqual([]);
  });
});
