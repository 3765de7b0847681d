import { spawnSync } from 'node:child_process';

/** Whether strace is there and may trace; what counts or breaks system calls is left out without it. */
export const canTrace = spawnSync('strace', ['-f', '-e', 'trace=none', 'true']).status === 0;

// -D: the process that we start is the program, and strace a grandchild of it; else a kill would leave the program behind.

/** Runs a program under strace, which writes the calls of one kind to a file. */
export function traced(calls: string, output: string): string[] {
  return [
    'strace',
    '-D',
    '-f',
    '-qq',
    '--seccomp-bpf',
    '-e',
    `trace=${calls}`,
    '-e',
    'signal=none',
    '-o',
    output,
  ];
}

/** Runs a program under strace, which lets the n-th call of a kind (in each thread) fail, or ends the program there. */
export function broken(calls: string, n: number, how: { error: string } | { signal: string }): string[] {
  const what = 'error' in how ? `error=${how.error}` : `signal=${how.signal}`;
  const inject = `inject=${calls}:${what}:when=${n}`;
  return [
    'strace',
    '-D',
    '-f',
    '-qq',
    // It makes the other calls faster, but a signal that is to come with a call never does.
    ...('error' in how ? ['--seccomp-bpf'] : []),
    '-e',
    `trace=${calls}`,
    '-e',
    inject,
    '-o',
    '/dev/null',
  ];
}
