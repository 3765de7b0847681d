import { operationNames } from '../../src-shared/operations';
import { row } from './support/pages';
import { listen } from './support/listener';
import { expect, test } from './support/test';

test('window.phoenix is the operations and on, and the page has nothing else of Electron', async ({
  launch,
}) => {
  const { page } = await launch();
  const found = await page.evaluate(() => {
    const bridge = (window as unknown as { phoenix: Record<string, unknown> }).phoenix;
    return {
      bridge: Object.fromEntries(
        Object.entries(bridge).map(([name, value]) => [
          name,
          typeof value === 'function' ? 'function' : Object.keys(value as object),
        ]),
      ),
      globals: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    };
  });
  expect(found).toEqual({ bridge: { ...operationNames, on: 'function' }, globals: [] });
  const unknownEvent = await page.evaluate(() => {
    const { on } = (window as unknown as { phoenix: { on(event: string, listener: () => void): void } })
      .phoenix;
    try {
      on('app.command ', () => undefined);
      return 'taken';
    } catch {
      return 'refused';
    }
  });
  expect(unknownEvent).toBe('refused');
});

test('the window is sandboxed, isolated and on no disk', async ({ launch }) => {
  const { app } = await launch();
  const settings = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
      session: Electron.Session;
    };
    const preferences = contents.getLastWebPreferences();
    const names = [
      'sandbox',
      'contextIsolation',
      'nodeIntegration',
      'nodeIntegrationInSubFrames',
      'webSecurity',
      'webviewTag',
      'allowRunningInsecureContent',
      'experimentalFeatures',
    ];
    return {
      ...Object.fromEntries(names.map((name) => [name, preferences[name]])),
      persistent: contents.session.isPersistent(),
      spellcheck: contents.session.isSpellCheckerEnabled(),
      title: window?.getTitle(),
      minimum: window?.getMinimumSize(),
    };
  });
  expect(settings).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    spellcheck: false,
    webviewTag: false,
    nodeIntegrationInSubFrames: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    persistent: false,
    title: 'Phoenix Secrets',
    minimum: [760, 520],
  });
});

/** Each way runs in the page with the address it must not reach. */
const waysOut: Record<string, (url: string) => void> = {
  'location.href': (url) => (location.href = url),
  'location.assign': (url) => location.assign(url),
  'location.replace': (url) => location.replace(url),
  'window.open': (url) => void window.open(url),
  'window.open with features': (url) => void window.open(url, 'other', 'width=200,noopener'),
  link: (url) => {
    const link = Object.assign(document.createElement('a'), { href: url, textContent: 'x' });
    document.body.append(link);
    link.click();
  },
  'link to a new window': (url) => {
    const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' });
    document.body.append(link);
    link.click();
  },
  'middle click': (url) => {
    const link = Object.assign(document.createElement('a'), { href: url, textContent: 'x' });
    document.body.append(link);
    link.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }));
  },
  download: (url) => {
    const link = Object.assign(document.createElement('a'), { href: url, download: 'x' });
    document.body.append(link);
    link.click();
  },
  form: (url) => {
    const form = Object.assign(document.createElement('form'), { action: url, method: 'post' });
    document.body.append(form);
    form.submit();
  },
  'meta refresh': (url) => {
    const meta = Object.assign(document.createElement('meta'), {
      httpEquiv: 'refresh',
      content: `0;url=${url}`,
    });
    document.head.append(meta);
  },
  iframe: (url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url })),
  object: (url) => document.body.append(Object.assign(document.createElement('object'), { data: url })),
  base: (url) => {
    document.head.append(Object.assign(document.createElement('base'), { href: url }));
    document.body.append(Object.assign(document.createElement('img'), { src: 'x.png' }));
  },
  fetch: (url) => void fetch(url).catch(() => undefined),
  beacon: (url) => void navigator.sendBeacon(url, 'x'),
  image: (url) => document.body.append(Object.assign(new Image(), { src: url })),
  prefetch: (url) => {
    for (const rel of [
      'prefetch',
      'preconnect',
      'dns-prefetch',
      'preload',
      'stylesheet',
      'icon',
      'manifest',
    ]) {
      document.head.append(Object.assign(document.createElement('link'), { rel, href: url, as: 'image' }));
    }
  },
  socket: (url) => {
    try {
      new WebSocket(url.replace('http', 'ws'));
    } catch {
      // Refused at once.
    }
  },
  'event source': (url) => {
    try {
      new EventSource(url);
    } catch {
      // Refused at once.
    }
  },
  'peer connection': (url) => {
    const { port } = new URL(url);
    const peer = new RTCPeerConnection({
      iceServers: [
        { urls: `stun:127.0.0.1:${port}` },
        { urls: `turn:127.0.0.1:${port}?transport=tcp`, username: 'x', credential: 'x' },
      ],
    });
    peer.createDataChannel('x');
    void peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  },
};

