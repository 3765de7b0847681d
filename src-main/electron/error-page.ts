import type { Language } from '../../src-shared/languages';
import { textsIn } from './language';
import { startTextIn } from './start-text';
import { appOrigin } from './origin';

/** A link on the page that ends the program: the page has no script. */
export const quitUrl = `${appOrigin}/quit`;

/** What the error page says. */
export interface StartError {
  readonly kind: 'setting' | 'already_running' | 'store' | 'crash';
  /** One sentence each: what is wrong and what to do. */
  readonly faults: readonly string[];
  /** Shown below, or null while it is not known. */
  readonly dataFolder: string | null;
}

/** The page as HTML; every text that comes from outside is escaped. */
export function errorPage({ kind, faults, dataFolder }: StartError, language: Language): string {
  const texts = textsIn(language);
  const { title, heading, advice } = texts.startError[kind];
  const list = faults.map((fault) => faultItem(fault, language)).join('');
  const folder =
    dataFolder === null
      ? ''
      : `<dl><dt>${texts.startError.dataFolder}</dt><dd>${escapeHtml(dataFolder)}</dd></dl>`;
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<title>${title}</title>
<link rel="stylesheet" href="/error.css">
<body>
<main>
<h1>${title}</h1>
<section>
<h2>${heading}</h2>
${list === '' ? '' : `<div role="alert"><ul>${list}</ul></div>`}
</section>
<p>${advice}</p>
${folder}
</main>
<footer><a href="${quitUrl}" autofocus>${texts.startError.quit}</a></footer>
</body>
</html>`;
}

/** What is not known in the language of the page stays English, and says so to screen readers. */
function faultItem(fault: string, language: Language): string {
  const text = startTextIn(language, fault);
  return text === null ? `<li lang="en">${escapeHtml(fault)}</li>` : `<li>${escapeHtml(text)}</li>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

/** The window's own look, in few lines; the values are the design's tokens. */
export const errorStyle = `
@font-face { font-family: 'Inter Variable'; src: url('/inter.woff2') format('woff2'); font-weight: 100 900; }
:root {
  color-scheme: light dark;
  --canvas: #ffffff; --raised: #f5f7f6; --text: #15201b; --quiet: #49554f; --line: #d6dcd9;
  --danger: #ab1f2d; --danger-subtle: #fceded; --danger-line: #f0c9cb;
  --accent: #0b6b53; --accent-hover: #095843; --on-accent: #ffffff; --ring: #0f8465;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #111514; --raised: #0b0f0e; --text: #ebf0ed; --quiet: #aeb9b4; --line: #2d3633;
    --danger: #ff8e8e; --danger-subtle: #2c1618; --danger-line: #5a262b;
    --accent: #45c49c; --accent-hover: #5fd3ae; --on-accent: #04140e; --ring: #54cfa8;
  }
}
* { box-sizing: border-box; margin: 0; }
html { height: 100%; font: 13px/20px 'Inter Variable', system-ui, sans-serif; letter-spacing: -0.003em; }
body { display: flex; flex-direction: column; height: 100%; background: var(--canvas); color: var(--text); }
main { flex: 1; overflow: auto; padding: 24px; display: grid; gap: 16px; align-content: start; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; letter-spacing: -0.018em; }
section { padding: 12px 16px; border: 1px solid var(--danger-line); border-radius: 8px; background: var(--danger-subtle); }
h2 { font-size: 13px; line-height: 20px; font-weight: 600; color: var(--danger); }
ul { padding: 0; margin-top: 4px; list-style: none; display: grid; gap: 8px; overflow-wrap: anywhere; user-select: text; }
p, dt { color: var(--quiet); }
dl { font-size: 12px; line-height: 18px; }
dd { font-family: 'JetBrains Mono Variable', ui-monospace, monospace; overflow-wrap: anywhere; user-select: text; }
footer { height: 56px; padding: 0 24px; display: flex; align-items: center; justify-content: end; border-top: 1px solid var(--line); background: var(--raised); }
a { height: 32px; padding: 6px 16px; border-radius: 6px; background: var(--accent); color: var(--on-accent); font-weight: 550; text-decoration: none; }
a:hover { background: var(--accent-hover); }
a:focus-visible { outline: 2px solid var(--ring); outline-offset: 2px; }
`;
