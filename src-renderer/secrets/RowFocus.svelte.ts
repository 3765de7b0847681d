import { tick } from 'svelte';
import type { VirtualizerHandle } from 'virtua/svelte';
import type { SecretsList } from './SecretsList.svelte';

interface Parts {
  readonly viewport: HTMLElement;
  readonly virtualizer: VirtualizerHandle | undefined;
}

/** The roving focus of the table: which row Tab reaches, and how the focus gets to a row that is not drawn. */
export class RowFocus {
  /** The row with the focus, or the one that had it last. */
  key = $state<string | null>(null);
  // On the way to another row both stay in the page, until the focus has arrived.
  #leaving = $state<string | null>(null);
  #lastIndex = 0;
  readonly #list: SecretsList;
  readonly #parts: () => Parts;

  constructor(list: SecretsList, parts: () => Parts) {
    this.#list = list;
    this.#parts = parts;
  }

  /** Where the row stands; −1 when it is not there any more. */
  readonly index = $derived(this.key === null ? 0 : (this.#indexOf(this.key) ?? -1));

  /** Rows that stay in the page when they are scrolled out of sight, and so keep the focus. */
  readonly keepMounted = $derived(
    [this.key, this.#leaving].flatMap((key) => (key === null ? [] : (this.#indexOf(key) ?? []))),
  );

  /** The row itself has taken the focus. */
  arrived(key: string): void {
    this.key = key;
    this.#lastIndex = this.#indexOf(key) ?? this.#lastIndex;
  }

  /** Before rows come or go: where to look for the focus afterwards. */
  remember(): void {
    if (this.index >= 0) this.#lastIndex = this.index;
  }

  /** The focused row moved in the list or went: the platform drops the focus then. */
  restore(): void {
    void this.goTo(this.index >= 0 ? this.index : this.#lastIndex, false);
  }

  /** Gives the focus to the row of a key, or to the one that took its place. */
  goToKey(key: string | null): void {
    void this.goTo((key === null ? undefined : this.#indexOf(key)) ?? this.#lastIndex);
  }

  /** Brings a row into view and gives it the focus. */
  async goTo(index: number, scroll = true): Promise<void> {
    const { shown } = this.#list;
    const row = shown[Math.min(Math.max(index, 0), shown.length - 1)];
    if (!row) return;
    this.#leaving = this.key;
    this.key = row.key;
    if (scroll) {
      this.#parts().virtualizer?.scrollToIndex(this.#indexOf(row.key) ?? 0, { align: 'nearest' });
    }
    await tick();
    await this.#focusWhenDrawn(row.key);
    this.#leaving = null;
  }

  elementOf(key: string): HTMLElement | null {
    return this.#parts().viewport.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  }

  /** A row that was far away is invisible, and cannot take the focus, until its height has been measured. */
  async #focusWhenDrawn(key: string): Promise<void> {
    for (let frame = 0; frame < 20 && this.key === key; frame += 1) {
      const element = this.elementOf(key);
      if (element?.checkVisibility({ visibilityProperty: true })) {
        element.focus({ preventScroll: true });
        return;
      }
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
  }

  #indexOf(key: string): number | undefined {
    return this.#list.indexes.get(key);
  }
}
