import type { Clipboard } from 'electron';
import { createHash } from 'node:crypto';

/** How long a sensitive text stays on the clipboard, in milliseconds. */
const sensitiveMs = 30_000;
/** When a clipboard that could not be read is tried again, in milliseconds. */
const retryMs = 5000;

/**
 * Up to Electron 44 these answer at once, later ones give a promise; `await` takes both. What a middle click pastes on
 * Linux is a clipboard of its own, reached through `selection`, or up to Electron 44 by its name.
 */
interface SystemClipboard extends Pick<Clipboard, 'readText' | 'writeText'> {
  readonly selection?: Pick<Clipboard, 'clear'>;
  clear(which?: 'selection'): void;
}

/** Puts texts on the clipboard and takes a sensitive one away again, unless something else was copied meanwhile. */
export class ClipboardKeeper {
  readonly #clipboard: SystemClipboard;
  /** A hash, so that the text itself lives nowhere else. */
  #copied: string | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    clipboard: SystemClipboard,
    private readonly platform: NodeJS.Platform = process.platform,
  ) {
    this.#clipboard = clipboard;
  }

  async copy(text: string, sensitive: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#copied = sensitive ? hash(text) : null;
    await this.#clipboard.writeText(text);
    if (!sensitive) return;
    this.#clearSelection();
    this.#forgetAfter(sensitiveMs);
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

  /** Chromium writes both, and nobody would take the text away from there. */
  #clearSelection(): void {
    // Elsewhere Electron would take the name for the one clipboard that there is.
    if (this.platform !== 'linux') return;
    if (this.#clipboard.selection) this.#clipboard.selection.clear();
    else this.#clipboard.clear('selection');
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
