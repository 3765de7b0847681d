export interface Toast {
  readonly id: number;
  readonly text: string;
  /** A key, drawn as one. */
  readonly key: string | null;
  /** How long it stays, in milliseconds; the time line shows it. */
  readonly duration: number;
  readonly undo: (() => Promise<void>) | null;
  /** The store that it is about, where another one is open. */
  readonly store: string | null;
  /** When it came up, in milliseconds since 1970. */
  readonly shownAt: number;
}

/** One toast at a time; a new one takes the place of the old one. */
export class Toasts {
  current = $state.raw<Toast | null>(null);
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;
  #held = false;
  readonly #once = new Set<string>();

  show(toast: Partial<Omit<Toast, 'id' | 'store' | 'shownAt'>> & { text: string }): void {
    this.#count += 1;
    const next = { key: null, duration: 6_000, undo: null, store: null, ...toast };
    this.current = { ...next, id: this.#count, shownAt: Date.now() };
    this.#over = false;
    this.#held = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#over = true;
      // It may be held longer, but what it offers is over.
      if (this.current?.undo) this.current = { ...this.current, undo: null };
      this.#leaveWhenDue();
    }, next.duration);
  }

  /** Shows what would bore after the first time, and never in the place of what can still be undone. */
  showOnce(text: string): void {
    if (this.#once.has(text) || this.current?.undo) return;
    this.#once.add(text);
    this.show({ text });
  }

  /**
   * Another store is opened: what can still be undone stays and says where, the rest goes.
   * @param store the store that it is about; null when that is the one that is opened
   */
  carry(store: string | null): void {
    if (this.current?.undo) this.current = { ...this.current, store };
    else this.dismiss();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }

  /** While it is pointed at or has the focus it stays, though the time for undo goes on. */
  hold(held: boolean): void {
    this.#held = held;
    this.#leaveWhenDue();
  }

  /** Runs the undo of the toast that shows; false when there is none. */
  undo(): boolean {
    const undo = this.current?.undo;
    if (!undo) return false;
    this.dismiss();
    void undo();
    return true;
  }

  #leaveWhenDue(): void {
    if (this.#over && !this.#held) this.dismiss();
  }
}
