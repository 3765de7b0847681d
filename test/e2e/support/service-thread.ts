import type { ElectronApplication, Page } from '@playwright/test';
import { call, type Answer } from './bridge';

interface Watched {
  readonly send: (message: object) => void;
  readonly sent: { readonly type: string }[];
  readonly received: { readonly type: string; readonly id?: number; readonly result?: Answer }[];
}

type WithWatched = typeof globalThis & { serviceThread?: Watched };

/**
 * The messages between main and the service's thread. The window's own bridge cannot make a second session,
 * since there is one window only; the thread can be spoken to as another window would.
 */
export class ServiceThread {
  #nextId = -1;

  private constructor(private readonly app: ElectronApplication) {}

  /** From now on all messages are kept. */
  static async watch(app: ElectronApplication, page: Page): Promise<ServiceThread> {
    await app.evaluate(() => {
      const { Worker } = process.getBuiltinModule('node:worker_threads');
      const messages: Watched['sent'] = [];
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (message: Watched['sent'][number]) {
        messages.push(message);
        if (!(globalThis as WithWatched).serviceThread) {
          const received: Watched['received'] = [];
          this.on('message', (answer: Watched['received'][number]) => received.push(answer));
          const send = (own: object) => post.call(this, own);
          (globalThis as WithWatched).serviceThread = { send, sent: messages, received };
        }
        post.call(this, message);
      };
    });
    // The first message makes the thread known.
    await call(page, 'access.session');
    return new ServiceThread(app);
  }

  /** Calls an operation as a window of its own. */
  async call<T = unknown>(session: number, operation: string, input: unknown): Promise<Answer<T>> {
    const id = this.#nextId--;
    const answer = await this.app.evaluate(
      async (_electron, message) => {
        const thread = (globalThis as WithWatched).serviceThread;
        thread?.send(message);
        for (let attempt = 0; attempt < 1_000; attempt += 1) {
          const found = thread?.received.find((each) => each.type === 'result' && each.id === message.id);
          if (found) return found.result;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        throw new Error('no answer');
      },
      { type: 'call', id, operation, input, session },
    );
    return answer as Answer<T>;
  }

  /** How many messages of a type main has sent. */
  sentCount(type: string): Promise<number> {
    return this.app.evaluate(
      (_electron, wanted) =>
        (globalThis as WithWatched).serviceThread?.sent.filter((each) => each.type === wanted).length ?? 0,
      type,
    );
  }

  /** All that main was told, as text. */
  received(): Promise<string> {
    return this.app.evaluate(() => JSON.stringify((globalThis as WithWatched).serviceThread?.received));
  }
}
