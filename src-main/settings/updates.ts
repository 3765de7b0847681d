import * as z from 'zod';
import type { SettingsOutput } from '../../src-shared/contract';
import { isSafeAddress } from './safe-address';

type State = SettingsOutput['updates'];

export interface UpdatePorts {
  /** PHOENIX_SECRETS_UPDATE_FEED; null: nobody can be asked. */
  readonly feed: string | null;
  /** The version that runs. */
  readonly version: string;
  /** The system's network as `fetch`, for one request. It follows no redirect and bounds the answer. */
  readonly fetch: () => typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told when it was asked, with a newer version when the answer names one; no more once it is off. */
  readonly changed: (newer: string | null) => void;
}

/** How often is asked, in milliseconds: once a day. */
const period = 24 * 60 * 60 * 1000;

const number = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/);
const feedAnswer = z.object({
  version: number,
  // No other is opened in the browser.
  page: z
    .url({ protocol: /^https$/ })
    .max(2000)
    .refine(isSafeAddress),
});

/**
 * Asks a feed whether there is a newer version, and tells. It downloads and installs nothing. Off until turned on; while
 * it is off nothing is sent. The feed is told no more than the name and version of this program (`User-Agent`).
 */
export class UpdateCheck {
  readonly #ports: UpdatePorts;
  #timer: NodeJS.Timeout | null = null;
  #asking: Promise<void> | null = null;
  #checkedAt: number | null = null;
  #failed = false;
  #ended = false;
  #newer: State['newer'] = null;

  constructor(ports: UpdatePorts) {
    this.#ports = ports;
  }

  /** What General shows. */
  get state(): State {
    const { feed } = this.#ports;
    return {
      feed: feed === null ? null : new URL(feed).host,
      checkedAt: this.#checkedAt === null ? null : new Date(this.#checkedAt).toISOString(),
      failed: this.#failed,
      // Whoever turned it off wants to hear nothing of it.
      newer: this.#timer === null ? null : this.#newer,
    };
  }

  /** Turns it on, when it asks at once and then once a day, or off. */
  follow(isOn: boolean): void {
    if (isOn === (this.#timer !== null)) return;
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    if (!isOn || this.#ended || this.#ports.feed === null) return;
    this.#timer = setInterval(() => void this.check(), period);
    this.#timer.unref();
    void this.check();
  }

  /** Turns it off for good. */
  end(): void {
    this.follow(false);
    this.#ended = true;
  }

  /** Asks now; does nothing while it is off. Never rejects: a failure is a part of `state`. */
  async check(): Promise<void> {
    if (this.#timer === null) return;
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    await this.#asking;
  }

  async #ask(): Promise<void> {
    const { feed, version, now, changed } = this.#ports;
    // Whatever goes wrong, the one thing to do about it is to try again later; what was known stays.
    const answer = await this.#read(feed ?? '').catch(() => null);
    if (this.#timer === null) return;
    this.#checkedAt = now();
    this.#failed = answer === null;
    if (answer) this.#newer = isNewer(answer.version, version) ? answer : null;
    changed(answer ? (this.#newer?.version ?? null) : null);
  }

  async #read(feed: string): Promise<z.infer<typeof feedAnswer>> {
    const response = await this.#ports.fetch()(feed, { headers: { accept: 'application/json' } });
    if (!response.ok) throw new Error('no answer');
    return feedAnswer.parse(await response.json());
  }
}

/** By `major.minor.patch`; what runs may be a trial before its release, such as `1.0.0-beta.1`. */
function isNewer(offered: string, running: string): boolean {
  const [a, b] = [offered, running].map((version) => version.split(/[.+-]/).slice(0, 3).map(Number));
  for (const [index, part] of (a ?? []).entries()) {
    const other = b?.[index] ?? 0;
    if (part !== other) return part > other;
  }
  return running.includes('-');
}
