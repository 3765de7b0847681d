import { svelte } from '@sveltejs/vite-plugin-svelte';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.join(import.meta.dirname, '..');

export default defineConfig({
  root,
  plugins: [svelte({ configFile: false })],
  // The classes of the window are tested as the window runs them, not as a server would render them.
  resolve: { conditions: ['browser'] },
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/package/**'],
    // Some tests change the process itself (its umask, its signals), which threads share.
    pool: 'forks',
    globalSetup: ['test/native.setup.ts'],
    // For a busy machine: a test that hangs fails, one that waits for its turn does not.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
