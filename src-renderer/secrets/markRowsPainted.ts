let marked = false;

/**
 * Sets the user-timing mark `rows-painted` two frames after the first rows stand in `table` (or, without one,
 * after what is there instead of them): once per page. The benchmark `scripts/bench/window.mjs` reads it.
 */
export function markRowsPainted(table: Element | null): void {
  if (marked) return;
  if (!table || hasRow(table)) {
    mark();
    return;
  }
  // The virtual list draws its rows only once it knows how high it is.
  const observer = new MutationObserver(() => {
    if (!hasRow(table)) return;
    observer.disconnect();
    mark();
  });
  observer.observe(table, { childList: true, subtree: true });
}

const hasRow = (table: Element): boolean => table.querySelector('[data-key]') !== null;

function mark(): void {
  if (marked) return;
  marked = true;
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('rows-painted')));
}
