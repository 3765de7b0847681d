import { randomBytes } from 'node:crypto';
import type { ConnectionDraft } from '../../src-shared/contract';
import type { BrowserSignInOptions } from './browser';
import type { CaFiles } from './ca-file';
import { enter, missingIn, newCredentials, wantsBrowser, type Checked, type Entered } from './entrance';
import type { Credentials, CredentialStore } from './credentials';
import { conflict, connectionChanged } from './faults';
import type { LiveConnections } from './live-connections';
import { replacePassword } from './new-password';
import { gone, type Registry } from './registry';
import { revoke, revokeOf } from './revoke';
import type { StoredConnection } from './rows';
import type { BreakableSignIn } from './windows';

export interface AdmissionOptions {
  readonly entry: BrowserSignInOptions;
  readonly credentials: CredentialStore;
  readonly live: LiveConnections;
  readonly registry: Registry;
  readonly caFiles: CaFiles;
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
    return this.#enterWith(checked, fresh);
  }

  /** Signs in with a password that has to be changed first. */
  async enterWithNewPassword(checked: Checked, newPassword: string): Promise<Entered> {
    const { email, password, signIn } = checked.draft;
    if (signIn !== 'password') throw conflict('not_required', 'There is no password to be changed.');
    if (!email || !password) throw missingIn(checked);
    const { entry } = this.options;
    const login = { email, password, newPassword };
    return this.#enterWith(checked, await replacePassword(entry.transport, checked.target, login, entry.now));
  }

  /** Stores a draft in which nothing but name and label has changed. Throws `not_found` when it was removed meanwhile. */
  rename(checked: Checked, { id, userId, ...existing }: StoredConnection): Promise<StoredConnection> {
    const touched = touchedNames(checked, existing);
    return this.options.registry.update(id, userId, (current) => ({ ...current, ...touched }));
  }

  /**
   * Stores a draft with what it signed in with. Name and label that an edit did not touch stay as they are by then.
   * Throws `not_found` when the connection was removed meanwhile, `conflict` (`connection_changed`) when it leads
   * elsewhere by then, `cancelled` when the sign-in was broken off; nothing of it is kept then.
   */
  store(
    checked: Checked,
    existing: StoredConnection | null,
    userId: number,
    entered: Entered,
    signIn: BreakableSignIn,
  ): Promise<StoredConnection> {
    const { registry } = this.options;
    const { name, label } = checked.draft;
    const place = placeOf(checked);
    return this.#keep(checked, existing, entered, async (reached) => {
      signIn.begin();
      if (!existing) {
        const id = randomBytes(8).toString('hex');
        return registry.add({ id, userId, name, label, lastUsedAt: null, ...place, ...reached });
      }
      const touched = touchedNames(checked, existing);
      if (!holds(checked, existing)) {
        if (!isSamePlace(registry.own(existing.id, userId), existing)) throw connectionChanged();
        // Before the row: after a crash in between, what was given for the old place would go to the new one.
        await registry.wipe(existing);
      }
      return registry.update(existing.id, userId, (current) => {
        if (!isSamePlace(current, existing)) throw connectionChanged();
        return { ...current, ...touched, ...place, ...reached };
      });
    });
  }

  async #enterWith(checked: Checked, fresh: Credentials | null): Promise<Entered> {
    const { entry } = this.options;
    try {
      return await enter(entry, checked, fresh, null);
    } catch (error) {
      void revoke(entry.transport, checked.target, fresh);
      throw error;
    }
  }

  /** Stores a row by `write`, then what was signed in with. */
  async #keep(
    checked: Checked,
    existing: StoredConnection | null,
    entered: Entered,
    write: (reached: Reached) => Promise<StoredConnection>,
  ): Promise<StoredConnection> {
    const { registry, credentials, live, entry, caFiles } = this.options;
    try {
      const tooOld = await entered.session.lacksSecrets();
      const lastReachedAt = new Date(entry.now()).toISOString();
      const row = await write({ lastReachedAt, lastVersion: entered.about.version });
      const current = live.of(row);
      // At once: whatever fails or takes its time from here on, nothing goes to the place before any more.
      current.moved();
      const old = existing ? await credentials.read(existing.id, existing.url) : null;
      if (entered.credentials) await current.authorization.use(entered.credentials);
      else if (row.signIn === 'none') await credentials.remove(row.id);
      if (await registry.wipeIfGone(row.id)) throw gone();
      // On the server where it was opened, which may be another one by now.
      if (existing && (entered.credentials || row.signIn === 'none'))
        void revokeOf(entry.transport, caFiles, existing, old);
      current.renewed(entered.about, tooOld);
      return row;
    } catch (error) {
      void revoke(entry.transport, checked.target, entered.credentials);
      throw error;
    }
  }

  /** Whether the kept credentials can serve a draft that brings none. */
  async #isKept(checked: Checked, existing: StoredConnection): Promise<boolean> {
    const { draft, target } = checked;
    if (draft.signIn === 'none' || bringsCredentials(draft) || !holds(checked, existing)) return false;
    const kept = await this.options.credentials.read(existing.id, target.url);
    return kept?.kind === draft.signIn;
  }
}

/** True when nothing but name and label differs, so that the server need not be asked. */
export function isSameServer({ draft }: Checked, existing: StoredConnection): boolean {
  return !bringsCredentials(draft) && isSamePlace(draft, existing);
}

/** Whether what is kept for a connection may be sent to where a draft leads. */
function holds({ draft, target }: Checked, existing: StoredConnection): boolean {
  return (
    draft.signIn === existing.signIn &&
    draft.email === existing.email &&
    // Another authority can vouch for another server at the same address.
    draft.caFile === existing.caFile &&
    new URL(target.url).origin === new URL(existing.url).origin
  );
}

function bringsCredentials({ signIn, apiKey, password }: ConnectionDraft): boolean {
  if (signIn === 'api_key') return (apiKey ?? '').trim() !== '';
  return signIn === 'password' && (password ?? '') !== '';
}

/** What a row notes when its server has answered. */
type Reached = Pick<StoredConnection, 'lastReachedAt' | 'lastVersion'>;

type Place = Pick<StoredConnection, 'url' | 'signIn' | 'email' | 'caFile' | 'allowHttp'>;

/** Of name and label what a draft changes. */
function touchedNames(
  { draft: { name, label } }: Checked,
  existing: Pick<StoredConnection, 'name' | 'label'>,
): Partial<Pick<StoredConnection, 'name' | 'label'>> {
  return { ...(name !== existing.name && { name }), ...(label !== existing.label && { label }) };
}

/** Where a connection leads and how one gets in: what a sign-in was made with. */
function placeOf({ draft: { url, signIn, email, caFile, allowHttp } }: Checked): Place {
  return { url, signIn, email, caFile, allowHttp };
}

function isSamePlace(a: Place, b: Place): boolean {
  return (
    a.url === b.url &&
    a.signIn === b.signIn &&
    a.email === b.email &&
    a.caFile === b.caFile &&
    a.allowHttp === b.allowHttp
  );
}
