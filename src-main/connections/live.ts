import type { ConnectionStatus } from '../../src-shared/contract';
import { AppError, type ErrorCode } from '../../src-shared/errors';
import type { About } from './about';
import { Authorization, type Keeper } from './authorization';
import { ServerSession, type Place } from './server-session';
import { answeredStatus, differs, failedStatus, unknownStatus } from './status';
import type { Transport } from './transport';

export interface LiveOptions {
  readonly transport: Transport;
  readonly keeper: Keeper;
  readonly place: () => Promise<Place>;
  readonly lastVersion: string | null;
  readonly now: () => number;
  /** Told when the status looks different. */
  readonly changed: () => void;
  /** Told when the server answered, at most once a minute. */
  readonly reached: (version: string | null) => void;
}

const noteEveryMs = 60_000;
/** What says something about the server, and not about one request. */
const telling: readonly ErrorCode[] = [
  'unreachable',
  'not_phoenix',
  'bad_answer',
  'server_failed',
  'server_busy',
  'sign_in_needed',
];

/** One connection at work: its session, and how it is. */
export class Live {
  readonly authorization: Authorization;
  readonly session: ServerSession;
  readonly #options: LiveOptions;
  #status: ConnectionStatus;
  #last: ConnectionStatus | null = null;
  #checking: Promise<void> | null = null;
  #notedAt: number | null = null;

  constructor(options: LiveOptions) {
    this.#options = options;
    const { transport, keeper, now, place, lastVersion } = options;
    this.#status = unknownStatus(lastVersion);
    this.authorization = new Authorization(keeper, transport, now);
    this.session = new ServerSession({
      transport,
      authorization: this.authorization,
      place,
      answered: (version) => this.#answered(version),
      failed: (error) => this.#failed(error),
    });
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Asks the server how it is. Never rejects: the status says what came of it. */
  check(): Promise<void> {
    if (this.#checking) return this.#checking;
    const checking = this.#check().finally(() => {
      if (this.#checking === checking) this.#checking = null;
    });
    this.#checking = checking;
    return checking;
  }

  /** To be called when the place was replaced. */
  moved(): void {
    this.session.reset();
    // One that is under way asks the place before.
    this.#checking = null;
  }

  /** To be called when place or credentials were replaced, with what was found out about them. */
  renewed(about: About, tooOld: boolean): void {
    this.moved();
    this.#know(about, tooOld);
  }

  async #check(): Promise<void> {
    const { generation } = this.session;
    const isOver = () => this.session.generation !== generation;
    if (this.#status.state === 'unknown') this.#set({ ...this.#status, state: 'checking' });
    try {
      const about = await this.session.about({ fresh: true });
      if (about.mustChangePassword) throw passwordIsDue();
      const tooOld = await this.session.lacksSecrets();
      if (!isOver()) this.#know(about, tooOld);
    } catch (error) {
      // What went wrong at the place before says nothing about this one.
      if (isOver()) return;
      const failure = error instanceof AppError ? error : new AppError('internal', 'It could not be asked.');
      // What the program itself broke off says nothing.
      if (failure.code === 'shutting_down') this.#set({ ...this.#status, state: 'unknown' });
      else this.#set(failedStatus(this.#status, failure));
    }
  }

  #know(about: About, tooOld: boolean): void {
    this.#last = answeredStatus(about, tooOld);
    this.#set(this.#last);
  }

  /** An ordinary request went well: what was unreachable is back. */
  #answered(version: string | null): void {
    const { now, reached } = this.#options;
    if (this.#status.state === 'unreachable' && this.#last && !this.#checking) this.#set(this.#last);
    if (this.#notedAt !== null && now() - this.#notedAt < noteEveryMs) return;
    this.#notedAt = now();
    reached(version);
  }

  #failed(error: AppError): void {
    if (telling.includes(error.code) && !this.#checking) this.#set(failedStatus(this.#status, error));
  }

  #set(status: ConnectionStatus): void {
    const before = this.#status;
    this.#status = status;
    if (differs(before, status)) this.#options.changed();
  }
}

/** The password is right, and the server asks for a new one first. */
export function passwordIsDue(): AppError {
  return new AppError('password_change_required', 'The server wants a new password.');
}