test('no way out of the page: navigation, new windows, forms, requests', async ({ launch }) => {
  test.setTimeout(60_000);
  const { app, page, put, allow } = await launch();
  // What is refused is told on the console.
  allow(/./);
  await put({ HERE: 'v' });
  await expect(row(page, 'HERE')).toBeVisible();
  const listener = await listen();
  try {
    const target = `http://127.0.0.1:${listener.port}/out`;
    for (const [name, way] of Object.entries(waysOut)) {
      // Some are refused with an error at once.
      await page.evaluate(way, target).catch(() => undefined);
      await page.waitForTimeout(120);
      expect(page.url(), name).toMatch(/^app:\/\/phoenix\/index\.html/);
      expect(app.windows(), name).toHaveLength(1);
      expect(listener.contacts(), name).toBe(0);
    }
    for (const address of ['file:///etc/passwd', 'app://phoenix/other', 'app://evil/', 'data:text/html,x']) {
      await page.evaluate((url) => (location.href = url), address);
      await page.waitForTimeout(60);
      expect(page.url(), address).toMatch(/^app:\/\/phoenix\/index\.html/);
    }
    await page.waitForTimeout(1_000);
    expect(listener.contacts()).toBe(0);
  } finally {
    listener.close();
  }
  expect(await page.evaluate(() => document.querySelector('[data-key=HERE]') !== null)).toBe(true);
});

test('what is dropped on the page, a file or an address, leads nowhere', async ({ launch }) => {
  const { app, page, allow } = await launch();
  allow(/./);
  const listener = await listen();
  try {
    const target = `http://127.0.0.1:${listener.port}/dropped`;
    // A page that takes drops gets these: they are real. Then nobody takes them.
    const taken = await page.evaluateHandle(() => {
      const stop = new AbortController();
      const types: string[] = [];
      addEventListener('dragover', (event) => event.preventDefault(), { signal: stop.signal });
      addEventListener('drop', (event) => {
        event.preventDefault();
        types.push([...(event.dataTransfer?.types ?? [])].join());
      });
      return { types, leave: () => stop.abort() };
    });
    const driver = await page.context().newCDPSession(page);
    const item = (mimeType: string, data: string) => ({ items: [{ mimeType, data }], dragOperationsMask: 1 });
    const drops = {
      'an address': item('text/uri-list', target),
      'a file': { items: [], files: [import.meta.filename], dragOperationsMask: 1 },
      'an address of a file': item('text/uri-list', 'file:///etc/passwd'),
      'a script': item('text/uri-list', 'javascript:document.title="dropped"'),
      'a page': item('text/html', `<meta http-equiv="refresh" content="0;url=${target}">`),
    };
    const drop = async (data: (typeof drops)[keyof typeof drops]) => {
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await driver.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
      }
    };
    for (const data of Object.values(drops)) await drop(data);
    const types = ['text/uri-list', 'Files', 'text/uri-list', 'text/uri-list', 'text/html'];
    await expect.poll(() => taken.evaluate((given) => given.types)).toEqual(types);
    await taken.evaluate(({ leave }) => leave());
    for (const [name, data] of Object.entries(drops)) {
      await drop(data);
      await page.waitForTimeout(120);
      expect(page.url(), name).toMatch(/^app:\/\/phoenix\/index\.html/);
      expect(app.windows(), name).toHaveLength(1);
      expect(listener.contacts(), name).toBe(0);
    }
    expect(await page.title()).not.toBe('dropped');
  } finally {
    listener.close();
  }
});

