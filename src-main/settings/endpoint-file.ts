import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { start as texts } from '../../src-shared/texts/en/start';
import { writePrivateFile } from './private-file';
import { StartError } from './start-error';

/** What scripts read to find the service: there only while requests are served. */
export interface Endpoint {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly pid: number;
  /** Of this program. */
  readonly version: string;
}

/** Writes `endpoint.json`; `makeRoom` gives space away on a disk that is full. Throws a `StartError`. */
export function writeEndpointFile(folder: string, endpoint: Endpoint, makeRoom: () => void): void {
  const path = join(folder, 'endpoint.json');
  const content = `${JSON.stringify(endpoint)}\n`;
  try {
    writePrivateFile(path, content);
  } catch {
    try {
      makeRoom();
      writePrivateFile(path, content);
    } catch (error) {
      throw new StartError('store', texts.file.unwritable(path), { cause: error });
    }
  }
}

export function removeEndpointFile(folder: string): void {
  rmSync(join(folder, 'endpoint.json'), { force: true });
}
