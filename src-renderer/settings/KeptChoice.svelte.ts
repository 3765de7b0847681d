import type { Preferences } from '../../src-shared/contract';
import type { Bridge } from '../app/bridge';
import { failureText } from '../app/failureText';

/** A choice that the program remembers: shown at once, then as it was kept, and why it could not be. */
export class KeptChoice<K extends keyof Preferences> {
  /** Undefined until it is known. */
  value = $state.raw<Preferences[K] | undefined>(undefined);
  failure = $state('');

  /** @param failed the fact that stands before the reason: `Not kept.` */
  constructor(
    private readonly bridge: Bridge,
    private readonly key: K,
    private readonly failed: string,
  ) {}

  /** Reads it; what cannot be read stays unknown. */
  async load(): Promise<void> {
    const result = await this.bridge.settings.getPreferences({});
    if (result.ok) this.value = result.value[this.key];
  }

  /** Keeps another one. */
  async choose(next: Preferences[K]): Promise<void> {
    this.value = next;
    const result = await this.bridge.settings.setPreferences({ [this.key]: next });
    if (result.ok) this.value = result.value[this.key];
    this.failure = result.ok ? '' : `${this.failed} ${failureText(result.error)}`;
  }
}
