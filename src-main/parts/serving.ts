import type { Endpoint } from '../rest/endpoint';
import { removeEndpointFile, writeEndpointFile } from '../settings/endpoint-file';
import { oneByOne } from './in-order';

export interface ServingOptions {
  /** Called when it is needed: what starts and stops it is made before it. */
  readonly endpoint: () => Endpoint;
  readonly dataFolder: string;
  /** The program's. */
  readonly version: string;
  /** Frees a little of the disk where it is full. */
  readonly makeRoom: () => void;
}

/**
 * The endpoint together with the file that says where it is. One after the other: a start while a stop still answers
 * what is in flight would say that it serves.
 */
export function serving({ endpoint, dataFolder, version, makeRoom }: ServingOptions): {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
} {
  const inTurn = oneByOne();
  return {
    start: () =>
      inTurn(async () => {
        await endpoint().start();
        try {
          writeEndpointFile(dataFolder, { url: endpoint().url, pid: process.pid, version }, makeRoom);
        } catch (error) {
          // Whoever is told that it did not start must find nobody there.
          await endpoint().stop();
          throw error;
        }
      }),
    stop: () =>
      inTurn(async () => {
        try {
          removeEndpointFile(dataFolder);
        } finally {
          await endpoint().stop();
        }
      }),
  };
}
