import { Checkpointer } from './checkpointer';
import type { Reader } from './database';
import { Reserve } from './reserve';
import { openStore } from './store';
import { WriteQueue } from './write-queue';

/** The open database of a data folder: one way to read, one way to write. */
export interface Engine {
  readonly reader: Reader;
  readonly queue: WriteQueue;
  /** Gives away the space that is kept for a full disk; it is taken again after a later commit. */
  makeRoom(): void;
  /** Finishes what was submitted, empties the WAL, closes; a second call changes nothing. */
  close(): Promise<void>;
}

/** The space that is kept beside the store at `path`, also while it is not open. */
export function reserveOf(path: string): Reserve {
  return new Reserve(`${path}.reserve`);
}

/** Opens `secrets.db` at `path`, see `openStore` for what is refused. `patienceMs`: how long a write waits for a lock. */
export function openEngine(path: string, nativeBinding: string, patienceMs?: number): Engine {
  const store = openStore(path, nativeBinding);
  const reserve = reserveOf(path);
  const checkpointer = new Checkpointer(store.writer, () => reserve.keep());
  const queue = new WriteQueue(store.writer, {
    makeRoom: () => reserve.release(),
    isRoomGiven: () => reserve.isGiven,
    onCommit: () => checkpointer.committed(),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
  reserve.keep();
  checkpointer.committed();
  let closing: Promise<void> | null = null;
  const close = async () => {
    await queue.close();
    checkpointer.stop();
    store.close();
  };
  return {
    reader: store.reader,
    queue,
    makeRoom: () => reserve.release(),
    close: () => (closing ??= close()),
  };
}
