import type { Events, SecretsService } from '../../src-shared/contract';
import type { CalledBy } from '../../src-shared/caller';

/** The part of a caller that a store needs: whose name goes beside what is written. */
export interface Author {
  readonly userId: number;
}

/** A place where secrets are kept. The window and the guard know this and never which one it is. */
export interface SecretsBackend extends CalledBy<Author, SecretsService> {
  /** Nothing more is taken in; resolves when what was is on the disk and all is closed. */
  close(): Promise<void>;
}

/** Told of every change, from whichever caller it came. */
export type SecretsListener = (change: Events['secrets.changed']) => void;
