import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import path from 'node:path';
import { defineConfig, type Rolldown } from 'vite';

const first = new Set<string>();

/**
 * What the first page needs, in one file: a file is a request that the main process answers while it has enough to do,
 * and there were fifty of them. What later pages share with the first is in it too.
 */
function chunkOf(id: string, context: Rolldown.ChunkingContext): string | null {
  const add = (module: string): void => {
    if (first.has(module)) return;
    first.add(module);
    for (const imported of context.getModuleInfo(module)?.importedIds ?? []) add(imported);
  };
  add(path.join(import.meta.dirname, 'main.ts'));
  return first.has(id) ? 'first' : null;
}

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  // Styles go into files of their own: the page's CSP has no 'unsafe-inline'.
  plugins: [svelte({ configFile: false, preprocess: vitePreprocess(), emitCss: true })],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // The CSP allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: chunkOf, debugName: 'first' }] } } },
  },
});
