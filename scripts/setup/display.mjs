import { spawn } from 'node:child_process';
import { SetupError } from './progress.mjs';

/**
 * Runs `work` with a display: the one that is there, else a virtual one that is ours and ends with us.
 * @template T
 * @param {(display: Record<string, string>) => Promise<T>} work gets the variables that name the display
 * @returns {Promise<T>}
 */
export async function withDisplay(work) {
  return process.platform !== 'linux' || process.env.DISPLAY ? work({}) : ownDisplay(work);
}

/**
 * Runs `work` with a virtual display that is ours and ends with us.
 * @template T
 * @param {(display: Record<string, string>) => Promise<T>} work gets the variables that name the display
 * @returns {Promise<T>}
 */
export async function ownDisplay(work) {
  // It picks a free number itself and writes it to descriptor 3: no guessing, no race with another one.
  const args = ['-displayfd', '3', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp', '-noreset'];
  // Its screen saver comes on after ten minutes without input, and the program takes that for a locked screen.
  args.push('-s', '0');
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const end = () => server.kill();
  process.once('exit', end);
  try {
    const number = await new Promise((resolve, reject) => {
      let said = '';
      let digits = '';
      server.on('error', () =>
        reject(new SetupError('There is no display, and no Xvfb: install the package xvfb.')),
      );
      server.on('exit', () => reject(new SetupError(`Xvfb ended: ${said}`)));
      server.stderr.on('data', (text) => (said += text));
      server.stdio[3].on('data', (text) => {
        digits += text;
        if (digits.includes('\n')) resolve(digits.trim());
      });
    });
    return await work({ DISPLAY: `:${number}` });
  } finally {
    process.off('exit', end);
    end();
  }
}
