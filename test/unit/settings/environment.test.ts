import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src-main/settings/environment';
import { takeSecrets } from '../../../src-main/settings/secret-sources';
import { temporaryFolder } from '../../support/service';

const good = 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6';
const other = 'z9y8x7w6v5u4t3s2r1q0p9o8n7m6l5k4';
const sources = { defaultDataFolder: '/default', currentFolder: '/here' };

function faultsOf(env: Record<string, string>): readonly string[] {
  const result = readSettings({ ...env }, sources);
  return result.ok ? [] : result.faults;
}

describe('settings', () => {
  it('have defaults when nothing is set', () => {
    expect(readSettings({}, sources)).toEqual({
      ok: true,
      settings: {
        dataFolder: '/default',
        phoenixSecret: null,
        phoenixAdminSecret: null,
        authentication: false,
        initialAdminPassword: null,
        port: 6106,
        updateFeed: null,
      },
    });
  });

  it('take an empty folder and an empty port as unset', () => {
    const result = readSettings({ PHOENIX_WORKING_DIR: '', PHOENIX_SECRETS_PORT: ' ' }, sources);
    expect(result).toMatchObject({ ok: true, settings: { dataFolder: '/default', port: 6106 } });
  });

  it('refuse a start for which nothing names a folder', () => {
    expect(readSettings({}, { ...sources, defaultDataFolder: null })).toEqual({
      ok: false,
      faults: [expect.stringMatching(/^HOME is not set.* PHOENIX_WORKING_DIR /)],
    });
    const named = readSettings({ PHOENIX_WORKING_DIR: '/data' }, { ...sources, defaultDataFolder: null });
    expect(named).toMatchObject({ ok: true, settings: { dataFolder: '/data' } });
  });

  it('resolve a relative folder against the current one', () => {
    const result = readSettings({ PHOENIX_WORKING_DIR: 'data' }, sources);
    expect(result).toMatchObject({ ok: true, settings: { dataFolder: '/here/data' } });
  });

  it('strip white space as Phoenix does', () => {
    const env = {
      PHOENIX_WORKING_DIR: ' /data\n',
      PHOENIX_SECRET: `\u00a0${good}\n`,
      PHOENIX_ADMIN_SECRET: `${other} `,
      PHOENIX_SECRETS_PORT: ' 0 ',
      PHOENIX_ENABLE_AUTH: '\tTRUE ',
      PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: ' first one ',
    };
    expect(readSettings(env, sources)).toEqual({
      ok: true,
      settings: {
        dataFolder: '/data',
        phoenixSecret: good,
        phoenixAdminSecret: other,
        authentication: true,
        initialAdminPassword: 'first one',
        port: 0,
        updateFeed: null,
      },
    });
  });

  it.each(['-1', '65536', '6006.5', '0x10', 'http', '1e3', '999999', '+1'])('refuse port %s', (port) => {
    const [fault, ...more] = faultsOf({ PHOENIX_SECRETS_PORT: port });
    expect(more).toEqual([]);
    expect(fault).toMatch(/^PHOENIX_SECRETS_PORT must be a whole number from 0 to 65535\. Set /);
  });

  it.each(['0', '1', '65535'])('take port %s', (port) => {
    expect(readSettings({ PHOENIX_SECRETS_PORT: port }, sources)).toMatchObject({
      settings: { port: Number(port) },
    });
  });

  it.each([
    ['', 'must not be empty'],
    ['   ', 'must not be empty'],
    ['a1b2c3d4e5f6g7h8 i9j0k1l2m3n4o5p6', 'must not contain white space'],
    [`${good}ü`, 'must contain only ASCII characters'],
    ['a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p', 'must be at least 32 characters long'],
    ['abcdefghijklmnopqrstuvwxyzabcdefgh', 'must contain at least one digit'],
    ['0123456789ABCDEF0123456789ABCDEF', 'must contain at least one lower-case letter'],
  ])('refuse the secret %j by the rule that it breaks and without a part of it', (secret, rule) => {
    for (const variable of ['PHOENIX_SECRET', 'PHOENIX_ADMIN_SECRET']) {
      const set = variable === 'PHOENIX_SECRET' ? {} : { PHOENIX_SECRET: other };
      const [fault, ...more] = faultsOf({ ...set, [variable]: secret });
      expect(more).toEqual([]);
      expect(fault).toMatch(new RegExp(`^${variable} ${rule}\\. Set another value`));
      if (secret.trim().length > 3) expect(fault).not.toContain(secret.slice(0, 4));
      expect(fault).not.toMatch(/\b3[134]\b/);
    }
  });

  it.each([
    ['true', true],
    ['True', true],
    ['false', false],
    ['FALSE', false],
  ])('take %s for authentication', (value, authentication) => {
    const result = readSettings({ PHOENIX_ENABLE_AUTH: value }, sources);
    expect(result).toMatchObject({ ok: true, settings: { authentication } });
  });

  it.each(['', '1', 'yes', 'on', 'truee'])('refuse %j for authentication, as Phoenix does', (value) => {
    expect(faultsOf({ PHOENIX_ENABLE_AUTH: value })).toEqual([
      'PHOENIX_ENABLE_AUTH must be true or false. Set one of them, or unset it for false.',
    ]);
  });

  it.each(['https://releases.example/latest.json', 'http://127.0.0.1:8080/latest.json', 'http://localhost/'])(
    'take %s to ask for a newer version',
    (updateFeed) => {
      const result = readSettings({ PHOENIX_SECRETS_UPDATE_FEED: ` ${updateFeed} ` }, sources);
      expect(result).toMatchObject({ ok: true, settings: { updateFeed } });
    },
  );

  it.each([
    'releases.example',
    'http://releases.example/',
    'ftp://releases.example/',
    'https://a:b@releases.example/',
  ])('refuse %s to ask for a newer version', (updateFeed) => {
    const [fault, ...others] = faultsOf({ PHOENIX_SECRETS_UPDATE_FEED: updateFeed });
    expect(fault).toMatch(/^PHOENIX_SECRETS_UPDATE_FEED must be an https address/);
    expect(fault).not.toContain(updateFeed);
    expect(others).toEqual([]);
  });

  it('take an empty initial password as unset', () => {
    const result = readSettings({ PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: '' }, sources);
    expect(result).toMatchObject({ ok: true, settings: { initialAdminPassword: null } });
  });

  it('refuse an admin secret alone, and one that equals the secret', () => {
    expect(faultsOf({ PHOENIX_ADMIN_SECRET: good })).toEqual([
      'PHOENIX_ADMIN_SECRET must not be set without PHOENIX_SECRET. Set PHOENIX_SECRET too, or unset it.',
    ]);
    expect(faultsOf({ PHOENIX_SECRET: good, PHOENIX_ADMIN_SECRET: `${good} ` })).toEqual([
      'PHOENIX_ADMIN_SECRET must differ from PHOENIX_SECRET. Set another value for one of them.',
    ]);
  });

  it('tell all faults at once', () => {
    const faults = faultsOf({
      PHOENIX_SECRETS_PORT: 'x',
      PHOENIX_SECRET: 'short',
      PHOENIX_ADMIN_SECRET: 'SHORT',
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'PHOENIX_SECRETS_PORT',
      'PHOENIX_SECRET',
      'PHOENIX_SECRET',
      'PHOENIX_ADMIN_SECRET',
      'PHOENIX_ADMIN_SECRET',
      'PHOENIX_ADMIN_SECRET',
    ]);
  });
});

