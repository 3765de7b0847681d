import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** A failure that is told as one sentence, without a stack: the reader can do something about it. */
export class SetupError extends Error {}

/** One line on stderr; stdout belongs to the caller (launch-info prints JSON there). */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Seconds since `started` (performance.now()), e.g. "3.4 s". */
export function since(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

/**
 * Runs one step and says what it is and how long it took.
 * @template T
 * @param {string} what as in "Dependencies (npm ci)"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const started = performance.now();
  say(`· ${what} …`);
  try {
    const result = await work();
    say(`✓ ${what}: ${since(started)}`);
    return result;
  } catch (error) {
    say(`✗ ${what}: failed after ${since(started)}`);
    throw error;
  }
}

/** Runs a script's main function; a failure becomes a sentence and exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    say(error instanceof SetupError ? `\n${error.message}` : `\n${error?.stack ?? error}`);
    process.exitCode = 1;
  }
}

/** True in the script that node was started with. */
export function isMain(url) {
  return process.argv[1] !== undefined && pathToFileURL(realpathSync(process.argv[1])).href === url;
}
