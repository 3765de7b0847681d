import { app, BrowserWindow, clipboard, Menu, nativeTheme, safeStorage, session } from 'electron';
import path from 'node:path';
import { languageFor, type Language } from '../src-shared/languages';
import { main as texts } from '../src-shared/texts/en/main';
import { ClipboardKeeper } from './electron/clipboard';
import { createDesktop, noDesktop } from './electron/desktop';
import type { StartError } from './electron/error-page';
import { openErrorWindow } from './electron/error-window';
import { readCommandLine, type CommandLine } from './electron/command-line';
import { hasDisplay, isHeadless } from './electron/flags';
import { hardenEveryPage, hardenSession } from './electron/hardening';
import { listenToWindow } from './electron/ipc';
import { Keychain } from './electron/keychain';
import { inLanguage, textsIn } from './electron/language';
import { setMenu, type MenuActions } from './electron/menu';
import { PreferencesFile } from './electron/preferences';
import { reportPresence } from './electron/presence';
import { hardenProcess } from './electron/process';
import { filesBelow, registerAppScheme, serveApp } from './electron/protocol';
import { say } from './electron/say';
import type { ServiceClient, ServiceReady } from './electron/service-client';
import {
  disposeMs,
  openKeychain,
  outwaitClosingWindow,
  startService,
  type ServiceOptions,
} from './electron/start-service';
import { defaultDataFolder, placeUserData, placeUserDataAside } from './electron/user-data';
import { sendEvents } from './electron/window-events';
import { bringToFront, openMainWindow, rememberPlace } from './electron/window';
import { exitCodes } from './service-protocol';
import { removeEndpointFile } from './settings/endpoint-file';
import { readSettings, type Settings } from './settings/environment';
import { takeSecrets } from './settings/secret-sources';

// Before anything else: whatever is started from here on inherits no secret and no weakened rule.
hardenProcess();
const secrets = takeSecrets(process.env, process.argv);
app.setName('phoenix-secrets');
registerAppScheme();
hardenEveryPage(app);

/** Exit code of a program that broke or was broken off; none of {@link exitCodes} means that. */
const broken = 1;

const headless = isHeadless();
const developing = !app.isPackaged;
const built = import.meta.dirname;
const appFiles = () => filesBelow(path.join(built, '../renderer'));
/** What the windows speak; before the preferences are read, what the computer does. */
const language = (): Language =>
  languageFor(preferences?.preferences.language ?? 'system', app.getPreferredSystemLanguages());
const keeper = new ClipboardKeeper(clipboard);

let service: ServiceClient | null = null;
let window: BrowserWindow | null = null;
let preferences: PreferencesFile | null = null;
let exitCode = 0;
let failed = false;
let ending = false;

process.on('uncaughtException', breakDown);
process.on('unhandledRejection', breakDown);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  // The first one ends in order, the second one at once.
  process.on(signal, () => (ending ? app.exit(broken) : void end()));
}
app.on('before-quit', (event) => {
  event.preventDefault();
  void end();
});
app.on('window-all-closed', () => void end());

const commandLine = readCommandLine(process.argv.slice(1), {
  shipped: app.isPackaged,
  root: process.getuid?.() === 0,
  sandboxed: !app.commandLine.hasSwitch('no-sandbox'),
  platform: process.platform,
});
const read = readSettings(process.env, { defaultDataFolder: defaultDataFolder(process.env), secrets });
if (commandLine.kind !== 'start') {
  answerCommandLine(commandLine);
} else if (!read.ok) {
  // The window that says so must not write where nobody knows yet whether it may.
  placeUserDataAside();
  fail('setting', read.faults, exitCodes.setting);
} else if (headless) void runHeadless(read.settings);
else if (hasDisplay()) void runWindow(read.settings);
else {
  say(texts.stderr.noDisplay);
  app.exit(exitCodes.setting);
}

/** Nothing is opened or written for these; the launcher of a package on Linux answers them without Electron. */
function answerCommandLine(asked: Exclude<CommandLine, { kind: 'start' }>): void {
  if (asked.kind === 'version' || asked.kind === 'help') {
    process.stdout.write(`${texts.commandLine[asked.kind](app.getVersion())}\n`);
    return app.exit(0);
  }
  say(asked.kind === 'refused' ? texts.commandLine.refused(asked.option) : texts.commandLine.unsandboxed);
  app.exit(exitCodes.setting);
}

async function runHeadless(settings: Settings): Promise<void> {
  // Without a window there is nothing to draw, and no process is needed that could.
  app.disableHardwareAcceleration();
  app.commandLine.appendSwitch('disable-gpu');
  app.commandLine.appendSwitch('disable-software-rasterizer');
  placeUserData(settings.dataFolder);
  const keychain = await openKeychain(settings, new Keychain(settings.dataFolder, safeStorage));
  if (ending) return;
  service = startService({ built, settings, mode: 'headless', desktop: noDesktop, keychain });
  const ready = await serving(service, settings);
  if (ready) say(texts.stderr.serving(ready.url, settings.dataFolder));
}

