import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { realpathSync } from 'node:fs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in our place: same terminal, our signals go to it, its end becomes ours.
 * @returns {Promise<void>} once it ended; process.exitCode is set
 */
export async function inOurPlace(command, args, env = process.env) {
  // Node 22.15 and newer can become the program: its process id is ours, and no copy of our environment stays behind.
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.execve(command, [command, ...args], env);
  }
  const child = spawn(command, args, { stdio: 'inherit', env });
  const forward = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  const { code, signal } = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (...[code, signal]) => resolve({ code, signal }));
  });
  for (const name of SIGNALS) process.off(name, forward);
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
}

/**
 * Where `npm start` came from an older Node (the first run, when none is among the dependencies yet), starts the same
 * script again on the one that the tools need.
 * @returns {Promise<boolean>} true when that was done: the script is over
 */
export async function onToolsNode(runtime) {
  if (realpathSync(process.execPath) === realpathSync(runtime.node)) return false;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return false;
  await inOurPlace(runtime.node, process.argv.slice(1));
  return true;
}
