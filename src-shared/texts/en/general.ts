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
    ownText: 'Read from the environment at start. It is never written to disk.',
    fallback: 'PHOENIX_SECRET is not set',
    fallbackText:
      'Secrets are stored, but with a key that protects nothing. Set PHOENIX_SECRET in the environment and start Phoenix Secrets again.',
    fallbackRule:
      'At least 32 characters without spaces, among them a digit and a small letter. Keep a copy: without it no secret can be decrypted, by anyone. Secrets stored before have to be set again.',
    fallbackCode: 'export PHOENIX_SECRET="$(openssl rand -hex 32)"',
    copyFallbackCode: 'Copy export command',
    unreadable: (unreadable: number, total: number) =>
      `${number(unreadable)} of ${counted(total, 'secret', 'secrets')} unreadable`,
    unreadableText: (unreadable: number) =>
      `${plural(unreadable, 'It was', 'They were')} encrypted with another key. Start Phoenix Secrets with that PHOENIX_SECRET, or replace ${plural(unreadable, 'it', 'them')}.`,
    showSecrets: 'Show secrets',
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

  versions: {
    title: 'Versions',
    text: 'Include these in a bug report.',
    copy: 'Copy versions',
    line: (app: string, schema: number, electron: string) =>
      `Phoenix Secrets ${app} · store schema ${String(schema)} · Electron ${electron}`,
  },
};
