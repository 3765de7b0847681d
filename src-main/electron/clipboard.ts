import type { Clipboard } from 'electron';
import { createHash } from 'node:crypto';

/** How long a sensitive text stays on the clipboard, in milliseconds. */
const sensitiveMs = 30_000;
/** When a clipboard that could not be read is tried again, in milliseconds. */
const retryMs = 5000;

/** Up to Electron 44 these answer at once, later ones give a promise; `await` takes both. */
type SystemClipboard = Pick<Clipboard, 'readText' | 'writeText' | 'clear'>;

/** Puts texts on the clipboard and takes a sensitive one away again, unless something else was copied meanwhile. */
export class ClipboardKeeper {
  readonly #clipboard: SystemClipboard;
  /** A hash, so that the text itself lives nowhere else. */
  #copied: string | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(clipboard: SystemClipboard) {
    this.#clipboard = clipboard;
  }

  async copy(text: string, sensitive: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#copied = sensitive ? hash(text) : null;
    await this.#clipboard.writeText(text);
    if (sensitive) this.#forgetAfter(sensitiveMs);
  }

  /** Clears a sensitive text that is still there; also to be called when the program ends. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    const copied = this.#copied;
    if (copied === null) return;
    const current = hash(await this.#clipboard.readText());
    // Something newer may have been copied while the clipboard was read.
    if (this.#copied !== copied) return;
    this.#copied = null;
    if (current === copied) this.#clipboard.clear();
  }

  #forgetAfter(ms: number): void {
    const copied = this.#copied;
    this.#timer = setTimeout(() => {
      this.forget().catch(() => {
        // What was copied meanwhile has a time of its own.
        if (this.#copied === copied) this.#forgetAfter(retryMs);
      });
    }, ms);
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
