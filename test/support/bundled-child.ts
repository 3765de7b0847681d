import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { build } from 'vite';
import { adminSecret, nativeBinding, temporaryFolder } from './service';

/** What a service in a process of its own is asked for, beside its folder. */
export interface ChildOptions {
  /** What it runs under, such as strace with its arguments. */
  readonly wrapper?: readonly string[];
  /** Weakens it on purpose, for a control that has to fail. */
  readonly synchronous?: 'NORMAL';
  /** Changes the key once it serves, and says so with a line. */
  readonly newSecret?: string;
  /** Options of Node. */
  readonly node?: readonly string[];
}

export interface Child {
  readonly process: ChildProcess;
  /** Null when it ended before it served. */
  readonly url: string | null;
  /** Resolves with its exit code or signal. */
  readonly ended: Promise<number | string>;
  readonly stderr: Promise<string>;
  /** All lines that it printed, as they come. */
  readonly lines: string[];
}

/**
 * The service as one file, so that it starts in a fraction of the time: a proof starts it thousands of times.
 * Gives a function that starts it on a data folder, and waits until it serves or has ended.
 */
export async function bundleChild(): Promise<(folder: string, options?: ChildOptions) => Promise<Child>> {
  const outDir = temporaryFolder();
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: true,
      target: 'node22',
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: { child: join(import.meta.dirname, 'child-service.ts') },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  });
  const file = join(outDir, 'child.mjs');
  // One that ends in order leaves its compiled code behind, for all that are killed.
  const first = await start(file, join(outDir, 'first'), {});
  first.process.kill('SIGTERM');
  await first.ended;
  return (folder, options = {}) => start(file, folder, options);
}

async function start(
  file: string,
  folder: string,
  { wrapper = [], node = [], ...more }: ChildOptions,
): Promise<Child> {
  const settings = {
    dataFolder: folder,
    phoenixSecret: null,
    phoenixAdminSecret: adminSecret,
    authentication: false,
    initialAdminPassword: null,
    port: 0,
  };
  const options = JSON.stringify({ settings, nativeBinding: nativeBinding(), ...more });
  const command = [...wrapper, process.execPath, ...node, file, options];
  const child = spawn(command[0] as string, command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(file, '..', 'compiled') },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const stderr = text(child.stderr as NodeJS.ReadableStream);
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const lines: string[] = [];
  const first = new Promise<string | null>((resolve) => {
    let open = '';
    child.stdout?.on('data', (data: Buffer) => {
      const parts = (open + data.toString()).split('\n');
      open = parts.pop() ?? '';
      lines.push(...parts);
      if (lines[0] !== undefined) resolve(lines[0]);
    });
    void ended.then(() => resolve(null));
  });
  return { process: child, url: await first, ended, stderr, lines };
}
