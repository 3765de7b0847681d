import { normalizeTypedKey, stripSpace } from '../../src-shared/rules';
import { readEnvLine } from './envLine';

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

const escaped = (letter: string): string =>
  letter === '\n' ? '\\n' : letter === '\r' ? '\\r' : `\\${letter}`;

/**
 * What to insert for a pasted text: without the space and the line break that copying often takes along, which
 * would become underscores. Of several lines the first one that says something; a key has one line. One assignment
 * whose value has line breaks is kept whole: the breaks, which a field of one line drops, become escapes.
 */
export function pastedKey(pasted: string): string {
  const assignment = readEnvLine(pasted);
  if (assignment && /[\r\n]/.test(assignment.value)) {
    return `${assignment.key}="${assignment.value.replace(/[\\"$\r\n]/g, escaped)}"`;
  }
  const line = pasted.split(/[\r\n]+/).find((candidate) => stripSpace(candidate) !== '') ?? '';
  return stripSpace(line);
}
