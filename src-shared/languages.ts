/** The languages of the window. Another one is named here, and the compiler asks for the rest. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** What one chooses: a language, or that of the computer. */
export const languageChoices = ['system', ...languages] as const;
export type LanguageChoice = (typeof languageChoices)[number];

/** Each in its own language, so that everyone finds theirs. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

/**
 * The language to show: the chosen one, else the first of the computer's that is one of ours, else English.
 * @param wanted the computer's languages, most wanted first: `de-AT`
 */
export function languageFor(choice: LanguageChoice, wanted: readonly string[]): Language {
  if (choice !== 'system') return choice;
  for (const tag of wanted) {
    const found = languages.find((language) => language === tag.toLowerCase().split(/[-_]/)[0]);
    if (found) return found;
  }
  return 'en';
}
