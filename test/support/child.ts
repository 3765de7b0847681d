import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { adminSecret, nativeBinding } from './service';

const here = import.meta.dirname;

function spawnService(
  folder: string,
  wrapper: readonly string[] = [],
): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const options = {
    settings: {
      dataFolder: folder,
      phoenixSecret: null,
      phoenixAdminSecret: adminSecret,
      authentication: false,
      initialAdminPassword: null,
      port: 0,
    },
    nativeBinding: nativeBinding(),
  };
  const command = [
    ...wrapper,
    process.execPath,
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
    '--import',
    join(here, 'resolve-typescript.mjs'),
    fileURLToPath(new URL('./child-service.ts', import.meta.url)),
    JSON.stringify(options),
  ];
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Runs a service that is expected to end by itself. */
export async function runService(
  folder: string,
  wrapper: readonly string[] = [],
): Promise<{ code: number | null; stderr: string }> {
  const child = spawnService(folder, wrapper);
  const [stderr, [code]] = await Promise.all([
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, stderr };
}

/** The same as the user nobody (65534); only root can. */
export function runAsNobody(folder: string): Promise<{ code: number | null; stderr: string }> {
  return runService(folder, ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']);
}

/** A service in a process of its own, once it serves. */
export async function startChild(folder: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawnService(folder);
  const [line] = (await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(async () => {
      throw new Error(`The child ended: ${await text(child.stderr)}`);
    }),
  ])) as [Buffer];
  return { url: line.toString().trim(), child };
}
