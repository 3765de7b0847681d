import type { CalledBy, Caller, Origin } from '../../src-shared/caller';
import {
  localConnection,
  type DeleteSecretsInput,
  type OnStore,
  type PutSecretsInput,
  type SecretsService,
} from '../../src-shared/contract';
import type { SecretsBackend } from './backend';
import { otherStore } from './entries';

/**
 * Gives each call to the place that its caller works on. The guard has put that into the caller: the store that
 * answers is the one on which the rights were looked at, whatever the window turned to meanwhile. A page that means
 * another one, since it does not know yet that its window turned to this, is refused.
 */
export class SecretsRouter implements CalledBy<Caller, SecretsService> {
  constructor(
    private readonly local: SecretsBackend,
    private readonly remote: (connection: string) => SecretsBackend,
  ) {}

  async list(input: { after: string | null; limit: number } & OnStore, caller: Caller, origin: Origin) {
    return this.#of(caller, input).list(input, caller, origin);
  }

  async usage(input: OnStore, caller: Caller, origin: Origin) {
    return this.#of(caller, input).usage(input, caller, origin);
  }

  async put(input: PutSecretsInput, caller: Caller, origin: Origin) {
    return this.#of(caller, input).put(input, caller, origin);
  }

  async delete(input: DeleteSecretsInput, caller: Caller, origin: Origin) {
    return this.#of(caller, input).delete(input, caller, origin);
  }

  async undoDelete(input: { token: string } & OnStore, caller: Caller, origin: Origin) {
    return this.#of(caller, input).undoDelete(input, caller, origin);
  }

  #of({ connection }: Caller, meant: OnStore): SecretsBackend {
    if (meant.connection !== undefined && meant.connection !== (connection ?? localConnection)) {
      throw otherStore();
    }
    return connection === undefined ? this.local : this.remote(connection);
  }
}
