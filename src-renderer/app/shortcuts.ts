import { takesText } from '../ui/focus';
import type { AppState } from './AppState.svelte';

/** True on Apple's keyboards, where ⌘ takes the place of Ctrl. */
export const isApple = navigator.userAgent.includes('Macintosh');

export const dialogIsOpen = (): boolean => document.querySelector('dialog[open]') !== null;

/** Enter in a field of a form saves it, as Ctrl+Enter does anywhere in it; Enter on a button is the button's own. */
export function saveOnEnter(event: KeyboardEvent, save: () => void): void {
  if (event.key !== 'Enter' || event.isComposing) return;
  if (event.target instanceof HTMLButtonElement && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  save();
}

/** The shortcuts that work on every page. */
export function handleShortcut(app: AppState, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if (dialogIsOpen()) return;
  const modifier = isApple ? event.metaKey : event.ctrlKey;
  const otherModifier = isApple ? event.ctrlKey : event.metaKey;
  if (otherModifier) return;
  if (run(app, event.key, modifier)) event.preventDefault();
}

function run(app: AppState, key: string, modifier: boolean): boolean {
  if (modifier) {
    if (key === ',') return runCommand(app, 'general');
    if (key.toLowerCase() === 'z') return runCommand(app, 'undo');
    if (/^[1-9]$/.test(key)) return openConnection(app, Number(key));
    return false;
  }
  if (takesText(document.activeElement)) return false;
  if (key.toLowerCase() === 'n') return runCommand(app, 'new');
  if (key === '/') return runCommand(app, 'find');
  return false;
}

/** Opens the store of a number in the switcher: 1 is the local one. False where there is none. */
function openConnection(app: AppState, number: number): boolean {
  const row = app.connections.rows.find((each) => app.connections.numberOf(each) === number);
  if (number > 1 && !row) return false;
  void app.openConnection(row?.id ?? null);
  return true;
}

/** Carries out a choice of the native menu or a shortcut; false when it means nothing here and now. */
export function runCommand(app: AppState, command: 'new' | 'find' | 'general' | 'undo'): boolean {
  if (dialogIsOpen()) return false;
  switch (command) {
    case 'new':
      app.commands.create?.();
      return app.commands.create !== undefined;
    case 'find':
      app.commands.find?.();
      return app.commands.find !== undefined;
    case 'general':
      app.router.go('general');
      return true;
    case 'undo':
      // In a field it is the field's own undo that is meant.
      return !takesText(document.activeElement) && app.toasts.undo();
  }
}
