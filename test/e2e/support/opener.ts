import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from './program';

/** One thing that was opened outside of the program. */
interface Opening {
  /** The address or the path. */
  readonly what: string;
  /** All that the other program could read in its environment. */
  readonly environment: string;
}

export interface Opener {
  /** For a start of the program. */
  readonly environment: Environment;
  opened(): Promise<Opening[]>;
}

// Each one in a file of its own, which is there once it is whole.
const script = '#!/bin/sh\n{ echo "$1"; env; } > "$0.$$"\nmv "$0.$$" "$0.$$.opened"\n';

/** A stand-in for the browser and the file manager that writes down what it was given, beside a data folder. */
export async function standInForOpener(folder: string): Promise<Opener> {
  const bin = path.join(path.dirname(folder), 'bin');
  const file = path.join(bin, 'xdg-open');
  await mkdir(bin, { recursive: true });
  await writeFile(file, script);
  await chmod(file, 0o755);
  return {
    environment: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    async opened() {
      const names = (await readdir(bin)).filter((name) => name.endsWith('.opened'));
      const files = await Promise.all(names.map((name) => readFile(path.join(bin, name), 'utf8')));
      return files.map((text) => {
        const [what = '', ...environment] = text.split('\n');
        return { what, environment: environment.join('\n') };
      });
    },
  };
}
