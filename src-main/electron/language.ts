import type { Language } from '../../src-shared/languages';
import { main as de } from '../../src-shared/texts/de/main';
import { main as en, type MainTexts } from '../../src-shared/texts/en/main';
import type { ServedFiles } from './protocol';

const catalogues: Record<Language, MainTexts> = { en, de };

/** The words of menu and error window. */
export const textsIn = (language: Language): MainTexts => catalogues[language];

/** The same files, with the language written into the page each time that it is loaded. */
export function inLanguage(files: ServedFiles, language: () => Language): ServedFiles {
  const page = files.get('/index.html');
  if (!page) return files;
  const body = async () => {
    const text = new TextDecoder().decode(await page.body());
    return new TextEncoder().encode(text.replace('<html lang="en">', `<html lang="${language()}">`));
  };
  return new Map([...files, ['/index.html', { type: page.type, body }]]);
}
