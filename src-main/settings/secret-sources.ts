import { closeSync, readFileSync } from 'node:fs';
import { start as texts } from '../../src-shared/texts/en/start';

/** The secrets of a run as they were handed over, unchecked; undefined when unset. */
export interface HandedSecrets {
  readonly PHOENIX_SECRET: string | undefined;
  readonly PHOENIX_ADMIN_SECRET: string | undefined;
  readonly PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: string | undefined;
  /** What went wrong while reading them; never a part of a secret. */
  readonly faults: readonly string[];
}

type Environment = Record<string, string | undefined>;
type ReadDescriptor = (descriptor: number) => string;

const flags = {
  PHOENIX_SECRET: '--phoenix-secret-fd=',
  PHOENIX_ADMIN_SECRET: '--phoenix-admin-secret-fd=',
  PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: '--phoenix-initial-password-fd=',
} as const;

/**
 * Takes the secrets out of `env`, so that no child process inherits them, and reads those that the
 * launcher handed over on a file descriptor: deleting a variable does not clear `/proc/PID/environ`,
 * a descriptor never puts it there. Call it before anything else runs.
 *
 * The content of a descriptor is the value and one newline. Of several flags for one secret the last one counts; every
 * descriptor that one of them names is closed afterwards, since whatever is started later would inherit it.
 */
export function takeSecrets(
  env: Environment,
  argv: readonly string[],
  readDescriptor: ReadDescriptor = readAndClose,
): HandedSecrets {
  const faults: string[] = [];
  const end = argv.indexOf('--');
  const options = end === -1 ? argv : argv.slice(0, end);
  const take = (variable: keyof typeof flags): string | undefined => {
    const fromEnvironment = env[variable];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an assignment would store "undefined"
    delete env[variable];
    const named = options
      .filter((argument) => argument.startsWith(flags[variable]))
      .map((argument) => descriptorOf(argument.slice(flags[variable].length)));
    const descriptor = named.at(-1);
    for (const other of new Set(named)) if (other !== null && other !== descriptor) closeUnread(other);
    if (descriptor === undefined) return fromEnvironment;
    if (descriptor === null) {
      faults.push(texts.settings.descriptorNumber(flags[variable], variable));
      return undefined;
    }
    try {
      const content = readDescriptor(descriptor);
      return content.endsWith('\n') ? content.slice(0, -1) : content;
    } catch {
      faults.push(texts.settings.descriptorUnread(flags[variable], String(descriptor), variable));
      return undefined;
    }
  };
  return {
    PHOENIX_SECRET: take('PHOENIX_SECRET'),
    PHOENIX_ADMIN_SECRET: take('PHOENIX_ADMIN_SECRET'),
    PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: take('PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD'),
    faults,
  };
}

/** Null when it is no number, or one of the three that every program has. */
function descriptorOf(text: string): number | null {
  return /^[0-9]{1,9}$/.test(text) && Number(text) >= 3 ? Number(text) : null;
}

function closeUnread(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // Nobody opened it.
  }
}

function readAndClose(descriptor: number): string {
  try {
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}
