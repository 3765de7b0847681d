import type { App, Session, WebContents } from 'electron';

/**
 * Closes every way out of a page, for each page that will ever exist, so that a new window cannot be forgotten.
 * A page that is taken over by an injected text then finds nothing to leave by.
 */
export function hardenEveryPage(app: App): void {
  app.on('web-contents-created', (_event, contents) => hardenPage(contents));
}

function hardenPage(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }) => event.preventDefault();
  // The page shows other things by its own code; a real navigation is always somebody else's idea.
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', refuse);
  // A file dropped on the page, a middle click, `window.open`: no second window, and nothing leaves for the browser.
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // WebRTC is not bound by the content security policy: no UDP, and TCP only through the proxy that is not there.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Refuses all permissions, devices and downloads of a session, and keeps it off the network. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event) => event.preventDefault());
  // Dictionaries are fetched from a server (also where it is off), and a value must not be looked up word by word.
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
  // The page has no business on any network: its data comes over IPC. Held here as well as by the policy.
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !/^(?:app|devtools|blob|data):/.test(details.url) }),
  );
  // Whatever goes around that meets a proxy that nobody runs (port 9 discards), also on the way to this machine.
  void session.setProxy({ proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' });
}
