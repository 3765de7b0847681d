import type { Texts } from '../en';
import type { TimeDistance } from '../en/intl';
import { clock, counted, day, list, longAgo, moment, number, shortDay } from './intl';

const units: Record<TimeDistance['unit'], string> = {
  second: 'Sek.',
  minute: 'Min.',
  hour: 'Std.',
  day: 'Tg.',
  week: 'Wo.',
  month: 'Mon.',
};

const unitsOfSize = ['Byte', 'KB', 'MB', 'GB', 'TB'];

export const common: Texts['common'] = {
  appName: 'Phoenix Secrets',
  localStore: 'Lokaler Speicher',
  thisComputer: 'Dieser Computer',
  navigation: 'Hauptnavigation',
  settingsGroup: 'Einstellungen',
  pages: {
    secrets: 'Secrets',
    general: 'Allgemein',
    users: 'Benutzer',
    apiKeys: 'API-Schlüssel',
    connections: 'Verbindungen',
  },
  windowTitle: (page) => `${page} – Phoenix Secrets`,
  windowTitleOn: (page, server) => `${page} – ${server} – Phoenix Secrets`,
  roles: { SYSTEM: 'System', ADMIN: 'Admin', MEMBER: 'Member', VIEWER: 'Viewer' },
  systemUser: 'System',

  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  saving: 'Wird gespeichert…',
  saved: 'Gespeichert',
  deleting: 'Wird gelöscht…',
  deleted: 'Gelöscht',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyFailed: 'Nicht kopiert',
  dismiss: 'Ausblenden',
  undo: 'Rückgängig',
  tryNow: 'Jetzt versuchen',
  nextTry: (seconds) => `Nächster Versuch in ${number(seconds)} s`,
  loading: 'Wird geladen…',

  keys: { ctrl: 'Strg', command: '⌘', enter: '↵', escape: 'Esc', delete: 'Entf' },

  number,
  list,
  day,
  shortDay,
  moment,
  clock,
  now: 'jetzt',
  ago: ({ unit, count }) => `vor ${number(count)} ${units[unit]}`,
  longAgo,
  justNow: 'gerade eben',
  within: ({ unit, count }) => `in ${number(count)} ${units[unit]}`,
  inDays: (days) => `in ${counted(days, 'Tag', 'Tagen')}`,

  bytes(size) {
    let value = size;
    let unit = 0;
    while (value >= 1000 && unit < unitsOfSize.length - 1) {
      value /= 1000;
      unit += 1;
    }
    const rounded = unit > 0 && value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
    return `${number(rounded)} ${unitsOfSize[unit] ?? ''}`;
  },
};
