import { app } from 'electron';
import { writeFileSync } from 'node:fs';

/**
 * Variables that take the sandbox away, weaken TLS, write keys or logs to a file, or load code into this program or one that we start. The
 * launcher of a package holds the same list.
 */
const unwantedVariables = [
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_DEBUG',
  'NODE_V8_COVERAGE',
  'NODE_REDIRECT_WARNINGS',
  'NODE_PRESERVE_SYMLINKS',
  'NODE_PRESERVE_SYMLINKS_MAIN',
  'OPENSSL_CONF',
  'OPENSSL_MODULES',
  'SSLKEYLOGFILE',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'ELECTRON_DISABLE_SANDBOX',
  'ELECTRON_PROFILE_INIT_SCRIPTS',
  'ELECTRON_ENABLE_LOGGING',
  'ELECTRON_LOG_FILE',
  'ELECTRON_RUN_AS_NODE',
  'CHROME_LOG_FILE',
  'CHROME_DEVEL_SANDBOX',
  'CHROME_SANDBOX_DEBUGGING',
];

/**
 * Switches that open a door into a window or weaken its network. `removeSwitch` works as long as main runs first. A
 * shipped program takes no switch but a few (command-line.ts) and ends; this is for the moments until it has ended.
 */
const unwantedSwitches = [
  // A debugger can read what is typed.
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'auto-open-devtools-for-tabs',
  // Certificates, names and routes of the network.
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'unsafely-treat-insecure-origin-as-secure',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  'ssl-key-log-file',
  // Logs that hold bodies and headers.
  'log-net-log',
  'net-log-capture-mode',
  'log-file',
  // Rules of the page, and other people's code beside ours.
  'disable-web-security',
  'allow-file-access-from-files',
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'load-extension',
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'user-data-dir',
];

/**
 * Closes what can be closed from inside, before anything else of ours runs.
 * Switches stay in a development start, since Playwright and a debugger are how the window is tested.
 */
export function hardenProcess(): void {
  // Files of ours are for their owner alone, whatever the shell's umask says.
  process.umask(0o077);
  for (const name of unwantedVariables) Reflect.deleteProperty(process.env, name);
  if (app.isPackaged) for (const name of unwantedSwitches) app.commandLine.removeSwitch(name);
  emptyCoreDumps();
}

/**
 * Linux: a core dump of this process holds no memory, also where a collector such as systemd's ignores `ulimit -c`. The
 * launcher says so for the helpers too, of which the first are forked before this; here it is for a start without it.
 */
function emptyCoreDumps(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // A container may mount /proc read-only; the launcher's `ulimit -c 0` holds there.
  }
}

/** What a browser needs to find its display, its profile, its language and the network. */
const browserVariables =
  /^(HOME|PATH|USER|LOGNAME|SHELL|TERM|TMPDIR|BROWSER|DISPLAY|XAUTHORITY|DESKTOP_SESSION|LANG|LANGUAGE|TZ)$|^(XDG|WAYLAND|DBUS|LC|GTK|GDK|QT|KDE|GNOME|MOZ)_|^(https?|all|no)_proxy$/i;

/** The environment of a browser or file manager that we start: of ours only what it needs. */
export function browserEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => browserVariables.test(name)));
}
