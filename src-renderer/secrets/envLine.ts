import { keyFault, normalizeTypedKey, stripSpace } from '../../src-shared/rules';

/** One assignment as a `.env` file or a shell script writes it. */
export interface EnvLine {
  readonly key: string;
  readonly value: string;
}

const assignment = /^(export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*([^]*)$/;
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };

/**
 * Reads a text that is one `KEY=value` line, with or without `export` and quotes; null when it is anything else:
 * several assignments, a quote that does not end, no value, padding of Base64 (`Zm9v==`).
 * A quoted value may have line breaks; in double quotes `\n` and its like are read, in single quotes nothing is.
 */
export function readEnvLine(text: string): EnvLine | null {
  const match = assignment.exec(stripSpace(text));
  const [, , key = '', rest = ''] = match ?? [];
  if (!match || keyFault(key) !== null) return null;
  const value = readValue(rest);
  if (value === null || value === '' || /^=+$/.test(value)) return null;
  return { key: normalizeTypedKey(key), value };
}

/** As {@link readEnvLine} for the Value field, where a text with `=` is more often just a value: capitals or `export` only. */
export function readEnvLineInValue(text: string): EnvLine | null {
  if (!/^\s*(export[ \t]+[A-Za-z_]|[A-Z_][A-Z0-9_]+[ \t]*=)/.test(text)) return null;
  return readEnvLine(text);
}

/** How many lines of a text each set a variable, as a `.env` file does; 0 unless there are two at least and nothing else. */
export function countEnvLines(text: string): number {
  const lines = stripSpace(text)
    .split(/\r?\n/)
    .filter((line) => !/^\s*(#|$)/.test(line));
  if (lines.length < 2 || readEnvLine(text)) return 0;
  return lines.every((line) => /^\s*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*[ \t]*=./.test(line))
    ? lines.length
    : 0;
}

function readValue(rest: string): string | null {
  const quote = rest.charAt(0);
  if (quote === '"' || quote === "'") {
    const quoted =
      quote === '"'
        ? /^"((?:[^"\\]|\\[^])*)"[ \t]*(?:#[^\n]*)?$/.exec(rest)
        : /^'([^']*)'[ \t]*(?:#[^\n]*)?$/.exec(rest);
    const inner = quoted?.[1];
    if (inner === undefined) return null;
    return quote === '"'
      ? inner.replace(/\\([^])/g, (whole, letter: string) => escapes[letter] ?? whole)
      : inner;
  }
  if (/[\r\n]/.test(rest)) return null;
  // A comment begins with a space before the number sign, as in every reader of such files.
  return stripSpace(rest.replace(/[ \t]#.*$/, ''));
}