async function runWindow(settings: Settings): Promise<void> {
  const { dataFolder } = settings;
  // The lock is only the messenger between two windows; who holds the data folder is the service's to say.
  const placed = placeUserData(dataFolder);
  if (placed && !app.requestSingleInstanceLock()) {
    say(texts.stderr.shown);
    app.exit(0);
    return;
  }
  app.on('second-instance', () => {
    const [open] = BrowserWindow.getAllWindows();
    if (open && !ending) bringToFront(open);
  });

  const ownFolder = placed ? dataFolder : app.getPath('userData');
  preferences = new PreferencesFile(path.join(ownFolder, 'preferences.json'));
  nativeTheme.themeSource = preferences.preferences.theme;
  const keychain = new Keychain(dataFolder, safeStorage);
  const desktop = createDesktop(dataFolder, preferences, keeper, keychain);
  // Both take their time: the service starts beside Electron, and the page loads beside the service.
  const serves = startForWindow({ built, settings, mode: 'window', desktop }, keychain);
  listenToWindow(
    () => window,
    async (...call) => (await serves).call(...call),
  );
  openWindowWhenReady(desktop.openFolder.bind(desktop, dataFolder), preferences);
  service = await serves;
  sendEvents(service, settings, () => window?.webContents ?? null, keeper);
  await serving(service, settings);
}

async function startForWindow(
  options: Omit<ServiceOptions, 'keychain'>,
  keychain: Keychain,
): Promise<ServiceClient> {
  const complete = { ...options, keychain: await openKeychain(options.settings, keychain) };
  // The keychain may have asked for its password while the window was closed: nobody waits for this any more.
  if (ending) return new Promise(() => undefined);
  service = startService(complete);
  return outwaitClosingWindow(service, complete);
}

function openWindowWhenReady(openDataFolder: () => Promise<void>, place: PreferencesFile): void {
  // Otherwise Electron builds a menu of its own first.
  Menu.setApplicationMenu(null);
  void app.whenReady().then(() => {
    if (failed || ending) return;
    const pages = session.fromPartition('window');
    hardenSession(pages);
    serveApp(pages, inLanguage(appFiles(), language));
    const preload = path.join(built, '../preload/index.cjs');
    window = openMainWindow({ session: pages, preload, preferences: place, developing });
    window.once('closed', () => {
      window = null;
    });
    reportPresence(window.webContents, () => service);
    reloadBrokenPage(window);
    const actions: MenuActions = {
      send: (command) => window?.webContents.send('app.command', { command }),
      openDataFolder: () => void openDataFolder().catch(() => undefined),
    };
    let spoken = language();
    setMenu(actions, textsIn(spoken), developing);
    // A page keeps the texts that it was loaded with; what it was signed in as belongs to its web contents.
    place.onChange = () => {
      if (language() === spoken) return;
      spoken = language();
      setMenu(actions, textsIn(spoken), developing);
      window?.webContents.reload();
    };
  });
}

/** A page whose process died is loaded again; one that dies over and over is given up. */
function reloadBrokenPage(page: BrowserWindow): void {
  let last = -Infinity;
  page.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || ending || failed) return;
    if (performance.now() - last < 10_000) return fail('crash', [], broken);
    last = performance.now();
    page.webContents.reload();
  });
}

/** Waits for the service; says what went wrong, or gives what it serves. */
async function serving(client: ServiceClient, settings: Settings): Promise<ServiceReady | null> {
  const started = await client.started;
  if (ending) return null;
  if (started.state === 'failed') {
    const { code, message } = started.failure;
    fail(code, [message], exitCodes[code], settings.dataFolder);
    return null;
  }
  if (started.state === 'crashed') {
    crash(client.fault, settings.dataFolder);
    return null;
  }
  client.onCrash = () => {
    // The port is free from now on: scripts must not be sent to whoever takes it.
    removeEndpointFile(settings.dataFolder);
    crash(client.fault, settings.dataFolder);
  };
  if (started.ready.fallbackKey) say(texts.stderr.fallbackKey);
  return started.ready;
}

function crash(fault: string, dataFolder: string | null): void {
  say(texts.stderr.crash);
  say(texts.stderr.crashDetail(fault));
  fail('crash', [], broken, dataFolder);
}

/** An error that nobody expected. Its name only: a message may quote what was being worked on. */
function breakDown(error: unknown): void {
  if (failed) return app.exit(broken);
  crash(error instanceof Error ? error.name : 'unknown', null);
}

/** Says what is wrong, on stderr and in a window where one can open; the program ends when it is closed. */
function fail(
  kind: StartError['kind'],
  faults: readonly string[],
  code: number,
  dataFolder: string | null = null,
): void {
  failed = true;
  exitCode = code;
  for (const fault of faults) say(fault);
  if (headless || !hasDisplay()) return void end();
  void app.whenReady().then(() => {
    openErrorWindow({ kind, faults, dataFolder }, language(), appFiles(), developing);
    // After it: a moment without any window would end the program.
    window?.destroy();
  });
}

/** Ends in order: no new start is told that we are here, the window is gone at once, then the service closes. */
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  // A signal to the whole group, as systemd and a logout send it, ends the drawing process too. Chromium would end
  // the program in the middle of this when it can't start it again.
  app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
  app.releaseSingleInstanceLock();
  if (window && preferences) rememberPlace(window, preferences);
  for (const open of BrowserWindow.getAllWindows()) open.destroy();
  await keeper.forget().catch(() => undefined);
  if (service && !(await service.dispose(disposeMs))) {
    say(texts.stderr.unclean);
    exitCode ||= broken;
  }
  app.exit(exitCode);
}
