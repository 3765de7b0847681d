import type { ConnectionRow, Session, SettingsOutput } from '../../src-shared/contract';
import type { Failure, Result } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import type { ConnectionList } from '../connections/ConnectionList.svelte';
import { hostOf, nameOf } from '../connections/serverPlace';
import { onStore } from '../connections/onStore';
import { SignIn } from '../connections/SignIn.svelte';
import { withSignIn } from '../connections/withSignIn';
import { SecretsList } from '../secrets/SecretsList.svelte';
import type { Bridge } from './bridge';
import { failureText } from './failureText';
import type { Page, Router } from './Router.svelte';
import type { Person } from './stage';
import type { Toasts } from './Toasts.svelte';

/** What a page does for the shortcuts and the native menu; null where it has nothing. */
export interface PageCommands {
  create?: () => void;
  find?: () => void;
}

/** Questions asked before it is known who is here. */
export interface Early {
  readonly secrets: SecretsList;
  readonly settings: Promise<Result<SettingsOutput>>;
}

/** Asks for what the first page of an Admin shows; whoever is no Admin gets no answer. */
export function askEarly(bridge: Bridge): Early {
  const secrets = new SecretsList(onStore(bridge));
  void secrets.start();
  return { secrets, settings: bridge.settings.get({}) };
}

/** What a state needs of the window around it. */
interface Place {
  readonly bridge: Bridge;
  readonly router: Router;
  readonly connections: ConnectionList;
  readonly toasts: Toasts;
  show(session: Session): void;
  open(id: string | null): Promise<Failure | null>;
}

/**
 * A connection to add (null) or to edit; `onsaved` instead of opening it. `fixed`: only the sign-in is wanted, by
 * somebody who has typed something for this very server.
 */
interface ConnectionEdit {
  readonly connection: ConnectionRow | null;
  readonly onsaved?: () => void;
  readonly fixed?: boolean;
}

/** The server that a window works on, in words. */
export interface Server {
  readonly name: string;
  readonly host: string;
  readonly isProduction: boolean;
}

/**
 * The state of one person's session on one store that outlives a page. It ends with the session, and when another
 * store is opened.
 */
export class AppState {
  readonly bridge: Bridge;
  readonly router: Router;
  readonly connections: ConnectionList;
  readonly toasts: Toasts;
  readonly secrets: SecretsList;
  readonly signIn = new SignIn();
  /** The same for a server that is not open. */
  readonly signInElsewhere = new SignIn();
  /** The role on this computer decides what is shown of it; what may be done is decided by the service. */
  readonly isAdmin: boolean;
  /** The server that the window works on; null for the local store. */
  connection = $state.raw<ConnectionRow | null>(null);
  readonly server = $derived<Server | null>(this.connection && serverOf(this.connection));
  /** The dialog that adds or edits a connection, on whatever page. */
  editing = $state.raw<ConnectionEdit | null>(null);
  /** Another store was open before: the focus starts at the switcher, where it was. */
  readonly switched: boolean;
  settings = $state.raw<SettingsOutput | null>(null);
  /** Read aloud, for what has no other place to say that it happened. */
  announcement = $state('');
  /** An address was asked for that this role does not open. */
  refused = $state(false);
  commands: PageCommands = {};
  /** Takes the answer to a sign-out; the event that says the same may come before or after it. */
  readonly ended: (session: Session) => void;
  readonly #place: Place;
  readonly #early: Early | null;
  #stopped = false;
  #stopListening: () => void = () => undefined;

  constructor(
    place: Place,
    readonly person: Person,
    readonly authentication: boolean,
    from: { connection?: ConnectionRow | null; early?: Early | null; switched?: boolean } = {},
  ) {
    this.#place = place;
    this.router = place.router;
    this.connections = place.connections;
    this.toasts = place.toasts;
    this.connection = from.connection ?? null;
    this.switched = from.switched ?? false;
    const bridge = onStore(place.bridge, this.connection?.id);
    this.bridge = this.connection ? withSignIn(bridge, this.signIn) : bridge;
    this.ended = (session) => {
      place.show(session);
    };
    this.isAdmin = person.role === 'ADMIN';
    this.#early = from.early ?? null;
    this.secrets = this.#early?.secrets ?? new SecretsList(this.bridge, this.connection?.id);
    this.#own();
  }

