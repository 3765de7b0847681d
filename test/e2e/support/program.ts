import ky from 'ky';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What `npm run launch-info` prints. */
export interface LaunchInfo {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly electron: string;
}

export const launchInfo = (): LaunchInfo => JSON.parse(process.env['LAUNCH_INFO'] ?? 'null') as LaunchInfo;

/** Values for tests. The first one is that of the recorded database. */
export const phoenixSecret = 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6';
export const adminSecret = 'admin-secret-of-the-window-tests-0123456789';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of a start: this process's own without any setting of ours, then what the test asks for; undefined unsets. */
export function environmentOf(folder: string, more: Environment = {}): Record<string, string> {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:PHOENIX_|ELECTRON_|NODE_|PLAYWRIGHT_|LAUNCH_INFO)/.test(name),
  );
  const all: Environment = {
    ...Object.fromEntries(own),
    // The window's words are those of English, whatever this machine speaks.
    LANGUAGE: 'en',
    PHOENIX_WORKING_DIR: folder,
    PHOENIX_SECRETS_PORT: '0',
    PHOENIX_SECRET: phoenixSecret,
    PHOENIX_ADMIN_SECRET: adminSecret,
    ...more,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** A start from outside, as a terminal or a service manager does it. */
export class Program {
  readonly process: ChildProcess;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  stderr = '';
  stdout = '';

  constructor(args: readonly string[], environment: Record<string, string>) {
    const info = launchInfo();
    this.process = spawn(info.executablePath, [...info.args, ...args], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stderr?.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.process.stdout?.on('data', (data: Buffer) => (this.stdout += data.toString()));
    this.ended = new Promise((resolve) => {
      this.process.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
  }

  get pid(): number {
    return this.process.pid ?? -1;
  }

  /** Our own lines on stderr; Chromium's own notices about the machine are left out. */
  get lines(): string[] {
    return this.stderr.split('\n').filter((line) => line.startsWith('Phoenix Secrets: '));
  }

  signal(name: NodeJS.Signals): void {
    this.process.kill(name);
  }
}

export interface Endpoint {
  readonly url: string;
  readonly pid: number;
  readonly version: string;
}

/** Waits for `endpoint.json` of a process; the file of one that was killed before does not count. */
export async function endpointOf(folder: string, pid?: number): Promise<Endpoint> {
  const file = path.join(folder, 'endpoint.json');
  for (let attempt = 0; attempt < 150; attempt += 1) {
    try {
      const endpoint = JSON.parse(await readFile(file, 'utf8')) as Endpoint;
      if (pid === undefined || endpoint.pid === pid) return endpoint;
    } catch {
      // Not written yet.
    }
    await delay(100);
  }
  throw new Error(`no endpoint.json in ${folder}`);
}

export const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Stores (a string) or deletes (null) over REST, as a script on this machine does. */
export async function put(
  url: string,
  entries: Readonly<Record<string, string | null>>,
  token = adminSecret,
): Promise<Answer> {
  const secrets = Object.entries(entries).map(([key, value]) => ({ key, value }));
  const answer = await ky.put(`${url}/v1/secrets`, {
    headers: { authorization: `Bearer ${token}` },
    json: { secrets },
    throwHttpErrors: false,
    retry: 0,
  });
  return { status: answer.status, text: await answer.text() };
}
