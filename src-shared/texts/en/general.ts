import { counted, number, plural } from './intl';

export const general = {
  title: 'General',
  loadFailed: 'Can’t read the settings.',

  endpoint: {
    title: 'Endpoint',
    text: 'Local tools set secrets here.',
    url: 'Endpoint URL',
    copyUrl: 'Copy endpoint URL',
    copyCurl: 'Copy curl command',
    stop: 'Stop',
    start: 'Start',
    running: 'Running',
    stopped: 'Stopped',
    loopback: 'Loopback only',
    stoppedText: 'Local tools can’t set secrets until it is started.',
    requests: (count: number) => `${counted(count, 'request', 'requests')} today`,
    lastRequest: (when: string) => `last one ${when}`,
    stopFailed: 'Not stopped.',
    startFailed: 'Not started.',
  },

  encryption: {
    title: 'Encryption',
    text: 'Protects values at rest.',
    own: 'Encrypted with your PHOENIX_SECRET',
    fromEnvironment: 'Read from the environment at start. It is never written to disk.',
    fromKeychain: (keychain: string) => `Kept in the system keychain (${keychain}).`,
    fallback: 'PHOENIX_SECRET is not set',
    fallbackText: 'Secrets are stored, but with a key that protects nothing.',
    noKeychain: (keychain: string) =>
      `Phoenix Secrets can’t keep a key here: this system has no keychain that protects it (${keychain}). Set PHOENIX_SECRET in the environment and start Phoenix Secrets again.`,
    fallbackRule:
      'This makes one. Make it once, and give the same one to every start. At least 32 characters without spaces, among them a digit and a small letter. Keep a copy: without it no secret can be decrypted, by anyone. Secrets stored before have to be set again.',
    fallbackCode: 'openssl rand -hex 32',
    copyFallbackCode: 'Copy command',
    set: 'Set encryption key…',
    unopened: 'The keychain does not give PHOENIX_SECRET out',
    unopenedText: (writer: string, now: string) =>
      `${writer} wrote the entry, ${now} is what this session has now. Nothing was rewritten. Start Phoenix Secrets in a session where ${writer} is unlocked, or set PHOENIX_SECRET in the environment to the copy that you kept. Until then no secret can be set or replaced.`,
    unopenedSame: (keychain: string) =>
      `The entry in ${keychain} is missing, locked or was written by another account. Nothing was rewritten. Unlock ${keychain} and start Phoenix Secrets again, or set PHOENIX_SECRET in the environment to the copy that you kept. Until then no secret can be set or replaced.`,
    unreadable: (unreadable: number, total: number) =>
      `${number(unreadable)} of ${counted(total, 'secret', 'secrets')} unreadable`,
    unreadableText: (unreadable: number) =>
      `${plural(unreadable, 'It was', 'They were')} stored under another PHOENIX_SECRET, or while none was set: the list says which. Start Phoenix Secrets as it was then, or replace ${plural(unreadable, 'it', 'them')}.`,
    showSecrets: 'Show secrets',
    /** How people call what Electron names so; others are shown as they are. */
    keychains: {
      gnome_libsecret: 'GNOME Keyring',
      kwallet: 'KWallet',
      kwallet5: 'KWallet',
      kwallet6: 'KWallet',
      keychain: 'Keychain',
      dpapi: 'Windows DPAPI',
      basic_text: 'basic_text',
    } as Record<string, string>,
  },

  setKey: {
    title: 'Set encryption key',
    text: (readable: number) =>
      readable === 0
        ? 'Secrets are encrypted with this key from now on. It goes into the system keychain.'
        : `The ${counted(readable, 'readable secret is', 'readable secrets are')} encrypted again with this key. It goes into the system keychain.`,
    field: 'PHOENIX_SECRET',
    characters: (count: number) => counted(count, 'character', 'characters'),
    placeholder: 'Paste the key',
    generate: 'Generate one',
    generated: 'Made when you set it, and shown once',
    paste: 'Paste my own',
    rules: {
      secret_too_short: 'At least 32 characters',
      secret_digit: 'A digit',
      secret_lower_case: 'A lower-case letter',
      secret_character: 'ASCII only, no spaces',
    },
    ruleKept: 'Kept:',
    ruleBroken: 'Missing:',
    keep: { fact: 'Keep a copy.', text: 'Without it no secret can be decrypted, by anyone.' },
    copy: 'Copy key',
    save: (readable: number) =>
      readable === 0 ? 'Set key' : `Set key and encrypt ${counted(readable, 'secret', 'secrets')}`,
    saving: 'Encrypting…',
    failed: 'Key not set.',
    notTaken: 'The keychain did not take the key. Nothing was changed.',
    done: 'Done',
    stored: 'I have stored a copy',
    isSet: (reencrypted: number) =>
      reencrypted === 0
        ? 'The key is set.'
        : `The key is set. ${counted(reencrypted, 'secret was', 'secrets were')} encrypted again with it.`,
    stillUnreadable: (count: number) => `${counted(count, 'secret stays', 'secrets stay')} unreadable.`,
    shownOnce: 'It is shown only now.',
  },

  lock: {
    title: 'Lock',
    text: 'Signs you out when nobody is here.',
    group: 'Lock automatically',
    minutes: (count: number) => `${number(count)} min`,
    never: 'Never',
    hint: 'Also when the computer sleeps or its screen is locked.',
    hintNever: 'Only when the computer sleeps or its screen is locked.',
    failed: 'Not kept.',
  },

  dataFolder: {
    title: 'Data folder',
    text: 'The store and its settings.',
    field: 'Data folder path',
    open: 'Open',
    openFailed: 'Not opened.',
  },

  appearance: {
    title: 'Appearance',
    text: 'Follows your computer by default.',
    system: 'System',
    light: 'Light',
    dark: 'Dark',
    failed: 'Not kept.',
  },

  language: {
    title: 'Language',
    text: 'Automatic follows your computer.',
    system: 'Automatic',
    failed: 'Not kept.',
  },

  updates: {
    title: 'Updates',
    text: 'Tells, and installs nothing.',
    group: 'Look for a newer version',
    off: 'Off',
    daily: 'Once a day',
    hintOff: (host: string) =>
      `Nothing is asked. Turned on, ${host} is told this program’s version, nothing else.`,
    hint: (host: string) =>
      `Asks ${host} at the start and once a day; it is told this program’s version, nothing else.`,
    noFeed: 'There is nobody to ask: PHOENIX_SECRETS_UPDATE_FEED is not set.',
    checkNow: 'Check now',
    checking: 'Checking…',
    newer: (version: string) => `Version ${version} is available.`,
    newest: 'This is the newest version.',
    checked: (when: string) => `Asked ${when}.`,
    noAnswer: (host: string) =>
      `${host} gave no usable answer. It is asked again tomorrow, or with “Check now”.`,
    open: 'Show in browser',
    openFailed: 'The browser was not opened.',
    failed: 'Not kept.',
  },

  versions: {
    title: 'Versions',
    text: 'Include these in a bug report.',
    copy: 'Copy versions',
    line: (app: string, schema: number, electron: string) =>
      `Phoenix Secrets ${app} · store schema ${String(schema)} · Electron ${electron}`,
  },
};
