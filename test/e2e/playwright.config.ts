import { defineConfig } from '@playwright/test';

/** Window tests: each one starts the built app on a data folder of its own. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: '../../test-results',
  globalSetup: './support/global-setup.ts',
  // One display has one clipboard and one focus, which two windows would take from each other: each worker has its own.
  workers: process.env['DISPLAYS']?.split(' ').length ?? 1,
  fullyParallel: false,
  timeout: 40_000,
  expect: { timeout: 5_000 },
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  reporter: 'list',
});
