import { normalizeTypedKey, stripSpace } from '../../src-shared/rules';

/**
 * What the Key field holds after an input. In a pasted `KEY=value` line only the key's part is changed,
 * since the value must come out of it untouched. The length stays, so the caret does.
 */
export function normalizeKeyField(typed: string): string {
  const equals = typed.indexOf('=');
  return equals < 0
    ? normalizeTypedKey(typed)
    : normalizeTypedKey(typed.slice(0, equals)).replace(/^EXPORT_/, 'export ') + typed.slice(equals);
}

/** Normalises in place and keeps caret and selection. True when something changed. */
export function normalizeKeyElement(element: HTMLInputElement): boolean {
  const typed = element.value;
  const normalized = normalizeKeyField(typed);
  if (normalized === typed) return false;
  const { selectionStart, selectionEnd, selectionDirection } = element;
  element.value = normalized;
  element.setSelectionRange(selectionStart, selectionEnd, selectionDirection ?? undefined);
  return true;
}

/**
 * What to insert for a pasted text: without the space and the line break that copying often takes along, which
 * would become underscores. Of several lines the first one that says something; a key has one line.
 */
export function pastedKey(pasted: string): string {
  const line = pasted.split(/[\r\n]+/).find((candidate) => stripSpace(candidate) !== '') ?? '';
  return stripSpace(line);
}
