import type { ConnectionRow, SignInWay } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { stripSpace } from '../../src-shared/rules';
import { texts } from '../../src-shared/texts';
import type { Bridge } from '../app/bridge';

interface Typed {
  readonly apiKey: string;
  readonly email: string;
  readonly password: string;
}

/** These are said at the field that was typed into. */
const atField: readonly Failure['code'][] = ['wrong_credentials', 'try_again_later'];

/** Signing in again to a server that is known, by the connection's own way. */
export class RemoteSignIn {
  busy = $state(false);
  needsPassword = $state(false);
  /** What the field was left without. */
  empty = $state<string | null>(null);
  failed = $state.raw<{ failure: Failure; at: number; atField: boolean } | null>(null);
  readonly way: SignInWay;

  constructor(
    readonly bridge: Bridge,
    readonly connection: ConnectionRow,
  ) {
    this.way = connection.signIn;
  }

  /** True once signed in. */
  async signIn({ apiKey, email, password }: Typed): Promise<boolean> {
    const { fieldFaults } = texts.connections;
    this.failed = null;
    this.empty = null;
    if (this.way === 'api_key' && stripSpace(apiKey) === '') this.empty = fieldFaults.api_key_empty;
    if (this.way === 'password' && password === '') this.empty = fieldFaults.password_empty;
    if (this.empty !== null) return false;
    this.busy = true;
    const result = await this.bridge.connections.signIn({
      id: this.connection.id,
      apiKey: this.way === 'api_key' ? stripSpace(apiKey) : null,
      email: this.way === 'password' ? email : null,
      password: this.way === 'password' ? password : null,
    });
    this.busy = false;
    if (result.ok) return true;
    if (result.error.code === 'password_change_required') this.needsPassword = true;
    else this.#refuse(result.error);
    return false;
  }

  /** Sets the new password that the server asks for and signs in with it; the failure, or null. */
  async setPassword(email: string, password: string, newPassword: string): Promise<Failure | null> {
    const { id, name, url, allowHttp, caFile, label, signIn } = this.connection;
    this.failed = null;
    this.busy = true;
    const result = await this.bridge.connections.setPassword({
      draft: { id, name, url, allowHttp, caFile, label, signIn, apiKey: null, email, password },
      newPassword,
    });
    this.busy = false;
    if (result.ok) return null;
    this.#refuse(result.error);
    return result.error;
  }

  /** Breaks off a sign-in that runs. */
  cancel(): void {
    void this.bridge.connections.cancelSignIn({});
  }

  typed(): void {
    this.empty = null;
    this.failed = null;
  }

  #refuse(failure: Failure): void {
    if (failure.code === 'cancelled') return;
    // An API key that is not taken is told as what it is.
    const rejected = this.way === 'api_key' && ['sign_in_needed', 'wrong_credentials'].includes(failure.code);
    if (rejected) this.empty = texts.connections.fieldFaults.api_key_rejected;
    else {
      // That field is out of sight while a new password is asked for.
      const isShown = !this.needsPassword && atField.includes(failure.code);
      this.failed = { failure, at: Date.now(), atField: isShown };
    }
  }
}
