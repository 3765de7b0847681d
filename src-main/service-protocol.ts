import type { Events } from '../src-shared/contract';
import type { Result } from '../src-shared/errors';
import type { EventName } from '../src-shared/operations';
import type { Desktop } from './desktop';
import type { Settings } from './settings/environment';

/** Messages between the main thread and the service's worker thread. One port, so their order is kept. */

/** Given to the worker as `workerData`. */
export interface ServiceStart {
  readonly settings: Settings;
  readonly mode: 'window' | 'headless';
  /** The built better-sqlite3, a full path. */
  readonly nativeBinding: string;
  readonly versions: { readonly app: string; readonly electron: string };
  readonly keychain: KeychainStart;
}

/** The operating system's keychain as main found it at the start. */
export interface KeychainStart {
  /** False where there is no real one (`basic_text`, headless): then nothing can be stored. */
  readonly available: boolean;
  /** Its name, such as `gnome_libsecret`. */
  readonly backend: string;
  /** PHOENIX_SECRET out of it; null when there is none, when it cannot be opened, or when the environment has one. */
  readonly secret: string | null;
  /** An entry is there but cannot be opened: the name of the keychain that wrote it. Otherwise null. */
  readonly unopenedFrom: string | null;
}

/** Why the service could not start; each code has one exit code, see {@link exitCodes}. */
export interface StartFailure {
  readonly code: 'setting' | 'already_running' | 'store';
  /** One sentence with what to do; names files, ports and pids, never a secret. */
  readonly message: string;
  /** With `already_running`: what the process is that holds the data folder, where that is known. */
  readonly holder?: 'window' | 'headless';
}

/** Exit codes of the program; other people's scripts rely on them. */
export const exitCodes = { setting: 2, already_running: 3, store: 4 } as const;

export type ToService =
  | {
      readonly type: 'call';
      readonly id: number;
      readonly operation: string;
      readonly input: unknown;
      /** Which window session is calling: the id of its web contents. */
      readonly session: number;
    }
  /** Somebody used the window (keyboard, pointer): sent at most every 10 s. Auto-lock counts from the last one. */
  | { readonly type: 'active' }
  /** The system goes to sleep or its screen was locked: whoever is signed in is signed out at once. */
  | { readonly type: 'lock'; readonly reason: 'locked' }
  /** A window is gone, and its session with it. */
  | { readonly type: 'close-session'; readonly session: number }
  | { readonly type: 'desktop-result'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'desktop-result'; readonly id: number; readonly ok: false }
  | { readonly type: 'dispose' };

export type DesktopMethod = keyof Desktop;

type EventMessage = {
  [E in EventName]: {
    readonly type: 'event';
    readonly name: E;
    readonly payload: Events[E];
    /** The only window that may get it (the id of its web contents); null: every window may. */
    readonly session: number | null;
  };
}[EventName];

export type FromService =
  | {
      readonly type: 'ready';
      /** `http://127.0.0.1:PORT` of the endpoint. */
      readonly url: string;
      /** True while the fallback key is in use. */
      readonly fallbackKey: boolean;
    }
  | { readonly type: 'failed'; readonly failure: StartFailure }
  | { readonly type: 'result'; readonly id: number; readonly result: Result<unknown> }
  | {
      readonly type: 'desktop';
      readonly id: number;
      readonly method: DesktopMethod;
      readonly args: readonly unknown[];
    }
  | EventMessage
  | { readonly type: 'disposed' };
