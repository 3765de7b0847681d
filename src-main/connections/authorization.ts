import type { SignInWay } from '../../src-shared/contract';
import type { Credentials, Tokens } from './credentials';
import { isFailure, signInNeeded } from './faults';
import { renewTokens } from './renew';
import { revoke } from './revoke';
import type { Target } from './target';
import type { Transport } from './transport';

/** Where the credentials of one connection are kept. */
export interface Keeper {
  /** Null when there are none for this place. */
  read(url: string): Promise<Credentials | null>;
  write(value: Credentials): Promise<void>;
  remove(): Promise<void>;
}

/**
 * What goes into `Authorization`, kept alive: tokens are renewed shortly before they end and when the server does not
 * take them; all requests that wait for that share one renewal.
 */
export class Authorization {
  /** `of`: what is renewed; only requests that go with it may have what comes of it. */
  #renewing: { readonly of: Credentials; readonly made: Promise<Tokens> } | null = null;
  /** Grows when somebody signs in anew. */
  #generation = 0;
  #expired = false;

  constructor(
    private readonly keeper: Keeper,
    private readonly transport: Transport,
    private readonly now: () => number,
  ) {}

  /** The header for a request; null where there is no sign-in. Throws `sign_in_needed`. */
  async header(target: Target, way: SignInWay): Promise<string | null> {
    if (way === 'none') return null;
    const found = await this.#current(target, way);
    if (this.#renewing?.of === found) return bearer(await this.#renewing.made);
    if (found.kind === 'api_key' || found.renewAt === null || this.now() < found.renewAt)
      return bearer(found);
    try {
      return bearer(await this.#renewed(target, way, found));
    } catch (error) {
      // It is not over yet: whether the server takes it is for the server to say.
      if (isFailure(error, 'sign_in_needed')) throw error;
      return bearer(found);
    }
  }

  /** Another header in the place of one that was answered with 401. Throws `sign_in_needed`. */
  async another(target: Target, way: SignInWay, refused: string | null): Promise<string> {
    if (way === 'none') throw signInNeeded('missing');
    const found = await this.#current(target, way);
    if (bearer(found) !== refused) return bearer(found);
    if (found.kind === 'api_key') throw signInNeeded('rejected');
    return bearer(await this.#renewed(target, way, found));
  }

  /** Puts new credentials in the place of what there is. */
  async use(value: Credentials): Promise<void> {
    this.#generation += 1;
    await this.keeper.write(value);
    this.#expired = false;
  }

  async #current({ url }: Target, way: SignInWay): Promise<Credentials> {
    const found = await this.keeper.read(url);
    if (found?.kind !== way) throw signInNeeded(this.#expired ? 'expired' : 'missing');
    return found;
  }

  #renewed(target: Target, way: SignInWay, found: Tokens): Promise<Tokens> {
    if (this.#renewing?.of === found) return this.#renewing.made;
    const made = this.#renew(target, way, found).finally(() => {
      if (this.#renewing?.made === made) this.#renewing = null;
    });
    this.#renewing = { of: found, made };
    return made;
  }

  async #renew(target: Target, way: SignInWay, found: Tokens): Promise<Tokens> {
    const generation = this.#generation;
    const replaced = async () => {
      const current = await this.#current(target, way);
      return current !== found && current.kind !== 'api_key' ? current : null;
    };
    try {
      const fresh = await renewTokens(this.transport, target, found, this.now);
      // Who signed in anew meanwhile wins.
      const newer = await replaced().catch((error: unknown) => {
        // Removed, or another way by now: nobody would end what was renewed.
        void revoke(this.transport, target, fresh);
        throw error;
      });
      if (newer) {
        void revoke(this.transport, target, fresh);
        return newer;
      }
      // Also when a keychain is still at it: what is written last stays.
      if (generation === this.#generation) await this.keeper.write(fresh);
      return fresh;
    } catch (error) {
      if (!isFailure(error, 'sign_in_needed')) throw error;
      const newer = await replaced().catch(() => null);
      if (newer) return newer;
      // What there is now was given by another server, or for another way.
      if (generation !== this.#generation) throw error;
      this.#expired = true;
      await this.keeper.remove().catch(() => undefined);
      throw error;
    }
  }
}

function bearer(found: Credentials): string {
  return `Bearer ${found.kind === 'api_key' ? found.apiKey : found.access}`;
}
