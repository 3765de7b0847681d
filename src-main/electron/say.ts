import { main as texts } from '../../src-shared/texts/en/main';

// A reader that goes away (`… | head`) is told as an event; without a listener it would end the program.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** Writes one line on stderr; the only way in which the main process speaks to a terminal. */
export function say(text: string): void {
  try {
    process.stderr.write(texts.stderr.line(text));
  } catch {
    // A closed terminal must not end the program.
  }
}
