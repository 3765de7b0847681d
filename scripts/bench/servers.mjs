import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { phoenixServer } from '../setup/phoenix.mjs';

/** The servers that the benchmark compares: a real Phoenix from PyPI, and this program without a window. */

export const secret = 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6';
export const adminSecret = 'z9y8x7w6v5u4t3s2r1q0p9o8n7m6l5k4';

/**
 * Starts a real Phoenix with authentication on.
 * @returns {Promise<{port: number, stop: () => Promise<void>}>}
 */
export async function startPhoenix() {
  const { command, args } = await phoenixServer();
  const folder = temporaryFolder('phoenix');
  const port = 6406;
  const child = spawn(command, args, {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      PHOENIX_ENABLE_AUTH: 'true',
      PHOENIX_SECRET: secret,
      PHOENIX_ADMIN_SECRET: adminSecret,
      PHOENIX_HOST: '127.0.0.1',
      PHOENIX_PORT: String(port),
      PHOENIX_GRPC_PORT: '6407',
      PHOENIX_WORKING_DIR: folder,
      PHOENIX_TELEMETRY_ENABLED: 'false',
    },
  });
  await until(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, 'Phoenix to answer', 120);
  const end = async () => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, stop: end };
}

/** A new folder for one run; the caller removes it. */
export function temporaryFolder(name) {
  return mkdtempSync(join(tmpdir(), `bench-${name}-`));
}

/**
 * Starts this program with `--headless`.
 * @param {{executablePath: string, args: string[]}} launch what `npm run launch-info` prints
 * @param {string} folder the data folder
 * @returns {Promise<{port: number, stop: () => Promise<void>}>}
 */
export async function startHeadless(launch, folder) {
  const child = spawn(launch.executablePath, [...launch.args, '--headless'], {
    stdio: 'ignore',
    env: { ...process.env, ...settings(folder) },
  });
  return { port: await portOf(folder), stop: () => stop(child) };
}

/** The port of the program that has just been started on a data folder, as soon as it serves. */
export async function portOf(folder) {
  const endpoint = join(folder, 'endpoint.json');
  await until(() => existsSync(endpoint), 'endpoint.json', 30);
  const { url } = JSON.parse(readFileSync(endpoint, 'utf8'));
  return Number(new URL(url).port);
}

/** The settings of one run on a folder of its own. */
export function settings(folder) {
  return {
    PHOENIX_WORKING_DIR: folder,
    PHOENIX_SECRET: secret,
    PHOENIX_ADMIN_SECRET: adminSecret,
    PHOENIX_SECRETS_PORT: '0',
  };
}

/** Waits until something is true; throws after some seconds and names what did not happen. */
export async function until(isTrue, what, seconds) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    try {
      if (await isTrue()) return;
    } catch {
      // Not there yet: asked again until the time is over.
    }
    await sleep(50);
  }
  throw new Error(`waited ${seconds} s for ${what}`);
}

/** Ends a child process cleanly and waits for it. */
export async function stop(child) {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