describe('the secrets', () => {
  it('are taken out of the environment', () => {
    const given = {
      PHOENIX_SECRET: good,
      PHOENIX_ADMIN_SECRET: other,
      PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: 'first one',
    };
    const env: Record<string, string> = { ...given, HOME: '/root' };
    expect(takeSecrets(env, [])).toEqual({ ...given, faults: [] });
    expect(env).toEqual({ HOME: '/root' });
  });

  it('come from a descriptor, which is closed, less one newline', () => {
    const file = join(temporaryFolder(), 'secret');
    writeFileSync(file, `${good}\n\n`);
    const descriptor = openSync(file, 'r');
    const env = { PHOENIX_SECRET: 'from the environment' };
    const taken = takeSecrets(env, ['electron', '.', `--phoenix-secret-fd=${descriptor}`]);
    expect(taken.PHOENIX_SECRET).toBe(`${good}\n`);
    expect(env).toEqual({});
    expect(() => closeSync(descriptor)).toThrow('EBADF');
  });

  it.each(['--phoenix-secret-fd', '--phoenix-admin-secret-fd', '--phoenix-initial-password-fd'])(
    'come from the last %s, and no other one stays open',
    (flag) => {
      const file = join(temporaryFolder(), 'secret');
      writeFileSync(file, `${good}\n`);
      const [first, second, last] = [openSync(file, 'r'), openSync(file, 'r'), openSync(file, 'r')];
      const named = [first, 'x', second, first, `0${last}`, last];
      const taken = takeSecrets(
        {},
        named.map((descriptor) => `${flag}=${descriptor}`),
      );
      expect(Object.values(taken)).toContain(good);
      expect(taken.faults).toEqual([]);
      for (const descriptor of [first, second, last]) expect(() => closeSync(descriptor)).toThrow('EBADF');
    },
  );

  it('leave none of its descriptors open when the last one is a fault', () => {
    const file = join(temporaryFolder(), 'secret');
    writeFileSync(file, good);
    const descriptor = openSync(file, 'r');
    const { faults } = takeSecrets({}, [`--phoenix-secret-fd=${descriptor}`, '--phoenix-secret-fd=x']);
    expect(faults).toHaveLength(1);
    expect(() => closeSync(descriptor)).toThrow('EBADF');
  });

  it('are not named by what stands after --', () => {
    const taken = takeSecrets(
      {},
      ['--phoenix-secret-fd=7', '--', '--phoenix-secret-fd=8'],
      (descriptor) => `from ${descriptor}`,
    );
    expect(taken.PHOENIX_SECRET).toBe('from 7');
  });

  it.each([
    ['PHOENIX_ADMIN_SECRET', '--phoenix-admin-secret-fd'],
    ['PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD', '--phoenix-initial-password-fd'],
  ] as const)('%s has the flag %s', (variable, flag) => {
    const taken = takeSecrets({}, [`${flag}=7`], (descriptor) => `from ${descriptor}\n`);
    expect(taken[variable]).toBe('from 7');
  });

  it.each(['x', '', '-1', '2', '99999'])('that name descriptor %j are a fault', (descriptor) => {
    const secrets = takeSecrets({}, [`--phoenix-admin-secret-fd=${descriptor}`]);
    const result = readSettings({}, { ...sources, secrets });
    expect(result).toMatchObject({
      ok: false,
      faults: [expect.stringMatching(/^--phoenix-admin-secret-fd=/)],
    });
  });
});
