import { spawn } from 'node:child_process';
import { root } from '../setup/paths.mjs';
import { devEnvironment } from './place.mjs';

/** The app while one develops: it can be restarted, and its page reloaded through Chromium's own debugging port. */
export class DevProgram {
  #executable;
  #args;
  #child = null;
  #port = null;
  #restarting = false;

  /**
   * @param {string} executable the launcher
   * @param {readonly string[]} args of the caller
   * @param {(code: number) => void} ended called when the program ends by itself
   */
  constructor(executable, args, ended) {
    this.#executable = executable;
    this.#args = args;
    this.ended = ended;
  }

  start() {
    this.#port = null;
    // Only a start that is not packaged takes this switch.
    const args = [root, '--remote-debugging-port=0', ...this.#args];
    const child = spawn(this.#executable, args, {
      env: devEnvironment(),
      stdio: ['inherit', 'inherit', 'pipe'],
    });
    child.stderr.on('data', (data) => {
      const text = data.toString();
      this.#port ??= /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text)?.[1] ?? null;
      process.stderr.write(text);
    });
    child.once('exit', (code) => {
      this.#child = null;
      if (this.#restarting) {
        this.#restarting = false;
        this.start();
      } else this.ended(code ?? 1);
    });
    this.#child = child;
  }

  restart() {
    if (!this.#child || this.#restarting) return;
    this.#restarting = true;
    this.#child.kill('SIGTERM');
  }

  /** Loads the page anew; false when the program does not show one yet. */
  async reload() {
    if (this.#port === null) return false;
    const targets = await (await fetch(`http://127.0.0.1:${this.#port}/json/list`)).json();
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith('app://'));
    if (!page) return false;
    const socket = new WebSocket(page.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener('error', reject, { once: true });
      socket.addEventListener('message', resolve, { once: true });
      socket.addEventListener('open', () => {
        socket.send(JSON.stringify({ id: 1, method: 'Page.reload', params: { ignoreCache: true } }));
      });
    }).finally(() => socket.close());
    return true;
  }

  stop() {
    this.#child?.kill('SIGTERM');
  }
}
