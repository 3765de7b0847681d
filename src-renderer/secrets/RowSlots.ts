/** More rows than fit on most screens; one that has no place here is drawn anew, which is only slower. */
const most = 64;

/**
 * Which element of the page draws which row. A row keeps its element while rows come and go around it, so that the
 * focus and a press of the mouse stay with the row. After another search, order or owner the elements that are there
 * draw the new rows in their places: to fill one is several times faster than to build one.
 */
export class RowSlots {
  #slots = new Map<string, number>();
  #next = 0;

  /** The element's number, for the key of a row. */
  of(key: string): number {
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.#next++;
      this.#slots.set(key, slot);
    }
    return slot;
  }

  /** Gives the elements of `before` to the rows of `after`, place by place; the others' are free. */
  handOver(before: readonly { readonly key: string }[], after: readonly { readonly key: string }[]): void {
    const slots = new Map<string, number>();
    for (let place = 0; place < most; place += 1) {
      const from = before[place];
      const to = after[place];
      if (!from || !to) break;
      slots.set(to.key, this.of(from.key));
    }
    this.#slots = slots;
  }
}
