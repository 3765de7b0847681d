import { randomBytes } from 'node:crypto';
import type { ConnectionDraft } from '../../src-shared/contract';
import type { BrowserSignInOptions } from './browser';
import type { CredentialStore } from './credentials';
import { enter, missingIn, newCredentials, wantsBrowser, type Checked, type Entered } from './entrance';
import { conflict } from './faults';
import type { LiveConnections } from './live-connections';
import { replacePassword } from './new-password';
import type { Registry } from './registry';
import { revoke } from './revoke';
import type { StoredConnection } from './rows';

export interface AdmissionOptions {
  readonly entry: BrowserSignInOptions;
  readonly credentials: CredentialStore;
  readonly live: LiveConnections;
  readonly registry: Registry;
}

/** How a draft becomes a connection. */
export class Admission {
  constructor(private readonly options: AdmissionOptions) {}

  /**
   * Signs in as a draft says: with what it brings, else with what is kept for the connection that is edited.
   * `signal` null: the browser is not opened.
   */
  async enter(
    checked: Checked,
    existing: StoredConnection | null,
    signal: AbortSignal | null,
  ): Promise<Entered> {
    const { entry, live } = this.options;
    if (existing && (await this.#isKept(checked, existing))) {
      try {
        return await enter(entry, checked, null, live.of(existing).authorization);
      } catch (error) {
        if (signal === null || !wantsBrowser(checked, error)) throw error;
      }
    }
    return this.enterAnew(checked, signal);
  }

  /** Signs in with new credentials, whatever is kept. */
  async enterAnew(checked: Checked, signal: AbortSignal | null): Promise<Entered> {
    const fresh = await newCredentials(this.options.entry, checked, signal);
    if (!fresh && checked.draft.signIn !== 'none') throw missingIn(checked);
    return enter(this.options.entry, checked, fresh, null);
  }

  /** Signs in with a password that has to be changed first. */
  async enterWithNewPassword(checked: Checked, newPassword: string): Promise<Entered> {
    const { email, password, signIn } = checked.draft;
    if (signIn !== 'password') throw conflict('not_required', 'There is no password to be changed.');
    if (!email || !password) throw missingIn(checked);
    const { entry } = this.options;
    const login = { email, password, newPassword };
    const fresh = await replacePassword(entry.transport, checked.target, login, entry.now);
    return enter(entry, checked, fresh, null);
  }

  /** Stores a connection with what it signed in with; `entered` null: only its name and label have changed. */
  async store(
    { draft, target }: Checked,
    existing: StoredConnection | null,
    userId: number,
    entered: Entered | null,
  ): Promise<StoredConnection> {
    const { registry, credentials, live } = this.options;
    const id = existing?.id ?? randomBytes(8).toString('hex');
    const { name, url, signIn, email, label, caFile, allowHttp } = draft;
    const times = { lastUsedAt: existing?.lastUsedAt ?? null };
    const reached = entered
      ? {
          lastReachedAt: new Date(this.options.entry.now()).toISOString(),
          lastVersion: entered.about.version,
        }
      : { lastReachedAt: existing?.lastReachedAt ?? null, lastVersion: existing?.lastVersion ?? null };
    const tooOld = entered ? await entered.session.lacksSecrets() : false;
    const row = { id, userId, name, url, signIn, email, label, caFile, allowHttp, ...times, ...reached };
    const old = existing ? await credentials.read(id, existing.url) : null;
    await registry.write(row);
    if (!entered) return row;
    const current = live.of(row);
    if (entered.credentials) {
      await current.authorization.use(entered.credentials);
      void revoke(this.options.entry.transport, { ...target, connection: id }, sameOrigin(old, url));
    } else if (signIn === 'none') await credentials.remove(id);
    current.renewed(entered.about, tooOld);
    return row;
  }

  /** Whether the kept credentials can serve a draft that brings none. */
  async #isKept({ draft, target }: Checked, existing: StoredConnection): Promise<boolean> {
    if (draft.signIn === 'none' || bringsCredentials(draft)) return false;
    if (draft.signIn === 'password' && draft.email !== existing.email) return false;
    const kept = await this.options.credentials.read(existing.id, target.url);
    return kept?.kind === draft.signIn;
  }
}

/** True when nothing but name and label differs, so that the server need not be asked. */
export function isSameServer({ draft, target }: Checked, existing: StoredConnection): boolean {
  return (
    !bringsCredentials(draft) &&
    target.url === existing.url &&
    draft.signIn === existing.signIn &&
    draft.email === existing.email &&
    draft.caFile === existing.caFile &&
    draft.allowHttp === existing.allowHttp
  );
}

function bringsCredentials({ signIn, apiKey, password }: ConnectionDraft): boolean {
  if (signIn === 'api_key') return (apiKey ?? '').trim() !== '';
  return signIn === 'password' && (password ?? '') !== '';
}

/** Tokens are sent to where they came from only. */
function sameOrigin<T extends { readonly origin: string }>(old: T | null, url: string): T | null {
  return old?.origin === new URL(url).origin ? old : null;
}
