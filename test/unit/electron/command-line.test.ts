import { expect, test } from 'vitest';
import { readCommandLine } from '../../../src-main/electron/command-line';

const shipped = { shipped: true, root: false, sandboxed: true, platform: 'linux' } as const;

test.each([
  [[], 'start'],
  [['--headless', '--password-store=gnome-libsecret'], 'start'],
  [['a file', 'phoenix://link', ''], 'start'],
  [[' a -b', ' ', 'c-d'], 'start'],
  [['--', '--inspect'], 'start'],
  [['--version', '--inspect'], 'version'],
  [['-h'], 'help'],
])('%j is a %s', (argv, kind) => {
  expect(readCommandLine(argv, shipped).kind).toBe(kind);
});

test.each([
  ['--remote-debugging-port=9222', '--remote-debugging-port'],
  ['-remote-debugging-port=9222', '-remote-debugging-port'],
  ['--REMOTE-DEBUGGING-PIPE', '--REMOTE-DEBUGGING-PIPE'],
  ['--headless=new', '--headless'],
  ['--disable-gpu-sandbox', '--disable-gpu-sandbox'],
  ['--no-sandbox', '--no-sandbox'],
  ['--password-store', '--password-store'],
  ['-', '-'],
  [' --no-sandbox', '--no-sandbox'],
  ['\t--enable-logging=file', '--enable-logging'],
  [' \n-x', '-x'],
  [' --', '--'],
  [' --headless', '--headless'],
  [' --version', '--version'],
])('%s is refused, and its value is not told', (argument, option) => {
  expect(readCommandLine(['x', argument], shipped)).toEqual({ kind: 'refused', option });
});

test('only root goes without the sandbox, which does not work for it', () => {
  expect(readCommandLine(['--no-sandbox'], { ...shipped, root: true }).kind).toBe('start');
});

test('a sandbox that the environment took away is a fault, but for root and in development', () => {
  const unsandboxed = { ...shipped, sandboxed: false };
  expect(readCommandLine(['--headless'], unsandboxed).kind).toBe('unsandboxed');
  expect(readCommandLine(['--version'], unsandboxed).kind).toBe('version');
  expect(readCommandLine([], { ...unsandboxed, root: true }).kind).toBe('start');
  expect(readCommandLine([], { ...unsandboxed, shipped: false }).kind).toBe('start');
});

test('a slash is a switch on Windows and a path elsewhere', () => {
  expect(readCommandLine(['/inspect'], shipped).kind).toBe('start');
  for (const argument of ['/inspect', ' /inspect', '\u0085/inspect', '\u00a0-inspect']) {
    expect(readCommandLine([argument], { ...shipped, platform: 'win32' }).kind).toBe('refused');
  }
});

test('in development every switch is taken', () => {
  const argv = ['--inspect=0', '--remote-debugging-port=0', '.'];
  expect(readCommandLine(argv, { ...shipped, shipped: false }).kind).toBe('start');
});