test('a <webview> is an element like any other, and attaching one is refused where it is not', async ({
  launch,
}) => {
  const { app, page, allow } = await launch();
  allow(/./);
  const listener = await listen();
  try {
    const target = `http://127.0.0.1:${listener.port}/guest`;
    const inert = await page.evaluate((src) => {
      const view = document.createElement('webview');
      view.setAttribute('src', src);
      view.setAttribute('allowpopups', '');
      document.body.append(view);
      return { constructor: view.constructor.name, methods: 'getWebContentsId' in view };
    }, target);
    expect(inert).toEqual({ constructor: 'HTMLElement', methods: false });
    // A window of ours that was opened with the tag by mistake.
    const mistaken = await app.evaluate(async ({ BrowserWindow, webContents }, src) => {
      const [ours] = BrowserWindow.getAllWindows();
      if (!ours) throw new Error('no window');
      const { session } = ours.webContents;
      const other = new BrowserWindow({ show: false, webPreferences: { session, webviewTag: true } });
      await other.loadURL('app://phoenix/index.html');
      const asked = new Promise((resolve) => other.webContents.once('will-attach-webview', resolve));
      await other.webContents.executeJavaScript(
        `{const view = document.createElement('webview'); view.src = ${JSON.stringify(src)}; void document.body.append(view)}`,
      );
      await asked;
      await new Promise((resolve) => setTimeout(resolve, 500));
      const guests = webContents.getAllWebContents().filter((each) => each.getType() === 'webview').length;
      other.destroy();
      return guests;
    }, target);
    expect(mistaken).toBe(0);
    expect(listener.contacts()).toBe(0);
  } finally {
    listener.close();
  }
});

