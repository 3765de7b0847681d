import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { descendants } from '../e2e/support/memory';
import { environmentOf, type Environment } from '../e2e/support/program';

/** `npm run package -- --test`: all of it. */
export const long = process.env['PACKAGE_LONG'] === '1';
/** The unpacked package that is tested. */
export const folder =
  process.env['PACKAGE_FOLDER'] ?? path.join(import.meta.dirname, '../../out/linux-unpacked');
/** What a user starts. */
export const launcher = path.join(folder, 'phoenix-secrets');
/** Electron's binary in it, which a user may start as well. */
export const binary = path.join(folder, 'phoenix-secrets-app');
/** Chromium's sandbox does not work for root; the launcher says so to it, a direct start has to. */
export const asRoot: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
/** What the launcher adds for a start without a window. */
export const quiet = ['--headless', '--ozone-platform=headless', '--disable-gpu', '--log-level=3'];

/** A folder that is gone after the test: home, data and temporary files of one start are below it. */
export function ownFolder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'phoenix-secrets-package-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true, maxRetries: 5 }));
  return made;
}

export interface Started {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly printed: () => string;
}

/** Starts a program with an environment of its own. It is killed when the test is over. */
export function start(
  command: string,
  args: readonly string[],
  home: string,
  more: Environment = {},
): Started {
  const environment = environmentOf(path.join(home, 'data'), {
    HOME: home,
    XDG_CONFIG_HOME: undefined,
    ...more,
  });
  const child = spawn(command, args, { env: environment, cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (printed += data.toString()));
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const pid = child.pid ?? -1;
  onTestFinished(async () => {
    const all = [pid, ...descendants(pid)];
    if (child.exitCode === null && child.signalCode === null) {
      for (const one of all) {
        try {
          process.kill(one, 'SIGKILL');
        } catch {
          // It ended meanwhile.
        }
      }
    }
    await ended;
  });
  return { pid, process: child, ended, printed: () => printed };
}

/** The ports on which a program and its helpers listen, from the kernel's table. */
export function listening(pid: number): number[] {
  const sockets = new Set<string>();
  for (const one of [pid, ...descendants(pid)]) {
    try {
      for (const descriptor of readdirSync(`/proc/${one}/fd`)) {
        const match = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${one}/fd/${descriptor}`));
        if (match?.[1]) sockets.add(match[1]);
      }
    } catch {
      // It ended meanwhile.
    }
  }
  const ports = new Set<number>();
  for (const table of ['tcp', 'tcp6']) {
    for (const line of readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[3] !== '0A' || !sockets.has(fields[9] ?? '')) continue;
      ports.add(parseInt((fields[1] ?? '').split(':').pop() ?? '', 16));
    }
  }
  return [...ports].sort((a, b) => a - b);
}

/** Waits for the end of a program and notes meanwhile every port on which it listened. */
export async function listenedUntilEnd(
  started: Started,
): Promise<{ ended: number | string; ports: number[] }> {
  const ports = new Set<number>();
  const over = () => started.process.exitCode !== null || started.process.signalCode !== null;
  for (let attempt = 0; attempt < 600 && !over(); attempt += 1) {
    for (const port of listening(started.pid)) ports.add(port);
    await delay(20);
  }
  return { ended: over() ? await started.ended : 'still running', ports: [...ports] };
}

/** Every file below a folder. */
export function filesBelow(at: string): string[] {
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(at, path.join(entry.parentPath, entry.name)))
    .sort();
}
