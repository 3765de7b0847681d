import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** The helper processes of a program, all generations of them. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [, parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      parents.set(Number(name), Number(parent));
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (root: number): number[] =>
    [...parents].filter(([, parent]) => parent === root).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** What the kernel says a process was started with, its environment and its arguments; empty when it ended. */
export function startedWith(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1') + readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

/**
 * Those of some processes in whose writable memory one of the texts stands, in one or two bytes a character, as what
 * they were started with; and how many were looked at: one that ended meanwhile was not. Needs root.
 */
export function searchMemory(
  pids: readonly number[],
  texts: readonly string[],
): { readonly found: string[]; readonly searched: number } {
  const found: string[] = [];
  let searched = 0;
  for (const pid of pids) {
    const name = startedWith(pid);
    try {
      if (texts.some((text) => memoryHolds(pid, text))) found.push(name);
      searched += 1;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ESRCH') throw error;
    }
  }
  return { found, searched };
}

function memoryHolds(pid: number, text: string): boolean {
  const wanted = [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')];
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(1 << 22);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const match = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (!match) continue;
      const end = parseInt(match[2] ?? '', 16);
      // Pieces overlap, so that a text on their border is found.
      for (let at = parseInt(match[1] ?? '', 16); at < end; at += chunk.length - 256) {
        let length = 0;
        try {
          length = readSync(memory, chunk, 0, Math.min(chunk.length, end - at), at);
        } catch {
          // A page that is reserved and not there.
        }
        const piece = chunk.subarray(0, length);
        if (wanted.some((bytes) => piece.includes(bytes))) return true;
      }
    }
    return false;
  } finally {
    closeSync(memory);
  }
}
