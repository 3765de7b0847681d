import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { openBrowser, showFolder } from '../../../src-main/electron/browser';
import { isSafeAddress } from '../../../src-main/settings/safe-address';
import { temporaryFolder } from '../../support/service';

vi.mock('electron', () => ({ app: {}, shell: {} }));

test.each([
  ['https://phoenix.test/oauth2/authorize?client_id=a', true],
  ['https://phoenix.test:8443/phoenix', true],
  ['http://127.0.0.1:6006/oauth2/authorize', true],
  ['http://127.8.9.1/', true],
  ['http://[::1]:6006/', true],
  ['http://localhost:6006/', true],
  ['http://phoenix.test/', false],
  ['http://127.0.0.1.phoenix.test/', false],
  ['http://localhost.phoenix.test/', false],
  ['http://0.0.0.0/', false],
  ['https://user@phoenix.test/', false],
  ['https://:pw@phoenix.test/', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['smb://host/share', false],
  ['ms-settings:', false],
  ['--help', false],
  ['', false],
])('%j is for the browser: %s', (address, expected) => {
  expect(isSafeAddress(address)).toBe(expected);
});

test.runIf(process.platform === 'linux')(
  'the browser gets the address, the file manager the folder, and of the environment they get only what they need',
  async () => {
    const folder = temporaryFolder();
    const seen = path.join(folder, 'seen');
    const opener = path.join(folder, 'xdg-open');
    writeFileSync(
      opener,
      `#!/bin/sh\nprintf '%s\\n' "$@" > '${seen}.new'\nenv >> '${seen}.new'\nmv '${seen}.new' '${seen}'\n`,
    );
    chmodSync(opener, 0o755);
    vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
    vi.stubEnv('XDG_RUNTIME_DIR', '/run/user/1');
    vi.stubEnv('https_proxy', 'http://proxy:3128');
    for (const name of ['PHOENIX_API_KEY', 'OPENAI_API_KEY', 'NODE_OPTIONS', 'LD_PRELOAD', 'DISPLAY_KEY']) {
      vi.stubEnv(name, 'canary');
    }
    // As it was judged, and not as it was written.
    await openBrowser('\thttps:\\\\phoenix.test/x/../a?b=c&d=$(id)\n');
    await vi.waitUntil(() => existsSync(seen));
    const [address, ...environment] = readFileSync(seen, 'utf8').split('\n');
    expect(address).toBe('https://phoenix.test/a?b=c&d=$(id)');
    expect(environment).toContain('XDG_RUNTIME_DIR=/run/user/1');
    expect(environment).toContain('https_proxy=http://proxy:3128');
    expect(environment.join('\n')).not.toContain('canary');

    rmSync(seen);
    await showFolder(folder);
    await vi.waitUntil(() => existsSync(seen));
    expect(readFileSync(seen, 'utf8').split('\n')[0]).toBe(folder);
    expect(readFileSync(seen, 'utf8')).not.toContain('canary');
  },
);

test.runIf(process.platform === 'linux')('without a program that opens it, that is told', async () => {
  vi.stubEnv('PATH', temporaryFolder());
  await expect(openBrowser('https://phoenix.test/')).rejects.toThrow('the browser did not start');
  await expect(showFolder('/tmp')).rejects.toThrow('the file manager did not start');
});

test('what is not for the browser is refused', async () => {
  await expect(openBrowser('file:///etc/passwd')).rejects.toThrow();
});
