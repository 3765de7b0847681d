import type { Role, SettingsOutput } from '../../src-shared/contract';
import { texts } from '../../src-shared/texts';
import { SecretsList } from '../secrets/SecretsList.svelte';
import type { Bridge } from './bridge';
import { Router } from './Router.svelte';
import { Toasts } from './Toasts.svelte';

/** What a page does for the shortcuts and the native menu; null where it has nothing. */
export interface PageCommands {
  create?: () => void;
  find?: () => void;
}

/** The state that outlives a page. */
export class AppState {
  readonly router = new Router();
  readonly toasts = new Toasts();
  readonly secrets: SecretsList;
  me = $state.raw<{ id: string; name: string; role: Role } | null>(null);
  settings = $state.raw<SettingsOutput | null>(null);
  /** Read aloud, for what has no other place to say that it happened. */
  announcement = $state('');
  commands: PageCommands = {};

  constructor(readonly bridge: Bridge) {
    this.secrets = new SecretsList(bridge);
  }

  /** Subscribes, for as long as the page lives, and loads. */
  start(): void {
    this.secrets.start();
    this.bridge.on('settings.changed', () => {
      // Each request to the endpoint is such a change. Elsewhere only the banner that asks for a key can go out of date.
      const asksForKey = this.settings?.encryption.key === 'fallback';
      if (this.router.page === 'general' || asksForKey) void this.loadSettings();
    });
    void this.#loadMe();
    void this.loadSettings();
  }

  async #loadMe(): Promise<void> {
    const result = await this.bridge.access.me({});
    if (result.ok) this.me = result.value;
  }

  /** Reads the state of the service; the failure's text, or null. The last good answer stays. */
  async loadSettings(): Promise<string | null> {
    const result = await this.bridge.settings.get({});
    if (!result.ok) return texts.errors.failures[result.error.code];
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
