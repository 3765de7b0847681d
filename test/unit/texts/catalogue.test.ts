import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { textsOutside } from '../../support/texts-outside';

const root = path.join(import.meta.dirname, '../../..');

/** What may stand outside, and why. */
const allowed: Record<string, RegExp> = {
  // A command is a command in every language.
  'src-renderer/secrets/curlExample.ts': /curl|-[Hd]$|^"(?:Authorization|Content-Type):|^'\{"secrets"/,
  // Messages of failures are for scripts and logs; the window says them by their code.
  'src-main/electron/ipc.ts': /^Only the main frame /,
  'src-main/electron/service-client.ts': /^Phoenix Secrets is ending|^The service/,
  'src-main/electron/error-page.ts': /^@font-face/,
};

const sources = (folder: string, ends: RegExp): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ends.test(name) && !name.endsWith('vite.config.ts'))
    .map((name) => path.join(folder, name))
    .sort();

const outside = (name: string) =>
  textsOutside(readFileSync(path.join(root, name), 'utf8'), name).filter(
    ({ text }) => !allowed[name]?.test(text),
  );

describe('every text that people read is in the catalogue', () => {
  const pages = sources('src-renderer', /\.(?:svelte|ts)$/);
  // The windows that the main process draws itself, and the native menu.
  const windows = [...sources('src-main/electron', /\.ts$/), 'src-main/index.ts'];

  it('looks at all of the window', () => {
    expect(pages.length).toBeGreaterThan(80);
    expect(windows).toContain('src-main/electron/menu.ts');
  });

  it.each([...pages, ...windows])('%s', (name) => {
    expect(outside(name)).toEqual([]);
  });
});

describe('a text outside is found', () => {
  const wrap = (markup: string) => `<script lang="ts">\n  let { a } = $props();\n</script>\n\n${markup}\n`;

  it.each([
    ['between tags', '<p>Saved</p>'],
    ['one letter', '<b>x</b>'],
    ['as a choice', "<p>{a ? 'Yes' : 'No'}</p>"],
    ['with a value in it', '<p>{`${a} secrets`}</p>'],
    ['in a fallback', "<p>{a ?? 'Nobody'}</p>"],
    ['put together', "<p>{a + ' left'}</p>"],
    ['in a block', '{#if a}<i>on</i>{:else}off{/if}'],
    ['in aria-label', '<button aria-label="Close"></button>'],
    ['in a chosen aria-label', "<button aria-label={a ? 'Close' : a}></button>"],
    ['in a title', '<i title="Secret"></i>'],
    ['in a placeholder', '<input placeholder="Name" />'],
    ['in alt', '<img src="a.png" alt="Mark" />'],
    ['in a tooltip', '<i data-tip="Delete"></i>'],
    ['for a part of the window', '<Banner fact="Broken" text={a} />'],
    ['in a choice of a group', "<Segmented options={[{ value: 'a', label: 'All' }]} />"],
    ['in a snippet', '{#snippet foot()}<p>Done</p>{/snippet}'],
    ['as a sentence anywhere', "<Part kind={a ? 'Not saved yet' : a} />"],
  ])('%s', (_where, markup) => {
    expect(textsOutside(wrap(markup), 'a.svelte')).toContainEqual(expect.objectContaining({ line: 5 }));
  });

  it.each([
    ['in an object', "const item = { label: 'Delete' };"],
    ['in a title', "document.title = 'Secrets';"],
    ['said', "app.announce('Saved');"],
    ['as a sentence', "const why = 'The server does not answer.';"],
    ['as two words', 'const name = `Last ${1} minutes`;'],
    ['in markup', "const html = '<h1>Not expected</h1>';"],
  ])('in a script: %s', (_where, code) => {
    expect(textsOutside(code, 'a.ts')).toEqual([expect.objectContaining({ line: 1 })]);
  });

  it('and what nobody reads is let through', () => {
    const markup = wrap(
      [
        "<div class='a b' role=\"row\" data-place='encryption' aria-hidden={a === 'x' ? 'true' : undefined}>",
        '  {texts.common.save} <b>→ {a}</b> {#if a === "yes"}<Icon name="pencil" />{/if}',
        '</div>',
        '<style>.a { content: "No Text"; }</style>',
      ].join('\n'),
    );
    expect(textsOutside(markup, 'a.svelte')).toEqual([]);
    const code =
      "import a from 'a b';\n/** A comment. */\nif (a === 'storage_full') throw new Error('There is no event of this name.');";
    expect(textsOutside(code, 'a.ts')).toEqual([]);
  });
});
