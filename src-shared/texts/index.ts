import type { Language } from '../languages';
import { en, type Texts } from './en';

/** A file of its own for each language but English: it is fetched only by those who read it. */
const others: Record<Exclude<Language, 'en'>, () => Promise<Texts>> = {
  de: async () => (await import('./de')).de,
};

// The main process wrote the language into the page before it was loaded. In tests there is no page.
const { document } = globalThis as { document?: { documentElement: { lang: string } } };
const load = Object.entries(others).find(([language]) => language === document?.documentElement.lang)?.[1];

/** Every text of the app, in the language of the page. English waits for nothing. */
export const texts: Texts = load ? await load() : en;
