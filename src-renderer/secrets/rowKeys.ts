import { isApple } from '../app/shortcuts';
import type { RowFocus } from './RowFocus.svelte';
import { nextIndex } from './rowNavigation';
import type { SecretsList } from './SecretsList.svelte';

interface Table {
  readonly list: SecretsList;
  readonly focus: RowFocus;
  readonly readonly: boolean;
  /** Of what is in sight, in pixels. */
  readonly height: number;
  readonly onreplace: (key: string) => void;
  readonly ondelete: (keys: string[]) => void;
}

/** Does what a keystroke means on the row of `key`; false when it means nothing there. */
export function handleRowKey(event: KeyboardEvent, key: string, table: Table): boolean {
  const { list, focus } = table;
  const next = nextIndex(event.key, list.indexes.get(key) ?? 0, list.shown.length, table.height);
  if (next !== null) {
    const nextKey = list.shown[next]?.key;
    if (event.shiftKey && !table.readonly && nextKey !== undefined) list.selection.extendTo(nextKey, key);
    void focus.goTo(next);
    return true;
  }
  if (table.readonly) return false;
  if (isApple ? event.metaKey : event.ctrlKey) {
    if (event.key.toLowerCase() !== 'a') return false;
    list.selection.selectAll();
    return true;
  }
  if (event.key === 'Delete' || event.key === 'Backspace') {
    table.ondelete(list.selection.count > 0 ? [...list.selection.keys] : [key]);
    return true;
  }
  // Enter and Space on a button or a checkbox are its own.
  const onRow = event.target === focus.elementOf(key);
  if (event.key.toLowerCase() === 'r' || (onRow && event.key === 'Enter')) {
    table.onreplace(key);
    return true;
  }
  if (onRow && event.key === ' ') {
    list.selection.toggle(key);
    return true;
  }
  return false;
}
