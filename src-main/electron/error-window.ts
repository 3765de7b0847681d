import { BrowserWindow, session } from 'electron';
import type { Language } from '../../src-shared/languages';
import { errorPage, errorStyle, quitUrl, type StartError } from './error-page';
import { hardenSession } from './hardening';
import { textsIn } from './language';
import { appOrigin } from './origin';
import { serveApp, textFile, type ServedFiles } from './protocol';
import { backgroundColor, pagePreferences, windowIcon } from './window';

/**
 * Says why the program can't go on. The page has no script and no preload, and a session of its own.
 * @param appFiles the files of the app's own page; its font is among them
 */
export function openErrorWindow(
  error: StartError,
  language: Language,
  appFiles: ServedFiles,
  developing: boolean,
): void {
  const own = session.fromPartition('error');
  hardenSession(own);
  const files = new Map([
    ['/error.html', textFile('.html', errorPage(error, language))],
    ['/error.css', textFile('.css', errorStyle)],
  ]);
  const font = [...appFiles].find(([name]) => /\/inter-latin-opsz-[^/]*\.woff2$/.test(name));
  if (font) files.set('/inter.woff2', font[1]);
  serveApp(own, files);
  const window = new BrowserWindow({
    title: textsIn(language).startError[error.kind].title,
    ...windowIcon,
    width: 560,
    height: 400,
    useContentSize: true,
    minWidth: 400,
    minHeight: 280,
    show: false,
    backgroundColor: backgroundColor(),
    webPreferences: pagePreferences(own, developing),
  });
  window.removeMenu();
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  // The page's one link; the navigation itself is refused like any other.
  window.webContents.on('will-frame-navigate', ({ url }) => {
    if (url === quitUrl) window.close();
  });
  // A window that is closed while it loads is no fault.
  window.loadURL(`${appOrigin}/error.html`).catch(() => undefined);
}
