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
