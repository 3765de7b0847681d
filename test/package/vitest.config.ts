import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: path.join(import.meta.dirname, '../..'),
  test: {
    environment: 'node',
    include: ['test/package/**/*.test.ts'],
    globalSetup: ['test/native.setup.ts'],
    // Programs are started and watched: one at a time, so that none is slowed down by another.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 600_000,
  },
});
