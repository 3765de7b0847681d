import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { phoenixSecret, temporaryFolder } from './service';

const root = join(import.meta.dirname, '../..');
const nobody = 65534;

/** Ends the server when the pipe from us breaks: whoever is killed leaves nothing behind. */
const watched = `
import os, runpy, sys, threading
threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(1)), daemon=True).start()
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")`;
/** The same for PostgreSQL, which ends at once with SIGQUIT. */
const watchedShell = 'exec 3<&0; "$@" & pid=$!; (cat <&3; kill -QUIT $pid) & wait $pid';

/** What works as an API key of its built-in system user. */
export const phoenixAdminSecret = 'b1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p7';

type Cleanup = (clean: () => void | Promise<void>) => void;

export interface PhoenixOptions {
  readonly authentication?: boolean;
  readonly database?: 'sqlite' | 'postgresql';
  /** PHOENIX_SECRET; null leaves it out, which needs `authentication: false`. */
  readonly secret?: string | null;
  /** An exact version of arize-phoenix; the one that this program is held against unless told. */
  readonly version?: string;
  /** A folder from an earlier run, with the database in it. */
  readonly folder?: string;
  /** More variables for it. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly cleanup: Cleanup;
}

export interface TestPhoenix {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly folder: string;
  /** Its SQLite database, as long as it is not on PostgreSQL. */
  readonly database: string;
  /** Its PostgreSQL database, `postgresql://…`; empty when it is on SQLite. */
  readonly databaseUrl: string;
  /** The Python that runs it, which has its modules. */
  readonly python: string;
  /** What it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Starts a real Phoenix server on a free port and waits until it answers. It takes about ten seconds, so a file of
 * tests shares one; `cleanup` is its `afterAll`.
 */
export async function startPhoenix({
  authentication = true,
  database = 'sqlite',
  secret = phoenixSecret,
  version,
  environment = {},
  cleanup,
  ...options
}: PhoenixOptions): Promise<TestPhoenix> {
  const folder = options.folder ?? temporaryFolder(cleanup);
  const { command: python, args } = await setUp<{ command: string; args: string[] }>('phoenix', version);
  const databaseUrl = database === 'postgresql' ? await startPostgres(cleanup) : '';
  const [port, grpcPort] = [await freePort(), await freePort()];
  const child = spawn(python, ['-c', watched, ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      PHOENIX_HOST: '127.0.0.1',
      PHOENIX_PORT: String(port),
      PHOENIX_GRPC_PORT: String(grpcPort),
      PHOENIX_WORKING_DIR: folder,
      PHOENIX_TELEMETRY_ENABLED: 'false',
      PHOENIX_DISABLE_RATE_LIMIT: 'true',
      ...(authentication && { PHOENIX_ENABLE_AUTH: 'true', PHOENIX_ADMIN_SECRET: phoenixAdminSecret }),
      ...(secret !== null && { PHOENIX_SECRET: secret }),
      ...(databaseUrl !== '' && { PHOENIX_SQL_DATABASE_URL: databaseUrl }),
      ...environment,
    },
  });
  const output = keepOutput(child);
  const stop = () => ended(child, () => child.kill('SIGTERM'));
  cleanup(stop);
  const url = `http://127.0.0.1:${port}`;
  await until(child, output, async () => (await fetch(`${url}/healthz`)).ok);
  return { url, folder, database: join(folder, 'phoenix.db'), databaseUrl, python, output, stop };
}

let programs: Promise<string | null> | null = null;

/** The folder with PostgreSQL's programs; null when this machine has none. */
export function postgresPrograms(): Promise<string | null> {
  programs ??= setUp<{ folder: string | null }>('postgres').then(({ folder }) => folder);
  return programs;
}

/** A PostgreSQL of its own; gives the address of its database. It sorts as people do, like most large ones. */
async function startPostgres(cleanup: Cleanup): Promise<string> {
  const bin = await postgresPrograms();
  if (bin === null) throw new Error('PostgreSQL is not installed.');
  const folder = temporaryFolder(cleanup);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  // It refuses to run as root.
  const asRoot = process.getuid?.() === 0;
  if (asRoot) for (const path of [folder, data]) chownSync(path, nobody, nobody);
  const user = asRoot ? { uid: nobody, gid: nobody } : {};
  const sorting = ['--locale-provider=icu', '--icu-locale=en-US', '--locale=C.UTF-8', '--encoding=UTF8'];
  const names = ['-D', data, '-U', 'phoenix', '--auth=trust', '--no-sync'];
  await promisify(execFile)(join(bin, 'initdb'), [...names, ...sorting], { ...user, cwd: folder });
  const port = await freePort();
  const settings = ['fsync=off', 'unix_socket_directories='].flatMap((setting) => ['-c', setting]);
  const command = [join(bin, 'postgres'), '-D', data, '-h', '127.0.0.1', '-p', String(port), ...settings];
  const child = spawn('sh', ['-c', watchedShell, 'sh', ...command], { ...user, cwd: folder });
  const output = keepOutput(child);
  cleanup(() => ended(child, () => child.stdin.end()));
  await until(child, output, async () => output().includes('ready to accept connections'));
  return `postgresql://phoenix@127.0.0.1:${port}/postgres`;
}

/** What a script of scripts/setup prints; it installs what is missing, which may take some minutes. */
async function setUp<T>(name: string, ...args: (string | undefined)[]): Promise<T> {
  const script = join(root, `scripts/setup/${name}.mjs`);
  const given = args.filter((argument) => argument !== undefined);
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...given]);
  return JSON.parse(stdout) as T;
}

/**
 * Below the ports that the kernel gives to outgoing connections: a server binds its port only after some seconds, and
 * one of those would be somebody else's by then.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.close();
    if (isFree) return port;
  }
}

function keepOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (more: string) => (text += more));
  }
  return () => text;
}

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  end();
  await exit;
}

async function until(
  child: ChildProcess,
  output: () => string,
  isTrue: () => Promise<boolean>,
): Promise<void> {
  while (!(await isTrue().catch(() => false))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended:\n${output()}`);
    await sleep(50);
  }
}
