import {
  _electron,
  errors,
  test as base,
  expect,
  type ElectronApplication,
  type Page,
} from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  endpointOf,
  environmentOf,
  launchInfo,
  Program,
  put,
  type Answer,
  type Environment,
} from './program';

/** The running window and what a test does beside it. */
export interface Launched {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly url: string;
  /** Console errors that this test provokes on purpose. */
  allow(fault: RegExp): void;
  /** What it has written to its terminal since the driver found it: its own lines and Chromium's. */
  readonly printed: () => string;
  /** Stores or deletes over REST. */
  put(entries: Readonly<Record<string, string | null>>): Promise<Answer>;
  /** Ends it the way a user does, and waits until it is gone. */
  close(): Promise<void>;
}

interface Fixtures {
  /** A data folder of this test. */
  folder: string;
  /** Opens the window. */
  launch: (environment?: Environment, args?: readonly string[]) => Promise<Launched>;
  /** Starts the program from outside, without a window driver. */
  start: (args: readonly string[], environment?: Environment) => Program;
}

/**
 * Starts the program under the driver. One start in some fifty, on a busy machine, Playwright never gets hold of a
 * window that opens in the very moment in which it connects (the program itself runs): then it starts once more.
 */
export async function openProgram(
  folder: string,
  environment?: Environment,
  more: readonly string[] = [],
): Promise<ElectronApplication> {
  const { executablePath, args } = launchInfo();
  const options = {
    executablePath,
    args: [...args, ...more],
    env: environmentOf(folder, environment),
    colorScheme: null,
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await _electron.launch({ ...options, timeout: 8_000 });
    } catch (error) {
      if (attempt === 3 || !(error instanceof errors.TimeoutError)) throw error;
    }
  }
}

export const test = base.extend<Fixtures, { display: undefined }>({
  display: [
    async ({}, use, { parallelIndex }) => {
      const display = process.env['DISPLAYS']?.split(' ')[parallelIndex];
      if (display !== undefined) process.env['DISPLAY'] = display;
      await use(undefined);
    },
    { scope: 'worker', auto: true },
  ],

  folder: async ({}, use) => {
    const parent = await mkdtemp(path.join(tmpdir(), 'phoenix-secrets-e2e-'));
    await use(path.join(parent, 'data'));
    await rm(parent, { recursive: true, force: true });
  },

  launch: async ({ folder }, use) => {
    const open = new Set<ElectronApplication>();
    const faults: string[] = [];
    const allowed: RegExp[] = [];
    await use(async (environment, more = []) => {
      const app = await openProgram(folder, environment, more);
      open.add(app);
      let printed = '';
      for (const stream of [app.process().stdout, app.process().stderr]) {
        stream?.on('data', (data: Buffer) => (printed += data.toString()));
      }
      const page = await app.firstWindow();
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(error.message));
      const pid = app.process().pid;
      const { url } = await endpointOf(folder, pid);
      return {
        app,
        page,
        url,
        allow: (fault) => void allowed.push(fault),
        printed: () => printed,
        put: (entries) => put(url, entries),
        close: async () => {
          open.delete(app);
          await app.close();
        },
      };
    });
    await Promise.all([...open].map((app) => app.close()));
    // Content security violations are among them.
    expect(faults.filter((fault) => !allowed.some((pattern) => pattern.test(fault)))).toEqual([]);
  },

  start: async ({ folder }, use) => {
    const started: Program[] = [];
    await use((args, environment) => {
      const program = new Program(args, environmentOf(folder, environment));
      started.push(program);
      return program;
    });
    for (const program of started) {
      if (program.process.exitCode === null) program.signal('SIGKILL');
      await program.ended;
    }
  },
});

export { expect };
