/**
 * The menu item that a key leads to, or null for any other key. After the last one comes the first.
 * @param from the item with the focus; −1 for none
 */
export function nextItem(key: string, from: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return (from + 1) % count;
    case 'ArrowUp':
      return (Math.max(from, 0) - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** Milliseconds after which a letter begins a new word. */
const pause = 700;

/** Finds menu items by the letters that are typed one after the other. */
export class TypeAhead {
  #typed = '';
  #at = 0;

  /**
   * The item that the letters lead to; null when there is none, or the key is no letter.
   * @param from the item with the focus: one letter again and again goes through all that begin with it
   * @param now milliseconds
   */
  next(key: string, labels: readonly string[], from: number, now: number): number | null {
    if (key.length !== 1 || (key === ' ' && this.#typed === '')) return null;
    if (now - this.#at > pause) this.#typed = '';
    this.#at = now;
    this.#typed += key.toLowerCase();
    const first = this.#typed.charAt(0);
    const same = this.#typed === first.repeat(this.#typed.length);
    const wanted = same ? first : this.#typed;
    // A word that goes on may stay where it is; one letter alone moves on.
    const start = Math.max(from, 0) + (same && from >= 0 ? 1 : 0);
    for (let step = 0; step < labels.length; step += 1) {
      const index = (start + step) % labels.length;
      if (labels[index]?.toLowerCase().startsWith(wanted)) return index;
    }
    return null;
  }
}
