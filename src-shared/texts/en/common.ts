import { clock, counted, day, list, longAgo, moment, number, shortDay, type TimeDistance } from './intl';

const units: Record<TimeDistance['unit'], string> = {
  second: 's',
  minute: 'min',
  hour: 'h',
  day: 'd',
  week: 'wk',
  month: 'mo',
};

const unitsOfSize = ['bytes', 'KB', 'MB', 'GB', 'TB'];

export const common = {
  appName: 'Phoenix Secrets',
  localStore: 'Local store',
  thisComputer: 'This computer',
  navigation: 'Main',
  settingsGroup: 'Settings',
  pages: {
    secrets: 'Secrets',
    general: 'General',
    users: 'Users',
    apiKeys: 'API Keys',
    connections: 'Connections',
  },
  windowTitle: (page: string) => `${page} – Phoenix Secrets`,
  windowTitleOn: (page: string, server: string) => `${page} – ${server} – Phoenix Secrets`,
  roles: { SYSTEM: 'System', ADMIN: 'Admin', MEMBER: 'Member', VIEWER: 'Viewer' },
  systemUser: 'System',

  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  saving: 'Saving…',
  saved: 'Saved',
  deleting: 'Deleting…',
  deleted: 'Deleted',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Not copied',
  dismiss: 'Dismiss',
  undo: 'Undo',
  tryNow: 'Try now',
  nextTry: (seconds: number) => `Next try in ${number(seconds)} s`,
  loading: 'Loading…',

  /** Names of keys on a keyboard, as they are printed on it. */
  keys: { ctrl: 'Ctrl', command: '⌘', enter: '↵', escape: 'Esc', delete: 'Del' },

  number,
  list,
  day,
  shortDay,
  moment,
  clock,
  now: 'now',
  ago: ({ unit, count }: TimeDistance) => `${number(count)} ${units[unit]} ago`,
  /** In a sentence: `12 minutes ago`. */
  longAgo,
  justNow: 'just now',
  within: ({ unit, count }: TimeDistance) => `in ${number(count)} ${units[unit]}`,
  inDays: (days: number) => `in ${counted(days, 'day', 'days')}`,

  /** 1 KB is 1,000 bytes, as file managers count. */
  bytes(size: number): string {
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
