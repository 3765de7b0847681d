/**
 * Empties every field that is typed into. A field that leaves the page may live on in memory for a while;
 * what was typed must not.
 */
export function wipeFields(root: ParentNode): void {
  for (const field of root.querySelectorAll('input, textarea')) {
    if (field instanceof HTMLTextAreaElement) field.value = '';
    else if (field instanceof HTMLInputElement && !['radio', 'checkbox'].includes(field.type))
      field.value = '';
  }
}
