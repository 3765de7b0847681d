import type { Session, SettingsOutput } from '../../src-shared/contract';
import type { Result } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import { SecretsList } from '../secrets/SecretsList.svelte';
import type { Bridge } from './bridge';
import { failureText } from './failureText';
import type { Page, Router } from './Router.svelte';
import type { Person } from './stage';
import { Toasts } from './Toasts.svelte';

/** What a page does for the shortcuts and the native menu; null where it has nothing. */
export interface PageCommands {
  create?: () => void;
  find?: () => void;
}

/** Questions asked before it is known who is here. */
interface Early {
  readonly secrets: SecretsList;
  readonly settings: Promise<Result<SettingsOutput>>;
}

/** Asks for what the first page of an Admin shows; whoever is no Admin gets no answer. */
export function askEarly(bridge: Bridge): Early {
  const secrets = new SecretsList(bridge);
  secrets.start();
  return { secrets, settings: bridge.settings.get({}) };
}

const adminPages: readonly Page[] = ['secrets', 'users'];

/** The state of one person's session that outlives a page. It ends with the session. */
export class AppState {
  readonly bridge: Bridge;
  readonly router: Router;
  readonly toasts = new Toasts();
  readonly secrets: SecretsList;
  /** The role here decides what is shown; what may be done is decided by the service. */
  readonly isAdmin: boolean;
  settings = $state.raw<SettingsOutput | null>(null);
  /** Read aloud, for what has no other place to say that it happened. */
  announcement = $state('');
  /** An address was asked for that this role does not open. */
  refused = $state(false);
  commands: PageCommands = {};
  /** Takes the answer to a sign-out; the event that says the same may come before or after it. */
  readonly ended: (session: Session) => void;
  readonly #early: Early | null;
  #stopSettings: () => void = () => undefined;

  constructor(
    place: { bridge: Bridge; router: Router; show: (session: Session) => void },
    readonly person: Person,
    readonly authentication: boolean,
    early: Early | null = null,
  ) {
    this.bridge = place.bridge;
    this.router = place.router;
    this.ended = (session) => {
      place.show(session);
    };
    this.isAdmin = person.role === 'ADMIN';
    this.#early = early;
    this.secrets = early?.secrets ?? new SecretsList(place.bridge);
    this.secrets.ownId = authentication ? person.id : null;
  }

  /** Subscribes and loads. */
  start(): void {
    if (!this.isAdmin) this.secrets.stop();
    else if (!this.#early) this.secrets.start();
    this.#stopSettings = this.bridge.on('settings.changed', () => {
      // Each request to the endpoint is such a change. Elsewhere only the banner that asks for a key can go out of date.
      const asksForKey = this.settings?.encryption.key === 'fallback';
      if (this.router.page === 'general' || asksForKey) void this.loadSettings();
    });
    void this.loadSettings(this.#early?.settings);
  }

  /** Unsubscribes and forgets. Answers that are still on their way reach nobody. */
  stop(): void {
    this.#stopSettings();
    this.secrets.stop();
    this.toasts.dismiss();
    this.commands = {};
    this.settings = null;
  }

  /** The page to draw: the one of the address where the role opens it, else General. */
  get page(): Page {
    return this.opens(this.router.page) ? this.router.page : 'general';
  }

  opens(page: Page): boolean {
    return this.isAdmin || !adminPages.includes(page);
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
    return null;
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
