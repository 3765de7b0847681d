import type { Translation } from '../translation';

/** Why a start fails, in one sentence with what to do: for the error window and stderr. None holds a secret. */
export const start = {
  settings: {
    port: (standard: number) =>
      'PHOENIX_SECRETS_PORT must be a whole number from 0 to 65535. ' +
      `Set a free port, 0 for any free one, or unset it for ${standard}.`,
    secret: (variable: string, rule: string) =>
      `${variable} ${rule}. Set another value (openssl rand -hex 32 makes one), or unset it.`,
    secretRules: {
      secret_empty: 'must not be empty',
      secret_space: 'must not contain white space',
      secret_not_ascii: 'must contain only ASCII characters',
      secret_too_short: 'must be at least 32 characters long',
      secret_digit: 'must contain at least one digit',
      secret_lower_case: 'must contain at least one lower-case letter',
    },
    enableAuth: 'PHOENIX_ENABLE_AUTH must be true or false. Set one of them, or unset it for false.',
    updateFeed:
      'PHOENIX_SECRETS_UPDATE_FEED must be an https address without a password in it. Set such a one, or unset it: then no newer version is looked for.',
    adminSecretAlone:
      'PHOENIX_ADMIN_SECRET must not be set without PHOENIX_SECRET. Set PHOENIX_SECRET too, or unset it.',
    adminSecretEqual:
      'PHOENIX_ADMIN_SECRET must differ from PHOENIX_SECRET. Set another value for one of them.',
    descriptorNumber: (flag: string, variable: string) =>
      `${flag}N must name an open file descriptor from 3 on. ` +
      `Use a number, or set ${variable} in the environment instead.`,
    descriptorUnread: (flag: string, descriptor: string, variable: string) =>
      `${flag}${descriptor} could not be read. ` +
      `Open the descriptor for the program, or set ${variable} in the environment instead.`,
    portTaken: (port: number) =>
      `PHOENIX_SECRETS_PORT: port ${port} is taken by another program. Set another port, or 0 for any free one.`,
    portUnusable: (port: number, code: string) =>
      `PHOENIX_SECRETS_PORT: port ${port} cannot be used (${code}). Set another port, or 0 for any free one.`,
    noDataFolder:
      'HOME is not set, so that nothing names a data folder. Set HOME, or PHOENIX_WORKING_DIR to a folder of your own.',
    dataFolder: (reason: string) =>
      `The data folder cannot be used: ${reason}. Set PHOENIX_WORKING_DIR to a folder of your own.`,
  },

  /** What is wrong with a path; parts of the sentences around them. */
  path: {
    link: (path: string) => `${path} is a symbolic link`,
    notAFolder: (path: string) => `${path} is not a folder`,
    notAFile: (path: string) => `${path} is not a regular file`,
    shared: (path: string) => `${path} is shared by all users (sticky)`,
    open: (path: string) => `${path} can be written to by other users`,
    foreign: (path: string) => `${path} belongs to another user`,
    notMade: (path: string, code: string) => `${path} cannot be made (${code})`,
  },
  unknownReason: 'unknown reason',

  file: {
    refused: (reason: string) => `${reason}. Nothing was changed. Move it away and start again.`,
    unwritable: (path: string, code?: string) =>
      `${path} cannot be written${code === undefined ? '' : ` (${code})`}. ` +
      'Check the permissions of the folder and the space on its disk.',
    unlockable: (path: string) => `${path} cannot be locked. Move it away and start again.`,
  },

  running: {
    already: (folder: string, who: string) =>
      `Phoenix Secrets is already running on ${folder}: ${who} holds it. ` +
      'End that one first, or set PHOENIX_WORKING_DIR to another folder.',
    process: (pid: number, mode: string, since: string) => `process ${pid} (${mode}, since ${since})`,
    modes: { window: 'with a window', headless: '--headless' },
    unknownProcess: 'another process',
  },

  store: {
    foreign: (path: string) =>
      `${path} was made by another program. Nothing was changed. Move it away, or set PHOENIX_WORKING_DIR to another folder.`,
    newer: (path: string, found: number, known: number) =>
      `${path} was made by a newer version of Phoenix Secrets (schema ${found}, this one knows ${known}). ` +
      'Nothing was changed. Start the newer version.',
    odd: (path: string, kinds: string) =>
      `${path} holds what Phoenix Secrets did not put there (${kinds}). Nothing was changed. ` +
      'Restore a backup, or move it away to begin with an empty store.',
    damaged: (path: string) =>
      `${path} is damaged. Nothing was changed. Keep a copy of it; then restore a backup, or move it away to begin with an empty store.`,
    locked: (path: string) => `${path} is locked by another process. Close what uses it and start again.`,
    full: (path: string) => `The disk of ${path} is full. Free some space and start again.`,
    unwritable: (path: string, code: string) =>
      `${path} cannot be written (${code}). Check the permissions of the file and its folder.`,
    unopenable: (path: string, code: string) => `${path} cannot be opened (${code}). Check the disk.`,
  },
} as const;

/** The same in another language: only for the error window, since stderr is English. */
export type StartTexts = Translation<typeof start>;