test('a page of ours starts no worker, and one in a page like ours has no Node', async ({ launch }) => {
  const { app, page, allow } = await launch();
  allow(/./);
  const ran = await page.evaluate(async () => {
    // Not inside this evaluation, where a debugger's own rules hold.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const code = "postMessage('ran'); onconnect = ({ ports: [port] }) => port.postMessage('ran')";
    const own = document.querySelector('script')?.src ?? '';
    const sources = [URL.createObjectURL(new Blob([code])), `data:text/javascript,${code}`, own];
    const started: string[] = [];
    const refused: string[] = [];
    for (const source of sources) {
      for (const kind of [Worker, SharedWorker]) {
        try {
          const worker = new kind(source);
          const answers = worker instanceof Worker ? worker : worker.port;
          answers.onmessage = () => started.push(`${kind.name} ${source}`);
        } catch {
          refused.push(`${kind.name} ${source}`);
        }
      }
      await navigator.serviceWorker.register(source).then(
        () => started.push(`service ${source}`),
        () => refused.push(`service ${source}`),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { started, refused: refused.length };
  });
  expect(ran).toEqual({ started: [], refused: 9 });

  // An empty page has no policy that stops it: what it finds then is what the window's own settings leave it.
  const found = await app.evaluate(async ({ BrowserWindow }) => {
    const [ours] = BrowserWindow.getAllWindows();
    const contents = ours?.webContents as unknown as {
      getLastWebPreferences(): Electron.WebPreferences;
      session: Electron.Session;
    };
    const webPreferences = { ...contents.getLastWebPreferences(), session: contents.session };
    const other = new BrowserWindow({ show: false, webPreferences });
    await other.loadURL('about:blank');
    const names = (await other.webContents.executeJavaScript(`new Promise((resolve, reject) => {
      const code = "postMessage(['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in self))";
      const worker = new Worker(URL.createObjectURL(new Blob([code])));
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => reject(new Error('no worker'));
    })`)) as string[];
    other.destroy();
    return names;
  });
  expect(found).toEqual([]);
});

test('the content security policy stops inline script, inline style, eval and markup', async ({ launch }) => {
  const { page, allow } = await launch();
  allow(/./);
  const ran = await page.evaluate(async () => {
    const marks: string[] = [];
    Object.assign(window, { mark: (name: string) => marks.push(name) });
    const attempt = (run: () => void) => {
      try {
        run();
      } catch {
        // Refused at once.
      }
    };
    // Not inside this evaluation, where a debugger's own rules hold.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const sink = document.createElement('div');
    document.body.append(sink);
    attempt(() => (sink.innerHTML = '<img src=x onerror="mark(\'markup\')">'));
    attempt(() => {
      const script = document.createElement('script');
      script.text = "mark('inline script')";
      document.body.append(script);
    });
    attempt(() => sink.setAttribute('onclick', "mark('attribute')"));
    attempt(() => sink.click());
    attempt(() => {
      const style = document.createElement('style');
      style.textContent = '#styled { color: rgb(1, 2, 3) }';
      document.head.append(style);
    });
    sink.id = 'styled';
    attempt(() => sink.setAttribute('style', 'outline-color: rgb(4, 5, 6)'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { color, outlineColor } = getComputedStyle(sink);
    return { marks, styled: color === 'rgb(1, 2, 3)' || outlineColor === 'rgb(4, 5, 6)' };
  });
  expect(ran).toEqual({ marks: [], styled: false });
  const headers = await page.evaluate(() => document.querySelector('meta[http-equiv]') === null);
  expect(headers).toBe(true);
});

test('every permission is refused', async ({ launch }) => {
  const { page, allow } = await launch();
  allow(/./);
  const { got: granted, known } = await page.evaluate(async () => {
    const got: string[] = [];
    const names = [
      ...[
        'accelerometer',
        'accessibility-events',
        'ambient-light-sensor',
        'background-fetch',
        'background-sync',
      ],
      ...['camera', 'captured-surface-control', 'clipboard-read', 'clipboard-write', 'display-capture'],
      ...['fullscreen', 'geolocation', 'gyroscope', 'hand-tracking', 'idle-detection', 'keyboard-lock'],
      ...[
        'local-fonts',
        'local-network-access',
        'magnetometer',
        'microphone',
        'midi',
        'nfc',
        'notifications',
      ],
      ...['payment-handler', 'periodic-background-sync', 'persistent-storage', 'pointer-lock', 'push'],
      ...['screen-wake-lock', 'smart-card', 'speaker-selection', 'storage-access', 'system-wake-lock'],
      ...['top-level-storage-access', 'web-app-installation', 'web-printing', 'window-management'],
    ];
    // What some of the names ask for besides.
    const more = {
      allowWithoutGesture: true,
      requestedOrigin: 'https://evil.example',
      sysex: true,
      userVisibleOnly: true,
    };
    let known = 0;
    for (const name of names) {
      const descriptor = { name, ...more } as unknown as PermissionDescriptor;
      // Another version of Chromium does not have all of them, and says so by its error.
      const state = await navigator.permissions.query(descriptor).then(
        (status) => status.state,
        (error: unknown) => (error instanceof TypeError ? null : 'refused'),
      );
      if (state !== null) known += 1;
      if (state === 'granted') got.push(`query ${name}`);
    }
    const within = <T>(promise: Promise<T>) =>
      Promise.race([
        promise,
        new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), 1_500)),
      ]);
    const asks: Record<string, () => Promise<unknown>> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia(),
      clipboard: () => navigator.clipboard.readText(),
      place: () =>
        new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      notification: async () => {
        if ((await Notification.requestPermission()) !== 'granted') throw new Error('refused');
      },
      usb: () =>
        (navigator as unknown as { usb: { requestDevice(o: object): Promise<unknown> } }).usb.requestDevice({
          filters: [],
        }),
      hid: async () => {
        const { hid } = navigator as unknown as { hid: { requestDevice(o: object): Promise<unknown[]> } };
        if ((await hid.requestDevice({ filters: [] })).length === 0) throw new Error('none');
      },
      serial: () =>
        (navigator as unknown as { serial: { requestPort(): Promise<unknown> } }).serial.requestPort(),
      wakeLock: () => navigator.wakeLock.request('screen'),
      fullscreen: () => document.body.requestFullscreen(),
      pointer: () =>
        Promise.resolve(document.body.requestPointerLock()).then(() => {
          if (!document.pointerLockElement) throw new Error('refused');
        }),
    };
    for (const [name, ask] of Object.entries(asks)) {
      await within(Promise.resolve().then(ask)).then(
        () => got.push(name),
        () => undefined,
      );
    }
    return { got, known };
  });
  expect(granted).toEqual([]);
  expect(known).toBeGreaterThanOrEqual(20);
});

