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
  await openOnLinux(href, 'the browser');
}

/** Shows a folder in the system's file manager. Rejects when that does not start. */
export async function showFolder(folder: string): Promise<void> {
  // Electron would hand on all of our environment there, and take a missing `xdg-open` for a success.
  if (process.platform === 'linux') return openOnLinux(folder, 'the file manager');
  const fault = await shell.openPath(folder);
  if (fault !== '') throw new Error('the file manager did not start');
}

function openOnLinux(what: string, by: string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const opener = spawn('xdg-open', [what], { env: browserEnvironment(), stdio: 'ignore', detached: true });
    opener.once('error', () => reject(new Error(`${by} did not start`)));
    opener.once('spawn', resolve);
    opener.unref();
  });
}
