import { shell } from 'electron';
import { spawn } from 'node:child_process';
import { isSafeAddress } from '../settings/safe-address';
import { browserEnvironment } from './process';

/** Opens an address in the system's browser. Rejects for one that is neither https nor http of this machine. */
export async function openBrowser(url: string): Promise<void> {
  if (!isSafeAddress(url)) throw new Error('not an address for the browser');
  // What was judged: the text it was read from may mean something else to whoever opens it.
  const { href } = new URL(url);
  // The others ask a service of the system, which starts the browser with an environment of its own.
  if (process.platform !== 'linux') return shell.openExternal(href);
  await new Promise<void>((resolve, reject) => {
    const opener = spawn('xdg-open', [href], {
      env: browserEnvironment(),
      stdio: 'ignore',
      detached: true,
    });
    opener.once('error', () => reject(new Error('the browser did not start')));
    opener.once('spawn', resolve);
    opener.unref();
  });
}
