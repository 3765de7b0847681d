import type { Translation } from '../translation';

/** Texts of the main process: native menu, start-up error window, notices on stderr. */
export const main = {
  appName: 'Phoenix Secrets',

  menu: {
    file: 'File',
    new: 'New…',
    settings: 'General',
    edit: 'Edit',
    find: 'Find',
    view: 'View',
    window: 'Window',
    help: 'Help',
    openDataFolder: 'Open Data Folder',
    about: 'About Phoenix Secrets',
    /** What the system's own entries are called; Electron knows them in English only. */
    roles: {
      undo: 'Undo',
      redo: 'Redo',
      cut: 'Cut',
      copy: 'Copy',
      paste: 'Paste',
      delete: 'Delete',
      selectAll: 'Select All',
      reload: 'Reload',
      toggleDevTools: 'Toggle Developer Tools',
      resetZoom: 'Actual Size',
      zoomIn: 'Zoom In',
      zoomOut: 'Zoom Out',
      togglefullscreen: 'Toggle Full Screen',
      minimize: 'Minimize',
      zoom: 'Zoom',
      front: 'Bring All to Front',
      close: 'Close Window',
      quit: 'Quit',
      services: 'Services',
      hide: 'Hide Phoenix Secrets',
      hideOthers: 'Hide Others',
      unhide: 'Show All',
    },
    /** On macOS the entry that ends a program names it. */
    quitNamed: 'Quit Phoenix Secrets',
  },

  about: (versions: { electron: string; chromium: string }) =>
    `Electron ${versions.electron}, Chromium ${versions.chromium}`,

  startError: {
    quit: 'Quit',
    setting: {
      title: 'Phoenix Secrets can’t start',
      heading: 'A setting needs your attention',
      advice: 'Change it in the environment and start again. Nothing was written.',
    },
    already_running: {
      title: 'Phoenix Secrets can’t start',
      heading: 'Another process is using these secrets',
      advice: 'End that process, or choose another data folder with PHOENIX_WORKING_DIR.',
    },
    store: {
      title: 'Phoenix Secrets can’t start',
      heading: 'The secrets can’t be opened',
      advice: 'Nothing was changed. Keep a copy of the data folder before you try to mend it.',
    },
    crash: {
      title: 'Phoenix Secrets stopped',
      heading: 'Something went wrong that was not expected',
      advice: 'Secrets that were saved are safe. Quit and start Phoenix Secrets again.',
    },
    dataFolder: 'Data folder',
  },

  commandLine: {
    version: (version: string) => `Phoenix Secrets ${version}`,
    help: (
      version: string,
    ) => `Phoenix Secrets ${version}: a desktop secrets manager for operators of Arize Phoenix

Usage: phoenix-secrets [options]

  --headless                     serve the endpoint without a window, until SIGTERM or Ctrl+C
  --password-store=NAME          keychain to use: gnome-libsecret, kwallet5 or kwallet6 (Linux)
  --ozone-platform=NAME          x11 or wayland (Linux)
  --disable-gpu                  draw without the graphics card
  --force-device-scale-factor=N  draw everything N times as large
  --lang=LANGUAGE                language of the system's own dialogs, such as en-US or de
  --version, --help              print it and end

Settings are environment variables: PHOENIX_SECRET, PHOENIX_ADMIN_SECRET, PHOENIX_WORKING_DIR,
PHOENIX_SECRETS_PORT, PHOENIX_ENABLE_AUTH, PHOENIX_SECRETS_UPDATE_FEED. Secrets can be handed over on a file descriptor instead:
--phoenix-secret-fd=N, --phoenix-admin-secret-fd=N, --phoenix-initial-password-fd=N.

Exit codes: 0 ended in order, 1 broke, 2 a setting or an option is wrong, 3 another process holds
the data folder, 4 the store cannot be opened.`,
    refused: (option: string) => `${option} is not an option of this program; --help lists them.`,
    unsandboxed:
      'ELECTRON_DISABLE_SANDBOX is set: pages would run without a sandbox. Unset it and start again.',
  },

  stderr: {
    line: (text: string) => `Phoenix Secrets: ${text}\n`,
    serving: (url: string, dataFolder: string) => `serving ${url}/v1/secrets, data folder ${dataFolder}`,
    fallbackKey:
      'PHOENIX_SECRET is not set. Secrets are stored, but with a key that protects nothing: it is the same for everyone.',
    keychainUnopened: (writer: string, now: string) =>
      `the keychain does not give PHOENIX_SECRET out: ${writer} wrote the entry, ${now} is here now. ` +
      'Nothing was rewritten, and no secret can be stored. Unlock that keychain and start again, or set PHOENIX_SECRET in the environment.',
    noDisplay: 'there is no display to open a window on. Use --headless to run the service without a window.',
    shown:
      'it is running already; its window was brought to the front, and none of the settings of this start are used.',
    crash: 'the service stopped unexpectedly. Secrets that were saved are safe; start it again.',
    crashDetail: (name: string) => `the fault was: ${name}`,
    unclean: 'the service did not end in time and was stopped. Secrets that were saved are safe.',
  },
};

/** What stands in windows and menus. What is written to a terminal stays English, as do the answers of the endpoint. */
export type MainTexts = Translation<Omit<typeof main, 'commandLine' | 'stderr'>>;