test('only the main frame of our window at our origin is heard', async ({ launch }) => {
  const { app, page, allow } = await launch();
  allow(/./);
  // The app's own window is heard: what follows is not refused for another reason.
  const own = await page.evaluate(() =>
    (
      window as unknown as { phoenix: { secrets: { list(i: object): Promise<unknown> } } }
    ).phoenix.secrets.list({
      after: null,
      limit: 1,
    }),
  );
  expect(own).toMatchObject({ ok: true });
  const forbidden = { ok: false, error: { code: 'forbidden' } };

  const refused = await app.evaluate(async ({ app: program, BrowserWindow, ipcMain }) => {
    const [ours] = BrowserWindow.getAllWindows();
    if (!ours) throw new Error('no window');
    const preload = `${program.getAppPath()}/dist/preload/index.cjs`;
    const answers: Record<string, unknown> = {};
    const ask = `window.phoenix?.secrets.put({ secrets: [{ key: 'PLANTED', value: 'v' }] }).catch(String)`;

    const open = () =>
      new BrowserWindow({
        show: false,
        webPreferences: { session: ours.webContents.session, preload, sandbox: true },
      });
    const twin = open();
    await twin.loadURL('app://phoenix/index.html');
    answers['second window at our origin'] = await twin.webContents.executeJavaScript(ask);
    twin.destroy();

    // A real frame of our own window; it has no bridge, so the call is made for it.
    await ours.webContents.executeJavaScript(`void document.body.append(document.createElement('iframe'))`);
    const frame = ours.webContents.mainFrame.frames[0];
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })
      ._invokeHandlers;
    const call = (event: object) =>
      handlers.get('secrets.put')?.(event, { secrets: [{ key: 'PLANTED', value: 'v' }] });
    answers['sub-frame'] = await call({ sender: ours.webContents, senderFrame: frame });
    answers['no frame'] = await call({ sender: ours.webContents, senderFrame: null });
    answers['foreign origin'] = await call({
      sender: ours.webContents,
      senderFrame: { ...place(ours.webContents.mainFrame), parent: null, origin: 'https://evil.example' },
    });
    answers['destroyed frame'] = await call({
      sender: ours.webContents,
      get senderFrame() {
        throw new Error('Render frame was disposed');
      },
    });
    return answers;

    function place({ processId, routingId }: Electron.WebFrameMain) {
      return { processId, routingId };
    }
  });
  expect(Object.keys(refused)).toHaveLength(5);
  for (const [name, answer] of Object.entries(refused)) {
    expect(answer, name).toMatchObject(forbidden);
  }
  const inFrame = await page.evaluate(
    () => 'phoenix' in (document.querySelector('iframe')?.contentWindow ?? {}),
  );
  expect(inFrame).toBe(false);
  await expect(row(page, 'PLANTED')).toBeHidden();
});

