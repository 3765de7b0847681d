import type { Failure } from '../../src-shared/errors';
import { keyFault, stripSpace, valueFault, type KeyFault, type ValueFault } from '../../src-shared/rules';
import { texts } from '../../src-shared/texts';
import { chipText } from './chipWidth';
import { countEnvLines, readEnvLine, readEnvLineInValue } from './envLine';
import type { SecretsList } from './SecretsList.svelte';

export interface Hint {
  readonly text: string;
  readonly tone: 'hint' | 'warning' | 'error';
}

/**
 * The form of New Secret and Replace. It knows the key; of the value only how it looks from outside:
 * the text itself stays in the field and is read from there when it is saved.
 */
export class SecretForm {
  key = $state('');
  /** The key is there already and only gets a new value. */
  replacing = $state(false);
  busy = $state(false);
  revealed = $state(false);
  failure = $state.raw<Failure | null>(null);
  hasValue = $state(false);
  lines = $state(1);
  /** The key of a `KEY=value` line that stands in one of the two fields. */
  envKeyInKey = $state<string | null>(null);
  envKeyInValue = $state<string | null>(null);
  /** How many variables the text sets that was pasted into Key and not taken, or that stands in Value; 0 for one secret. */
  envLinesInKey = $state(0);
  envLinesInValue = $state(0);
  #normalized = $state(false);
  #keyFault = $state<KeyFault | null>(null);
  #valueFault = $state<ValueFault | null>(null);
  /** Keys that the service says exist, though the list does not show them yet. */
  #refused = $state.raw<ReadonlySet<string>>(new Set());
  /** When the key to replace was last changed, as it was known when one began; null for none. */
  seen: string | null = null;
  /** Somebody else changed the key meanwhile: nothing was saved, and one may insist. */
  changed = $state(false);
  /** When the key changed by a write whose answer never came. */
  changedAt = $state<string | null>(null);
  readonly #list: SecretsList;

  /** @param replace the key to replace, or null for a new one */
  constructor(list: SecretsList, replace: string | null) {
    this.#list = list;
    this.key = replace ?? '';
    this.replacing = replace !== null;
    this.#see();
  }

