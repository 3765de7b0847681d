import type { Bridge } from '../../src-shared/contract';

declare global {
  interface Window {
    /** Put there by the preload; the only way out of the page. */
    readonly phoenix: Bridge;
  }
}

export type { Bridge };
