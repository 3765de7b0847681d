import { chmodSync, lstatSync, readFileSync, renameSync } from 'node:fs';
import type { Preferences, Theme } from '../../src-shared/contract';
import { languageChoices } from '../../src-shared/languages';
import { writePrivateFile } from '../settings/private-file';

/** Where the window was, in the system's own pixels; `maximized` on top of the place it would go back to. */
export interface WindowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

interface Stored {
  readonly preferences: Preferences;
  readonly window: WindowPlace | null;
}

const defaults: Stored = {
  preferences: {
    theme: 'system',
    language: 'system',
    sort: { column: 'key', direction: 'ascending' },
    owner: 'all',
    autoLockMinutes: 15,
    checkForUpdates: false,
  },
  window: null,
};

// Checked by hand: the schema library would cost more than reading the file before the window can open.
// The types make the compiler ask for each new choice here.
const themes: Record<Theme, true> = { system: true, light: true, dark: true };
const columns: Record<Preferences['sort']['column'], true> = { key: true, updated: true };
const directions: Record<Preferences['sort']['direction'], true> = {
  ascending: true,
  descending: true,
};
const owners: Record<Preferences['owner'], true> = { all: true, mine: true };
const lockMinutes: Record<NonNullable<Preferences['autoLockMinutes']>, true> = {
  5: true,
  15: true,
  60: true,
};

/** `preferences.json` in the data folder: what the window remembers. It holds no secret and no key. */
export class PreferencesFile {
  /** Told after each change of what the window remembers, once it is stored. */
  onChange: ((preferences: Preferences) => void) | null = null;
  readonly #file: string;
  #stored: Stored;

  /** Reads the file; a faulty one is kept beside it as `preferences.json.faulty`, and the defaults hold. */
  constructor(file: string) {
    this.#file = file;
    this.#stored = load(file);
  }

  get preferences(): Preferences {
    return this.#stored.preferences;
  }

  get window(): WindowPlace | null {
    return this.#stored.window;
  }

  /** @throws when the file cannot be written; then nothing has changed */
  setPreferences(change: Partial<Preferences>): Preferences {
    this.#store({ ...this.#stored, preferences: { ...this.#stored.preferences, ...change } });
    this.onChange?.(this.#stored.preferences);
    return this.#stored.preferences;
  }

  /** @throws when the file cannot be written; then nothing has changed */
  setWindow(window: WindowPlace): void {
    this.#store({ ...this.#stored, window });
  }

  #store(stored: Stored): void {
    writePrivateFile(this.#file, `${JSON.stringify(stored, null, 2)}\n`);
    this.#stored = stored;
  }
}

function load(file: string): Stored {
  let text: string;
  try {
    // A link leads to somebody else's file, and a pipe would never end: such a start is the service's to refuse.
    if (!lstatSync(file).isFile()) return defaults;
    text = readFileSync(file, 'utf8');
  } catch {
    return defaults;
  }
  const stored = parse(text);
  try {
    // It may have been wider, or faulty: then it is kept for whoever wrote it.
    if (stored) chmodSync(file, 0o600);
    else renameSync(file, `${file}.faulty`);
  } catch {
    // A folder that cannot be written to is the service's to report.
  }
  return stored ?? defaults;
}

function parse(text: string): Stored | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(data) || !isRecord(data['preferences'])) return null;
  // A file of the first version has no more than the first two.
  const { language, owner, autoLockMinutes, checkForUpdates } = {
    ...defaults.preferences,
    ...data['preferences'],
  };
  const { theme, sort } = data['preferences'];
  if (!isOneOf(theme, themes) || !isRecord(sort)) return null;
  const { column, direction } = sort;
  if (!isOneOf(column, columns) || !isOneOf(direction, directions)) return null;
  if (!languageChoices.some((choice) => choice === language)) return null;
  if (!isOneOf(owner, owners) || !isLockMinutes(autoLockMinutes)) return null;
  if (typeof checkForUpdates !== 'boolean') return null;
  const window = data['window'];
  if (window !== null && !isWindowPlace(window)) return null;
  const sorted = { column, direction };
  return { preferences: { theme, language, sort: sorted, owner, autoLockMinutes, checkForUpdates }, window };
}

function isWindowPlace(data: unknown): data is WindowPlace {
  if (!isRecord(data) || typeof data['maximized'] !== 'boolean') return false;
  return ['x', 'y', 'width', 'height'].every((name) => Number.isInteger(data[name]));
}

function isLockMinutes(data: unknown): data is Preferences['autoLockMinutes'] {
  return data === null || (typeof data === 'number' && Object.hasOwn(lockMinutes, data));
}

function isOneOf<K extends string>(value: unknown, choices: Record<K, true>): value is K {
  return typeof value === 'string' && Object.hasOwn(choices, value);
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