  #see(): void {
    this.seen = this.#list.rowOf(this.key)?.updatedAt ?? null;
  }

  get exists(): boolean {
    return !this.replacing && this.key !== '' && (this.#list.has(this.key) || this.#refused.has(this.key));
  }

  /** What reads the key, in words. */
  get uses(): string[] {
    return this.#list.uses.of(this.key).map(chipText);
  }

  /** Saving is off while a fault is on show, and while there is nothing to replace the value with. */
  get canSave(): boolean {
    const faulty = this.#keyFault !== null || this.#valueFault !== null;
    return !faulty && (!this.replacing || this.hasValue) && !this.busy && !this.changed;
  }

  get keyHint(): Hint {
    const { form, replaceDialog } = texts.secrets;
    if (this.replacing) {
      const row = this.#list.rowOf(this.key);
      return row
        ? { text: replaceDialog.notRenamed, tone: 'hint' }
        : { text: replaceDialog.gone(this.key), tone: 'warning' };
    }
    if (this.envLinesInKey > 0) return { text: form.envLines(this.envLinesInKey), tone: 'warning' };
    if (this.envKeyInKey !== null) return { text: form.envLine(this.envKeyInKey), tone: 'warning' };
    if (this.#keyFault) return { text: texts.errors.keyFaults[this.#keyFault], tone: 'error' };
    if (this.exists) return { text: form.keyExists(this.key), tone: 'warning' };
    if (keyFault(this.key) !== null) return { text: form.keyHint, tone: 'hint' };
    if (this.uses.length > 0) return { text: form.keyRead(this.uses), tone: 'hint' };
    if (this.#normalized) return { text: form.keyNormalized, tone: 'hint' };
    const unused = this.#list.uses.knowledge === 'known';
    return { text: unused ? form.keyUnused : form.keyNew, tone: 'hint' };
  }

  get valueHint(): Hint {
    const { form, replaceDialog } = texts.secrets;
    if (this.envKeyInValue !== null) {
      return { text: form.envLine(this.envKeyInValue), tone: 'warning' };
    }
    if (this.envLinesInValue > 0) return { text: form.envLinesAsOne(this.envLinesInValue), tone: 'warning' };
    if (this.#valueFault) return { text: texts.errors.valueFaults[this.#valueFault], tone: 'error' };
    if (this.lines > 1) return { text: form.linesHint, tone: 'hint' };
    if (this.replacing && this.uses.length > 0) {
      return { text: replaceDialog.usedNext(this.uses), tone: 'hint' };
    }
    return { text: form.valueHint, tone: 'hint' };
  }

  /** The Key field has changed; `normalized` when it does not hold what was typed. */
  keyTyped(key: string, normalized: boolean): void {
    const goesOn = key !== '' && (key.startsWith(this.key) || this.key.startsWith(key));
    this.#normalized = normalized || (goesOn && this.#normalized);
    this.key = key;
    this.envLinesInKey = 0;
    this.envKeyInKey = key.includes('=') ? (readEnvLine(key)?.key ?? null) : null;
    this.failure = null;
    if (this.#keyFault) this.#keyFault = keyFault(stripSpace(key));
  }

  /** Several lines of a `.env` file were pasted into Key: one key and one value is all that there is room for. */
  linesPasted(count: number): void {
    this.envLinesInKey = count;
  }

  /** An empty field is not a fault before Save: one may have only walked by. */
  keyLeft(): void {
    if (this.key !== '' && this.envKeyInKey === null) this.#keyFault = keyFault(stripSpace(this.key));
  }

  /** The Value field has changed. The text is looked at and not kept. */
  valueTyped(value: string): void {
    const stripped = stripSpace(value);
    this.hasValue = stripped !== '';
    this.lines = stripped.split('\n').length;
    this.envLinesInValue = countEnvLines(stripped);
    const found = readEnvLineInValue(value)?.key ?? null;
    this.envKeyInValue = found !== null && (!this.replacing || found === this.key) ? found : null;
    this.failure = null;
    if (this.#valueFault) this.#valueFault = valueFault(stripped);
  }

  valueLeft(value: string): void {
    const fault = valueFault(stripSpace(value));
    if (fault !== 'value_empty') this.#valueFault = fault;
  }

  replaceInstead(): void {
    this.replacing = true;
    this.#see();
    this.#keyFault = null;
    this.failure = null;
  }

  /** Shows what is wrong; which field to go to, or null when nothing is. */
  validate(value: string): 'key' | 'value' | null {
    this.#keyFault = this.replacing ? null : keyFault(stripSpace(this.key));
    this.#valueFault = valueFault(stripSpace(value));
    if (this.#keyFault !== null || this.exists) return 'key';
    return this.#valueFault === null ? null : 'value';
  }

  /**
   * Stores the value; true when it is stored. A failure leaves all that was typed where it is.
   * @param anyway also when somebody else has changed the key since the dialog was opened
   */
  async save(value: string, anyway = false): Promise<boolean> {
    this.busy = true;
    this.failure = null;
    this.changed = false;
    this.changedAt = null;
    const key = stripSpace(this.key);
    const seen = this.replacing && !anyway ? this.seen : null;
    const result = await this.#list.bridge.secrets.put({
      secrets: [{ key, value }],
      onExisting: this.replacing ? 'replace' : 'refuse',
      ifUnchanged: seen === null ? [] : [{ key, updatedAt: seen }],
    });
    this.busy = false;
    if (!result.ok) this.#refuse(result.error, key);
    return result.ok;
  }

  #refuse(failure: Failure, key: string): void {
    if (failure.code === 'already_exists') {
      this.#refused = new Set([...this.#refused, key]);
    } else if (failure.rule === 'changed_meanwhile') {
      this.changed = true;
      // Who it was, and when, is known once the list has been read again.
      void this.#list.load();
    } else {
      this.failure = failure;
      if (failure.code === 'outcome_unknown') void this.#look(key);
    }
  }

  /** After a write whose answer never came: who saves again knows of the change that is told. */
  async #look(key: string): Promise<void> {
    const before = this.#list.rowOf(key)?.updatedAt;
    await this.#list.load();
    const after = this.#list.rowOf(key)?.updatedAt;
    this.changedAt = after === undefined || after === before ? null : after;
    this.#see();
  }

  /** Empty again, for the next key or for good. */
  reset(): void {
    this.key = '';
    this.revealed = false;
    this.hasValue = false;
    this.lines = 1;
    this.envLinesInKey = 0;
    this.envLinesInValue = 0;
    this.failure = null;
    this.changed = false;
    this.envKeyInKey = null;
    this.envKeyInValue = null;
    this.#normalized = false;
    this.#keyFault = null;
    this.#valueFault = null;
  }
}
