import { main as texts } from '../../src-shared/texts/en/main';

/** Writes one line on stderr; the only way in which the main process speaks to a terminal. */
export function say(text: string): void {
  try {
    process.stderr.write(texts.stderr.line(text));
  } catch {
    // A closed terminal must not end the program.
  }
}
