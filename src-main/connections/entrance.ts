import type { ConnectionDraft } from '../../src-shared/contract';
import type { AppError } from '../../src-shared/errors';
import type { About } from './about';
import { serverAddress } from './address';
import { Authorization, type Keeper } from './authorization';
import { signInWithBrowser, type BrowserSignInOptions } from './browser';
import type { CaFiles } from './ca-file';
import type { Credentials } from './credentials';
import { brokenRule, isFailure, signInNeeded } from './faults';
import { passwordIsDue } from './live';
import { signInWithPassword } from './password';
import { ServerSession } from './server-session';
import type { Target } from './target';

/** What a draft says, looked at: its address and its file are in their final form. */
export interface Checked {
  readonly draft: ConnectionDraft;
  readonly target: Target;
}

/** Signed in as a draft says. */
export interface Entered {
  readonly about: About;
  readonly session: ServerSession;
  /** New ones; null when those that are kept go on, or none are needed. */
  readonly credentials: Credentials | null;
}

/** Looks at all that can be wrong with a draft without asking the server. */
export async function checkDraft(caFiles: CaFiles, draft: ConnectionDraft): Promise<Checked> {
  const url = serverAddress(draft.url, draft.allowHttp);
  const email = draft.signIn === 'password' ? draft.email : null;
  if (draft.signIn === 'password' && !email) throw brokenRule('email', 'email_empty');
  const caFile = draft.caFile === '' ? null : draft.caFile;
  const target = { connection: draft.id ?? 'draft', url, ca: await caFiles.read(caFile) };
  return { draft: { ...draft, url, email, caFile }, target };
}

/**
 * New credentials as a draft says; null when it brings none, so that the kept ones have to do. With `signal` the
 * browser may be opened.
 */
export async function newCredentials(
  options: BrowserSignInOptions,
  { draft, target }: Checked,
  signal: AbortSignal | null,
): Promise<Credentials | null> {
  const { transport, now } = options;
  switch (draft.signIn) {
    case 'none':
      return null;
    case 'api_key': {
      const apiKey = draft.apiKey?.trim() ?? '';
      if (apiKey === '') return null;
      // No key has such characters, and a header takes none.
      if (!/^[\x21-\x7e]+$/.test(apiKey)) throw brokenRule('apiKey', 'api_key_rejected');
      return { kind: 'api_key', origin: new URL(target.url).origin, apiKey };
    }
    case 'password': {
      const { email, password } = draft;
      if (!email || !password) return null;
      return signInWithPassword(transport, target, { email, password }, now);
    }
    case 'browser':
      return signal === null ? null : signInWithBrowser(options, target, signal);
  }
}

/** What is missing in a draft that brings no credentials where none are kept. */
export function missingIn({ draft }: Checked): AppError {
  if (draft.signIn === 'api_key') return brokenRule('apiKey', 'api_key_empty');
  if (draft.signIn === 'password') return brokenRule('password', 'password_empty');
  return signInNeeded('missing');
}

/** Asks the server who one is with these credentials, or with those that are kept. */
export async function enter(
  { transport, now }: BrowserSignInOptions,
  { draft, target }: Checked,
  fresh: Credentials | null,
  kept: Authorization | null,
): Promise<Entered> {
  const keeper = new MemoryKeeper(fresh);
  const authorization = fresh || !kept ? new Authorization(keeper, transport, now) : kept;
  const place = { target, way: draft.signIn };
  const session = new ServerSession({ transport, authorization, place: () => Promise.resolve(place) });
  const about = await session.about();
  if (about.mustChangePassword) throw passwordIsDue();
  return {
    about,
    session,
    get credentials() {
      return keeper.value;
    },
  };
}

/** Whether a sign-in in the browser is due in the place of kept credentials that are not taken any more. */
export function wantsBrowser({ draft }: Checked, error: unknown): boolean {
  return draft.signIn === 'browser' && isFailure(error, 'sign_in_needed');
}

/** Credentials that are on trial. */
export class MemoryKeeper implements Keeper {
  constructor(public value: Credentials | null) {}

  async read(): Promise<Credentials | null> {
    return this.value;
  }

  async write(value: Credentials): Promise<void> {
    this.value = value;
  }

  async remove(): Promise<void> {
    this.value = null;
  }
}
