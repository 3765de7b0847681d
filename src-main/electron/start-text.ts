import type { Language } from '../../src-shared/languages';
import { start as de } from '../../src-shared/texts/de/start';
import { start as en } from '../../src-shared/texts/en/start';

/** A sentence with values in it; all of them are put in as text. */
type Say = (...values: never[]) => string;
interface Section {
  readonly [name: string]: string | Say | Section;
}

const catalogues: Record<Language, Section> = { en, de };

/** How an English sentence is told, and what makes the same one in another language. */
interface Pair {
  readonly pattern: RegExp;
  /** How much of it is words, not values. */
  readonly words: number;
  readonly say: (values: readonly string[]) => string;
}

/** Stands for a value; no path and no name holds it. */
const gap = '\u0000';

/**
 * Why a start failed, in another language than English. The service and stderr speak English, also to each other; the
 * error window finds the sentence in the English catalogue and takes the same one of its own.
 * @returns null when the catalogue has no such sentence
 */
export function startTextIn(language: Language, english: string): string | null {
  if (language === 'en') return english;
  return translate(
    [...pairs(catalogues.en, catalogues[language])].sort((a, b) => b.words - a.words),
    english,
  );
}

function translate(known: readonly Pair[], english: string): string | null {
  for (const { pattern, say } of known) {
    const match = pattern.exec(english);
    // A value may be a part of a sentence itself, such as what is wrong with a path.
    if (match) return say(match.slice(1).map((value) => translate(known, value) ?? value));
  }
  return null;
}

function* pairs(english: Section, other: Section): Generator<Pair> {
  for (const [name, text] of Object.entries(english)) {
    const translation = other[name];
    if (typeof text === 'object') yield* pairs(text, translation as Section);
    else if (typeof text === 'string') yield pairOf(text, () => translation as string);
    else {
      const say = (values: readonly string[]) => (translation as Say)(...(values as never[]));
      const gaps = Array.from({ length: text.length }, () => gap) as never[];
      yield pairOf(text(...gaps), say);
      // The last value may be left out.
      yield pairOf(text(...gaps.slice(1)), say);
    }
  }
}

function pairOf(sentence: string, say: Pair['say']): Pair {
  const pieces = sentence.split(gap).map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return { pattern: new RegExp(`^${pieces.join('(.+?)')}$`, 's'), words: pieces.join('').length, say };
}
