import path from 'node:path';
import { defineConfig, type UserConfig } from 'vite';

const root = path.join(import.meta.dirname, '..');

// Electron brings itself; everything else goes into the files: one read instead of hundreds at start, and nothing of
// node_modules has to be shipped. The native half of better-sqlite3 lies beside them and is given to it by path.
const external = ['electron'];

const main: UserConfig = {
  root,
  ssr: { target: 'node', noExternal: true, external },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/main',
    emptyOutDir: true,
    // Half the text to read and to parse while the window waits for its first rows.
    minify: true,
    sourcemap: true,
    rolldownOptions: {
      input: { index: 'src-main/index.ts', service: 'src-main/service.ts' },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
};

// A sandboxed preload is one CommonJS file and may load nothing but Electron.
const preload: UserConfig = {
  root,
  ssr: { target: 'node', noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/preload',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { index: 'src-main/preload/index.ts' },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

export default defineConfig(({ mode }) => (mode === 'preload' ? preload : main));
