import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { cacheRoot, writable } from './paths.mjs';

/**
 * Runs a program to its end. Output is collected, and shown only by whoever asks for it.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { onSpawn?: (child: import('node:child_process').ChildProcess) => void }} [options]
 * @returns {Promise<{ code: number, stdout: string, output: string }>} `output` is stdout and stderr as they came
 */
export function run(command, args, { onSpawn, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 127, stdout, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), stdout, output }));
    onSpawn?.(child);
  });
}

/** The last lines of a program's output, for an error message. */
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Runs npm: the one that started us, else the one beside this Node, else the one on PATH.
 * Settings that would change what npm prints or keeps (our own .npmrc among them) are overruled.
 */
export function npm(args, options = {}) {
  const cache = process.env.npm_config_cache ?? path.join(homedir(), '.npm');
  if (!writable(cache)) args = [...args, '--cache', path.join(cacheRoot(), 'npm')];
  const fixed = ['--json=false', '--loglevel=error', '--ignore-scripts', '--no-audit', '--no-fund'];
  const beside = path.join(path.dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  const cli = [process.env.npm_execpath, beside].find(
    (file) => file && /npm-cli\.c?js$/.test(file) && existsSync(file),
  );
  if (cli) return run(process.execPath, [cli, ...args, ...fixed], options);
  const windows = process.platform === 'win32';
  return run(windows ? 'npm.cmd' : 'npm', [...args, ...fixed], { shell: windows, ...options });
}
