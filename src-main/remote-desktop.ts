import type { Preferences } from '../src-shared/contract';
import type { NetworkAnswer, NetworkRequest } from './connections/network';
import type { Desktop } from './desktop';
import type { DesktopMethod, FromService, ToService } from './service-protocol';

type DesktopResult = Extract<ToService, { type: 'desktop-result' }>;

/** The desktop as the service's thread sees it: each call is a message to main and an answer from it. */
export class RemoteDesktop implements Desktop {
  readonly #waiting = new Map<number, PromiseWithResolversOf<unknown>>();
  #nextId = 1;

  constructor(private readonly send: (message: FromService) => void) {}

  async openFolder(path: string): Promise<void> {
    await this.#call('openFolder', path);
  }

  async copyText(text: string, sensitive: boolean): Promise<void> {
    await this.#call('copyText', text, sensitive);
  }

  async getPreferences(): Promise<Preferences> {
    return (await this.#call('getPreferences')) as Preferences;
  }

  async setPreferences(change: Partial<Preferences>): Promise<Preferences> {
    return (await this.#call('setPreferences', change)) as Preferences;
  }

  async protectSecret(secret: string): Promise<void> {
    await this.#call('protectSecret', secret);
  }

  async request(request: NetworkRequest): Promise<NetworkAnswer> {
    return (await this.#call('request', request)) as NetworkAnswer;
  }

  async abort(id: number): Promise<void> {
    await this.#call('abort', id);
  }

  async describeKeychain(): Promise<{ available: boolean; backend: string }> {
    return (await this.#call('describeKeychain')) as { available: boolean; backend: string };
  }

  async readCredential(connection: string): Promise<string | null> {
    return (await this.#call('readCredential', connection)) as string | null;
  }

  async writeCredential(connection: string, text: string): Promise<boolean> {
    return (await this.#call('writeCredential', connection, text)) as boolean;
  }

  async removeCredential(connection: string): Promise<void> {
    await this.#call('removeCredential', connection);
  }

  async openBrowser(url: string): Promise<void> {
    await this.#call('openBrowser', url);
  }

  /** Hands in an answer that came from main. */
  settle(result: DesktopResult): void {
    const call = this.#waiting.get(result.id);
    this.#waiting.delete(result.id);
    if (result.ok) call?.resolve(result.value);
    else call?.reject(new Error('The desktop could not do it.'));
  }

  #call(method: DesktopMethod, ...args: unknown[]): Promise<unknown> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.send({ type: 'desktop', id, method, args });
    });
  }
}

interface PromiseWithResolversOf<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}
