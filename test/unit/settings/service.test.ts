import { describe, expect, it } from 'vitest';
import type { SettingsOutput } from '../../../src-shared/contract';
import { RemoteDesktop } from '../../../src-main/remote-desktop';
import type { FromService } from '../../../src-main/service-protocol';
import { callAsWindow, noDesktop, put, startService } from '../../support/service';

const get = (service: Awaited<ReturnType<typeof startService>>) =>
  callAsWindow<SettingsOutput>(service, 'settings.get', {});

describe('what General shows', () => {
  it('is true of this service', async () => {
    const service = await startService({ versions: { app: '1.2.3', electron: '45.0.0' } });
    const shown = await get(service);
    expect(shown).toMatchObject({
      endpoint: { url: `${service.url}/v1/secrets`, running: true, requestsToday: 0, lastRequestAt: null },
      encryption: {
        key: 'own',
        source: 'environment',
        total: 0,
        unreadable: 0,
        keychain: { available: false, backend: 'basic_text', unopenedFrom: null },
      },
      dataFolder: { path: service.folder },
      versions: { app: '1.2.3', schema: 3, electron: '45.0.0' },
    });
    expect(shown.dataFolder.bytes).toBeGreaterThan(10_000);
    expect(service.fallbackKey).toBe(false);
  });

  it('says plainly that the fallback key is in use', async () => {
    const service = await startService({ settings: { phoenixSecret: null } });
    expect((await get(service)).encryption.key).toBe('fallback');
    expect(service.fallbackKey).toBe(true);
  });

  it('counts the requests of the day that were let in', async () => {
    let now = new Date(2026, 10, 24, 23, 59).getTime();
    const service = await startService({ now: () => now });
    await put(service.url, { secrets: [{ key: 'A', value: 'v' }] });
    await put(service.url, { secrets: [] });
    await put(service.url, {}, { token: 'nope' });
    expect((await get(service)).endpoint.requestsToday).toBe(2);
    expect(Date.parse((await get(service)).endpoint.lastRequestAt ?? '')).toBe(now);
    now += 120_000;
    expect((await get(service)).endpoint.requestsToday).toBe(0);
  });

  it('tells the window when it may look again', async () => {
    const service = await startService();
    let told = 0;
    service.onEvent((name) => {
      if (name === 'settings.changed') told += 1;
    });
    await Promise.all(Array.from({ length: 20 }, () => put(service.url, {})));
    expect(told).toBe(1);
    await callAsWindow(service, 'settings.stopEndpoint', {});
    await expect.poll(() => told, { timeout: 2500 }).toBe(2);
  });
});

describe('what the desktop does', () => {
  it('is asked of it', async () => {
    const asked: unknown[] = [];
    const service = await startService({
      desktop: {
        ...noDesktop,
        openFolder: (path) => Promise.resolve(void asked.push(path)),
        copyText: (text, sensitive) => Promise.resolve(void asked.push(text, sensitive)),
      },
    });
    await callAsWindow(service, 'app.openDataFolder', {});
    await callAsWindow(service, 'app.copyText', { text: 'curl …', sensitive: false });
    expect(asked).toEqual([service.folder, 'curl …', false]);
    expect(await callAsWindow(service, 'settings.setPreferences', { theme: 'dark' })).toMatchObject({
      theme: 'dark',
    });
  });

  it('crosses the thread as a message and an answer', async () => {
    const sent: FromService[] = [];
    const desktop = new RemoteDesktop((message) => sent.push(message));
    const [opened, failed] = [desktop.openFolder('/data'), desktop.copyText('x', true)];
    expect(sent).toEqual([
      { type: 'desktop', id: 1, method: 'openFolder', args: ['/data'] },
      { type: 'desktop', id: 2, method: 'copyText', args: ['x', true] },
    ]);
    desktop.settle({ type: 'desktop-result', id: 2, ok: false });
    desktop.settle({ type: 'desktop-result', id: 1, ok: true, value: undefined });
    await expect(opened).resolves.toBeUndefined();
    await expect(failed).rejects.toThrow('The desktop could not do it.');
  });
});
