import { BrowserWindow, nativeTheme, screen, type Session, type WebPreferences } from 'electron';
import path from 'node:path';
import { main as texts } from '../../src-shared/texts/en/main';
import { reachablePlace } from './place';
import type { PreferencesFile, WindowPlace } from './preferences';
import { appOrigin } from './origin';

/** `bg-canvas` of the two themes: what a window shows before its page has painted. */
const canvas = { light: '#FFFFFF', dark: '#111514' };

export const backgroundColor = (): string => (nativeTheme.shouldUseDarkColors ? canvas.dark : canvas.light);

/** Linux takes the picture of a window from the program, elsewhere it is in the package. The file lies beside this one. */
export const windowIcon =
  process.platform === 'linux' ? { icon: path.join(import.meta.dirname, 'icon.png') } : {};

/** What every window of ours is opened with. A page gets no Node, no shared world, no disk. */
export function pagePreferences(session: Session, developing: boolean): WebPreferences {
  return {
    session,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // A value must not be looked up word by word.
    spellcheck: false,
    // Developer tools read what is typed.
    devTools: developing,
    enableWebSQL: false,
  };
}

export interface MainWindowOptions {
  readonly session: Session;
  readonly preload: string;
  readonly preferences: PreferencesFile;
  readonly developing: boolean;
}

/** Opens the window where it was last time. It shows once its page has painted, not before. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { preferences, session, preload, developing } = options;
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const place = reachablePlace(preferences.window, areas);
  const window = new BrowserWindow({
    title: texts.appName,
    ...windowIcon,
    // The first time 1100 × 720 for the page itself; a place that was remembered counts the frame.
    ...(place ? boundsOf(place) : { width: 1100, height: 720, useContentSize: true }),
    minWidth: 760,
    minHeight: 520,
    show: false,
    backgroundColor: backgroundColor(),
    autoHideMenuBar: true,
    ...(process.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' as const } : {}),
    webPreferences: { ...pagePreferences(session, developing), preload },
  });
  if (place?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  // The title is ours, whatever a page says.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', () => rememberPlace(window, preferences));
  followTheme(window);
  // A window that is closed while it loads is no fault.
  window.loadURL(`${appOrigin}/index.html`).catch(() => undefined);
  return window;
}

/** Brings a window to the front, also when it is minimised; one that has not painted yet comes by itself. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  if (window.isVisible()) window.focus();
}

function boundsOf({ x, y, width, height }: WindowPlace) {
  return { x, y, width, height };
}

/** Keeps where the window is, for the next start. */
export function rememberPlace(window: BrowserWindow, preferences: PreferencesFile): void {
  try {
    preferences.setWindow({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  } catch {
    // A full disk must not keep a window from closing; next time it opens where it was before.
  }
}

function followTheme(window: BrowserWindow): void {
  const repaint = () => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', repaint);
  window.once('closed', () => nativeTheme.off('updated', repaint));
}
