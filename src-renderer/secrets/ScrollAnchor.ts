import type { VirtualizerHandle } from 'virtua/svelte';
import type { SecretsList } from './SecretsList.svelte';

interface Parts {
  readonly list: SecretsList;
  readonly viewport: HTMLElement;
  readonly virtualizer: VirtualizerHandle | undefined;
}

/** Remembers the first row in sight, so that rows that come or go above it do not move what one reads. */
export class ScrollAnchor {
  #held: { key: string; offset: number } | null = null;
  readonly #parts: () => Parts;

  constructor(parts: () => Parts) {
    this.#parts = parts;
  }

  /** Before a change. At the very top nothing is held: a new first row should be seen. */
  hold(): void {
    const { list, viewport, virtualizer } = this.#parts();
    this.#held = null;
    const top = viewport.scrollTop;
    if (top <= 0 || !virtualizer) return;
    const index = virtualizer.findItemIndex(top);
    const row = list.shown[index];
    if (row) this.#held = { key: row.key, offset: top - virtualizer.getItemOffset(index) };
  }

  /** After the change has been drawn. */
  restore(): void {
    const { list, viewport, virtualizer } = this.#parts();
    const index = this.#held ? list.indexes.get(this.#held.key) : undefined;
    if (!this.#held || index === undefined || !virtualizer) return;
    viewport.scrollTop = virtualizer.getItemOffset(index) + this.#held.offset;
  }
}