  /** Subscribes and loads. */
  start(): void {
    if (!this.opens('secrets')) this.secrets.stop();
    else if (!this.#early) void this.#readFirst();
    const stopSettings = this.bridge.on('settings.changed', () => {
      // Each request to the endpoint is such a change. Elsewhere only the banner that asks for a key can go out of date.
      const asksForKey = this.settings?.encryption.key === 'fallback';
      if (this.router.page === 'general' || asksForKey) void this.loadSettings();
    });
    const stopUpdate = this.bridge.on('settings.update', ({ version }) => this.#tellUpdate(version));
    this.#stopListening = () => {
      stopSettings();
      stopUpdate();
    };
    void this.loadSettings(this.#early?.settings);
  }

  /** Makes the window work on this store again where another one was opened meanwhile; the failure, or null. */
  async comeBack(): Promise<Failure | null> {
    return this.#stopped ? this.#place.open(this.connection?.id ?? null) : null;
  }

  /** Unsubscribes and forgets. Answers that are still on their way reach nobody. */
  stop(): void {
    this.#stopped = true;
    this.#stopListening();
    this.signIn.stop();
    this.signInElsewhere.stop();
    this.secrets.stop();
    this.editing = null;
    this.commands = {};
    this.settings = null;
  }

  /** Takes how the server is now, and who one is there. */
  follow(connection: ConnectionRow): void {
    const opened = this.opens('secrets');
    const before = this.connection?.status.state;
    this.connection = connection;
    this.#own();
    if (opened !== this.opens('secrets')) {
      this.refused = false;
      if (opened) this.secrets.stop();
      else void this.#readFirst();
    } else if (before === 'sign_in_needed' && connection.status.state === 'connected') {
      // Signed in on the page Connections, or in another window.
      this.secrets.signedIn();
    }
  }

  /** Somebody has just opened the store: a server that asks who they are may do so at once. */
  async #readFirst(): Promise<void> {
    await this.secrets.start();
    if (this.secrets.failure?.code === 'sign_in_needed') await this.askToSignIn();
  }

  /** Asks to sign in to the server, and reads on. */
  async askToSignIn(): Promise<void> {
    if (await this.signIn.ask()) this.secrets.signedIn();
  }

  /** Asks to sign in to a server, open or not, and looks how it is then. */
  async signInTo(connection: ConnectionRow): Promise<void> {
    const { signInElsewhere } = this;
    if (connection.id === this.connection?.id) await this.askToSignIn();
    else if (await signInElsewhere.ask(undefined, connection)) await this.connections.check(connection.id);
  }

  /** Whose secrets are "mine" in the list: one's own here, or on the server; null where nobody signs in. */
  #own(): void {
    const id = this.connection
      ? this.connection.status.person?.id
      : this.authentication
        ? this.person.id
        : null;
    this.secrets.ownId = id ?? null;
  }

  /** Opens another store, and says why when that fails. */
  async openConnection(id: string | null): Promise<void> {
    if (id === (this.connection?.id ?? null)) {
      this.router.go('secrets');
      return;
    }
    const failure = await this.#place.open(id);
    if (!failure) return;
    this.toasts.show({ text: `${texts.connections.notOpened} ${failureText(failure)}` });
  }

  /** The page to draw: the one of the address where the role opens it, else General. */
  get page(): Page {
    return this.opens(this.router.page) ? this.router.page : 'general';
  }

  opens(page: Page): boolean {
    if (page === 'users') return this.isAdmin;
    if (page !== 'secrets') return true;
    // On a server it is the role there that counts; until it is known the list may try.
    const role = this.connection?.status.person?.role;
    return this.connection ? role !== 'MEMBER' && role !== 'VIEWER' : this.isAdmin;
  }

  /** Corrects an address that the role does not open, and remembers to say why. */
  guard(): void {
    if (this.opens(this.router.page)) return;
    this.refused = true;
    this.router.replace('general');
  }

  /** Reads the state of the service; the failure's text, or null. The last good answer stays. */
  async loadSettings(asked = this.bridge.settings.get({})): Promise<string | null> {
    const result = await asked;
    if (!result.ok) return failureText(result.error);
    this.settings = result.value;
    const { newer } = result.value.updates;
    if (newer) this.#tellUpdate(newer.version);
    return null;
  }

  /** Says once that there is a newer version; General goes on saying it. */
  #tellUpdate(version: string): void {
    // There it stands already.
    if (this.router.page !== 'general') this.toasts.showOnce(texts.general.updates.newer(version));
  }

  /** Copies a text and says so; false when it could not. */
  async copy(text: string, sensitive: boolean): Promise<boolean> {
    const result = await this.bridge.app.copyText({ text, sensitive });
    this.announce(result.ok ? texts.common.copied : texts.common.copyFailed);
    return result.ok;
  }

  announce(text: string): void {
    // The same words again are only read when the region was empty in between.
    this.announcement = '';
    setTimeout(() => (this.announcement = text), 50);
  }
}

const serverOf = (connection: ConnectionRow): Server => ({
  name: nameOf(connection),
  host: hostOf(connection.url),
  isProduction: connection.label === 'production',
});
