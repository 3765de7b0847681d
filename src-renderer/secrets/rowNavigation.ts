/** The height of an ordinary row, in pixels. */
const rowHeight = 40;

/**
 * The row that a key leads to from the row `from`, or null for any other key.
 * @param count how many rows there are
 * @param height of what is in sight, in pixels; a page is one row less, so that one sees where one was
 */
export function nextIndex(key: string, from: number, count: number, height: number): number | null {
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(from + 1, last);
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'PageDown':
      return Math.min(from + page, last);
    case 'PageUp':
      return Math.max(from - page, 0);
    default:
      return null;
  }
}
