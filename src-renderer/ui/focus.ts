const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** Puts the focus on what is marked with `data-autofocus`, else leaves it where the platform put it. */
export function focusFirst(root: HTMLElement): void {
  root.querySelector<HTMLElement>('[data-autofocus]')?.focus();
}

/** Keeps Tab inside a dialog: after the last control comes the first one, and the other way round. */
export function wrapTab(event: KeyboardEvent): void {
  if (event.key !== 'Tab' || !(event.currentTarget instanceof HTMLElement)) return;
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>(focusable)].filter(
    (control) => control.checkVisibility() && control.tabIndex >= 0,
  );
  const edge = event.shiftKey ? controls[0] : lastStop(controls);
  const other = event.shiftKey ? lastStop(controls) : controls[0];
  if (other && (document.activeElement === edge || document.activeElement === event.currentTarget)) {
    event.preventDefault();
    other.focus();
  }
}

/** The last control that Tab reaches; of radio buttons that is the chosen one. */
function lastStop(controls: readonly HTMLElement[]): HTMLElement | undefined {
  return controls.findLast(
    (control) => !(control instanceof HTMLInputElement && control.type === 'radio') || control.checked,
  );
}

/** True where letters are typed into: shortcuts of one letter stay away from there. */
export function takesText(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement) return true;
  return (
    element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(element.type)
  );
}
