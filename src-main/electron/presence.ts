import type { PowerMonitor, WebContents } from 'electron';
import type { ServiceClient } from './service-client';

/** Auto-lock counts minutes, so the service need not hear of each key. */
const tellMs = 10_000;
/** How often a Linux session is asked whether it is locked, which nobody tells there. */
const askMs = 5_000;

/** A window that opens under a pointer at rest gets these, without anybody there. */
const nobodyNeeded = new Set(['mouseEnter', 'mouseLeave']);

/** Tells the service whether somebody still sits in front of a page, and when the page is gone. */
export function reportPresence(page: WebContents, service: () => ServiceClient | null): void {
  const { id } = page;
  const gone = () => service()?.closeSession(id);
  watchInput(page, () => service()?.active());
  page.once('destroyed', gone);
  page.on('render-process-gone', gone);
}

/**
 * Calls `used` when somebody uses the page with keyboard or pointer, at once and then every 10 s at most.
 * @param elapsed monotonic milliseconds; tests hold it
 */
export function watchInput(
  page: Pick<WebContents, 'on'>,
  used: () => void,
  elapsed: () => number = () => performance.now(),
): void {
  let last = -Infinity;
  page.on('input-event', (_event, { type }) => {
    if (nobodyNeeded.has(type) || elapsed() - last < tellMs) return;
    last = elapsed();
    used();
  });
}

/** Tells when the machine is left: it goes to sleep, or its screen is locked. */
export class MachineWatch {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly monitor: Pick<PowerMonitor, 'on' | 'getSystemIdleState'>,
    private readonly left: () => void,
    private readonly platform = process.platform,
  ) {
    monitor.on('suspend', left);
    monitor.on('lock-screen', left);
  }

  /** To be called with whether somebody is signed in: only then is a Linux session asked. */
  attend(signedIn: boolean): void {
    if (this.platform !== 'linux') return;
    if (!signedIn) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#timer ??= setInterval(() => {
      // The number of seconds decides between active and idle only, which is not asked here.
      if (this.monitor.getSystemIdleState(1) === 'locked') this.left();
    }, askMs);
  }
}