test('an operation takes its schema and nothing more', async ({ launch }) => {
  const { page } = await launch();
  const answers = await page.evaluate(async () => {
    const { phoenix } = window as unknown as {
      phoenix: Record<
        string,
        Record<string, (input: unknown) => Promise<{ ok: boolean; error?: { code: string } }>>
      >;
    };
    const inputs: [string, string, unknown][] = [
      ['secrets', 'list', undefined],
      ['secrets', 'list', null],
      ['secrets', 'list', { after: null, limit: 1e9 }],
      ['secrets', 'list', { after: null, limit: 1, role: 'SYSTEM' }],
      ['secrets', 'put', { secrets: [] }],
      ['secrets', 'put', { secrets: [{ key: 'A' }] }],
      ['secrets', 'put', { secrets: [{ key: { toString: 'A' }, value: 'v' }] }],
      ['secrets', 'delete', { keys: 'A' }],
      ['access', 'createApiKey', { name: '', kind: 'system', expiresInDays: null }],
      ['access', 'createApiKey', { name: 'a', kind: 'system', expiresInDays: null, role: 'ADMIN' }],
      ['access', 'createUser', { email: 'a@b.c', username: 'a', password: 'long enough', role: 'SYSTEM' }],
      ['access', 'signIn', { email: 'a@b.c', password: 'p', session: 1 }],
      ['settings', 'setPreferences', { autoLockMinutes: 7 }],
      ['settings', 'setEncryptionKey', {}],
      ['settings', 'setPreferences', { theme: 'purple' }],
      ['settings', 'setPreferences', { window: { x: 1 } }],
      ['app', 'copyText', { text: 'x'.repeat(20_000), sensitive: false }],
      ['app', 'openDataFolder', { path: '/etc' }],
    ];
    const codes: string[] = [];
    for (const [room, name, input] of inputs) {
      const answer = await phoenix[room]?.[name]?.(input);
      codes.push(answer?.ok === false ? (answer.error?.code ?? '') : `taken: ${room}.${name}`);
    }
    return codes;
  });
  expect(new Set(answers)).toEqual(new Set(['invalid_input']));
});

test('app:// serves its fixed files and nothing else', async ({ launch }) => {
  const { app } = await launch();
  const answers = await app.evaluate(async ({ BrowserWindow }) => {
    const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
    const ups = ['..', '%2e%2e', '%252e%252e', '..%2f', '..%5c', '....', '.%00.', '%c0%ae%c0%ae'];
    const targets = ['main/index.js', 'package.json', 'etc/passwd', 'preload/index.cjs', 'secrets.db'];
    const urls = [
      ...ups.flatMap((up) => targets.map((target) => `app://phoenix/${up}/${up}/${target}`)),
      ...ups.map((up) => `app://phoenix/assets/${up}/index.html%00`),
      'app://phoenix/',
      'app://phoenix',
      'app://phoenix//index.html',
      'app://phoenix/index.html/',
      'app://phoenix/INDEX.HTML',
      'app://phoenix/index.html?x',
      'app://phoenix/index.html%20',
      'app://phoenix/assets',
      'app://phoenix/assets/',
      'app://evil/index.html',
      'app://phoenix.evil/index.html',
      'app://user@phoenix/index.html',
      'app://phoenix/__proto__',
      'app://phoenix/constructor',
    ];
    const found: string[] = [];
    for (const url of urls) {
      const status = await session?.fetch(url).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status !== 404 && status !== 0) found.push(`${status ?? ''} ${url}`);
    }
    const page = await session?.fetch('app://phoenix/index.html');
    const posted = await session?.fetch('app://phoenix/index.html', { method: 'POST', body: 'x' });
    return {
      tried: urls.length,
      found,
      page: page?.status,
      posted: posted?.status,
      headers: Object.fromEntries(page?.headers ?? []),
    };
  });
  expect(answers.tried).toBeGreaterThanOrEqual(60);
  expect(answers.found).toEqual([]);
  expect([answers.page, answers.posted]).toEqual([200, 404]);
  const policy = answers.headers['content-security-policy'] ?? '';
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ]) {
    expect(policy).toContain(rule);
  }
  expect(policy).not.toContain('unsafe');
  expect(answers.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  });
});
