import * as z from 'zod';
import type { SettingsOutput } from '../../src-shared/contract';

type State = SettingsOutput['updates'];

export interface UpdatePorts {
  /** PHOENIX_SECRETS_UPDATE_FEED; null: nobody can be asked. */
  readonly feed: string | null;
  /** The version that runs. */
  readonly version: string;
  /** The system's network as `fetch`, for one request. It follows no redirect. */
  readonly fetch: () => typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told after each answer, with a newer version when there is one. */
  readonly changed: (newer: string | null) => void;
}

/** How often is asked, in milliseconds: once a day. */
const period = 24 * 60 * 60 * 1000;
const maxLength = 64 * 1024;

const number = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/);
const feedAnswer = z.object({
  version: number,
  page: z.url({ protocol: /^https$/ }).max(2000),
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
      newer: this.#newer,
    };
  }

  /** Turns it on, when it asks at once and then once a day, or off. */
  follow(isOn: boolean): void {
    if (isOn === (this.#timer !== null)) return;
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    if (!isOn || this.#ports.feed === null) return;
    this.#timer = setInterval(() => void this.check(), period);
    this.#timer.unref();
    void this.check();
  }

  /** Asks now; does nothing while it is off. Never rejects: a failure is a part of `state`. */
  async check(): Promise<void> {
    if (this.#timer === null) return;
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    await this.#asking;
  }

  async #ask(): Promise<void> {
    const { feed, version, now, changed } = this.#ports;
    try {
      const { version: offered, page } = await this.#read(feed ?? '');
      this.#newer = isNewer(offered, version) ? { version: offered, page } : null;
      this.#failed = false;
    } catch {
      // Whatever it is, the one thing to do about it is to try again later; what was known stays.
      this.#failed = true;
    }
    this.#checkedAt = now();
    changed(this.#newer?.version ?? null);
  }

  async #read(feed: string): Promise<z.infer<typeof feedAnswer>> {
    const response = await this.#ports.fetch()(feed, { headers: { accept: 'application/json' } });
    if (!response.ok) throw new Error('no answer');
    const text = await response.text();
    if (text.length > maxLength) throw new Error('too long');
    return feedAnswer.parse(JSON.parse(text));
  }
}

/** Compares `major.minor.patch`; what runs may have more behind it, such as `-beta.1`. */
function isNewer(offered: string, running: string): boolean {
  const [a, b] = [offered, running].map((version) => version.split(/[.+-]/).slice(0, 3).map(Number));
  for (const [index, part] of (a ?? []).entries()) {
    const other = b?.[index] ?? 0;
    if (part !== other) return part > other;
  }
  return false;
}
