/** Pixels between two chips. */
export const chipGap = 4;

/**
 * How many chips to draw side by side before `+n` stands for the rest. The first one is always drawn: it may shrink.
 * @param widths of all chips, in pixels
 * @param more the width of the `+n` chip
 */
export function fitChips(widths: readonly number[], available: number, more: number): number {
  let used = 0;
  for (const [index, width] of widths.entries()) {
    const last = index === widths.length - 1;
    used += (index === 0 ? 0 : chipGap) + width;
    if (used + (last ? 0 : chipGap + more) > available) return Math.max(1, index);
  }
  return widths.length;
}
