import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './private-file';

/** What scripts read to find the service: there only while requests are served. */
export interface Endpoint {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly pid: number;
  /** Of this program. */
  readonly version: string;
}

export function writeEndpointFile(folder: string, endpoint: Endpoint): void {
  writePrivateFile(join(folder, 'endpoint.json'), `${JSON.stringify(endpoint)}\n`);
}

export function removeEndpointFile(folder: string): void {
  rmSync(join(folder, 'endpoint.json'), { force: true });
}
