import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { settings, stop, until } from './servers.mjs';

/** A window that is open for measuring, spoken to over Chromium's debugging port. */
export class Page {
  #socket;
  #nextId = 1;
  #waiting = new Map();

  /**
   * @param {WebSocket} socket to the page
   * @param {import('node:child_process').ChildProcess} child the program
   * @param {number} started when it was spawned, in milliseconds since 1970
   */
  constructor(socket, child, started) {
    this.#socket = socket;
    this.child = child;
    this.started = started;
    socket.addEventListener('message', ({ data }) => {
      const { id, result, error } = JSON.parse(data);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    });
  }

  /** Runs one command of the DevTools protocol. */
  send(method, params = {}) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** The value of an expression in the page; a promise is waited for. */
  async evaluate(expression) {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', params);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Ends the program. */
  async close() {
    this.#socket.close();
    await stop(this.child);
  }
}

/**
 * Starts a program and waits until its page has set the mark `rows-painted`.
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {string | null} folder the data folder; null for a program that has none
 * @param {Record<string, string>} [environment] more of it
 * @returns {Promise<Page>}
 */
export async function openPage(executable, args, folder, environment = {}) {
  const started = Date.now();
  const child = spawn(executable, ['--remote-debugging-port=0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...(folder ? settings(folder) : {}), ...environment },
  });
  const address = await debuggerAddress(child);
  let page;
  await until(
    async () => {
      const targets = await (await fetch(`${address}/json`)).json();
      page = targets.find(({ type, url }) => type === 'page' && url !== 'about:blank');
      return page !== undefined;
    },
    'a page',
    30,
  );
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await once(socket, 'open');
  const open = new Page(socket, child, started);
  const painted = `performance.getEntriesByName('rows-painted').length > 0`;
  await until(() => open.evaluate(painted), 'painted rows', 60);
  return open;
}

/** Milliseconds from the start of the program to the mark `rows-painted`. */
export async function paintedAfter(page) {
  const at = `performance.timeOrigin + performance.getEntriesByName('rows-painted')[0].startTime`;
  return (await page.evaluate(at)) - page.started;
}

async function debuggerAddress(child) {
  let text = '';
  for await (const chunk of child.stderr) {
    text += chunk;
    const found = /DevTools listening on ws:\/\/([^/]+)\//.exec(text);
    if (found) {
      child.stderr.resume();
      return `http://${found[1]}`;
    }
  }
  throw new Error(`no debugging address: ${text.slice(0, 500)}`);
}
