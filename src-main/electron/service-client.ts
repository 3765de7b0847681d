import type { Worker } from 'node:worker_threads';
import type { Events } from '../../src-shared/contract';
import type { Failure, Result } from '../../src-shared/errors';
import type { EventName } from '../../src-shared/operations';
import type { Desktop } from '../desktop';
import type { DesktopMethod, FromService, StartFailure, ToService } from '../service-protocol';

export interface ServiceReady {
  readonly url: string;
  readonly fallbackKey: boolean;
}

/** How a start ended: it serves, it says why it can't, or its thread died. */
export type ServiceStarted =
  | { readonly state: 'ready'; readonly ready: ServiceReady }
  | { readonly state: 'failed'; readonly failure: StartFailure }
  | { readonly state: 'crashed' };

/** What of a worker thread is used here; a test gives a pair of ports. */
export type ServiceThread = Pick<Worker, 'on' | 'postMessage' | 'terminate'>;

/** `session`: the only window that may be told (the id of its web contents); null: every one may. */
type EventListener = <E extends EventName>(name: E, payload: Events[E], session: number | null) => void;

const shuttingDown: Failure = {
  code: 'shutting_down',
  message: 'Phoenix Secrets is ending; nothing was changed.',
};
const stopped: Failure = {
  code: 'internal',
  message: 'The service stopped unexpectedly. Quit Phoenix Secrets and start it again.',
};

/** Speaks with the service's worker thread. Never rejects: whatever happens to the thread becomes a value. */
export class ServiceClient {
  /** Settles once. */
  readonly started: Promise<ServiceStarted>;
  /** Called when the thread dies although nobody asked for it, after it was ready. */
  onCrash: () => void = () => undefined;
  onEvent: EventListener = () => undefined;

  readonly #thread: ServiceThread;
  readonly #desktop: Desktop;
  readonly #pending = new Map<number, (result: Result<unknown>) => void>();
  #ready = false;
  #nextId = 1;
  #settle: (started: ServiceStarted) => void = () => undefined;
  #ended: Failure | null = null;
  #disposed: () => void = () => undefined;
  /** The thread said that it has closed everything, or that it could not even open it. */
  #clean = false;
  #fault = 'unknown';

  constructor(thread: ServiceThread, desktop: Desktop) {
    this.#thread = thread;
    this.#desktop = desktop;
    this.started = new Promise((resolve) => {
      this.#settle = resolve;
    });
    thread.on('message', (message: FromService) => this.#receive(message));
    thread.on('error', (error: unknown) => {
      this.#fault = error instanceof Error ? error.name : 'unknown';
    });
    thread.on('exit', () => this.#exited());
  }

  /** The name of the error that ended the thread; never its message, which may quote what it was working on. */
  get fault(): string {
    return this.#fault;
  }

  /** Runs one operation for a window session (the id of its web contents); before the start it waits for it. */
  call(operation: string, input: unknown, session: number): Promise<Result<unknown>> {
    if (this.#ended) return Promise.resolve({ ok: false, error: this.#ended });
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      const message: ToService = { type: 'call', id, operation, input, session };
      this.#thread.postMessage(message);
    });
  }

  /** Somebody used the window. */
  active(): void {
    this.#tell({ type: 'active' });
  }

  /** The machine is left: whoever is signed in is signed out. */
  lock(): void {
    this.#tell({ type: 'lock', reason: 'locked' });
  }

  /** A window is gone, and its session with it. */
  closeSession(session: number): void {
    this.#tell({ type: 'close-session', session });
  }

  /**
   * Ends the service: answers in flight are given, the store is checkpointed and closed.
   * @param timeoutMs after so many milliseconds the thread is stopped where it is
   * @returns false when it had to be stopped, or broke while it closed
   */
  async dispose(timeoutMs: number): Promise<boolean> {
    if (this.#ended) return true;
    this.#ended = shuttingDown;
    const ended = new Promise<boolean>((resolve) => {
      this.#disposed = () => resolve(this.#clean);
    });
    this.#thread.postMessage({ type: 'dispose' } satisfies ToService);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    const clean = await Promise.race([ended, late]);
    clearTimeout(timer);
    await this.#thread.terminate();
    return clean;
  }

  #tell(message: ToService): void {
    if (!this.#ended) this.#thread.postMessage(message);
  }

  #receive(message: FromService): void {
    switch (message.type) {
      case 'ready': {
        const { url, fallbackKey } = message;
        this.#ready = true;
        this.#settle({ state: 'ready', ready: { url, fallbackKey } });
        break;
      }
      case 'failed':
        this.#clean = true;
        this.#settle({ state: 'failed', failure: message.failure });
        break;
      case 'result':
        this.#pending.get(message.id)?.(message.result);
        this.#pending.delete(message.id);
        break;
      case 'desktop':
        void this.#answer(message);
        break;
      case 'event':
        this.onEvent(message.name, message.payload, message.session);
        break;
      case 'disposed':
        this.#clean = true;
        this.#disposed();
        break;
    }
  }

  async #answer({ id, method, args }: Extract<FromService, { type: 'desktop' }>): Promise<void> {
    const desktop = this.#desktop as Record<
      DesktopMethod,
      (...values: readonly unknown[]) => Promise<unknown>
    >;
    let answer: ToService;
    let value: unknown;
    try {
      value = await desktop[method](...args);
      answer = { type: 'desktop-result', id, ok: true, value };
    } catch {
      // The service turns this into a coded failure; the reason stays here, it may hold a path.
      answer = { type: 'desktop-result', id, ok: false };
    }
    this.#thread.postMessage(answer, bodyOf(value));
  }

  #exited(): void {
    const asked = this.#ended === shuttingDown;
    this.#ended ??= stopped;
    for (const resolve of this.#pending.values()) resolve({ ok: false, error: this.#ended });
    this.#pending.clear();
    this.#disposed();
    if (!this.#ready) this.#settle({ state: 'crashed' });
    else if (!asked) this.onCrash();
  }
}

/** A server's answer may have 32 MiB: handed over, not copied. */
function bodyOf(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null || !('body' in value)) return [];
  const { body } = value;
  return body instanceof Uint8Array && body.buffer instanceof ArrayBuffer ? [body.buffer] : [];
}
