import type { CalledBy, Caller, Origin } from '../../src-shared/caller';
import type { DeleteSecretsInput, PutSecretsInput, SecretsService } from '../../src-shared/contract';
import type { SecretsBackend } from './backend';

/**
 * Gives each call to the place that its caller works on. The guard has put that into the caller: the store that
 * answers is the one on which the rights were looked at, whatever the window turned to meanwhile.
 */
export class SecretsRouter implements CalledBy<Caller, SecretsService> {
  constructor(
    private readonly local: SecretsBackend,
    private readonly remote: (connection: string) => SecretsBackend,
  ) {}

  list(input: { after: string | null; limit: number }, caller: Caller, origin: Origin) {
    return this.#of(caller).list(input, caller, origin);
  }

  usage(input: Record<string, never>, caller: Caller, origin: Origin) {
    return this.#of(caller).usage(input, caller, origin);
  }

  put(input: PutSecretsInput, caller: Caller, origin: Origin) {
    return this.#of(caller).put(input, caller, origin);
  }

  delete(input: DeleteSecretsInput, caller: Caller, origin: Origin) {
    return this.#of(caller).delete(input, caller, origin);
  }

  undoDelete(input: { token: string }, caller: Caller, origin: Origin) {
    return this.#of(caller).undoDelete(input, caller, origin);
  }

  #of({ connection }: Caller): SecretsBackend {
    return connection === undefined ? this.local : this.remote(connection);
  }
}
