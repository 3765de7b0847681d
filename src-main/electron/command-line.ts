/** What a command line asks for, before anything is read or written. */
export type CommandLine =
  | { readonly kind: 'start' }
  | { readonly kind: 'version' }
  | { readonly kind: 'help' }
  /** The environment took the sandbox away. */
  | { readonly kind: 'unsandboxed' }
  /** `option` is the name alone: what stands behind its = is nobody's business. */
  | { readonly kind: 'refused'; readonly option: string };

/**
 * All that a shipped program takes; an option that ends in = has a value. The launcher holds the same list, and the
 * second half is what the launcher itself adds.
 */
export const options = [
  '--headless',
  '--password-store=',
  '--ozone-platform=',
  '--ozone-platform-hint=',
  '--disable-gpu',
  '--force-device-scale-factor=',
  '--lang=',
  '--phoenix-secret-fd=',
  '--phoenix-admin-secret-fd=',
  '--phoenix-initial-password-fd=',
] as const;
const addedByLauncher = ['--disable-software-rasterizer', '--log-level='];

interface Circumstances {
  readonly shipped: boolean;
  readonly root: boolean;
  readonly sandboxed: boolean;
  readonly platform: NodeJS.Platform;
}

/**
 * Looks at every option of a start (`argv` without the program and, in development, without the app's path). Electron
 * and Chromium have hundreds of switches, among them a debugger's port, other certificates and logs of what goes over
 * the network: a list of those to refuse would be out of date with the next version, so it is a list of those to take.
 * @param shipped false in development, where switches are how tests and a debugger drive the window
 * @param sandboxed false when pages would have no sandbox: Electron reads ELECTRON_DISABLE_SANDBOX before this runs
 */
export function readCommandLine(
  argv: readonly string[],
  { shipped, root, sandboxed, platform }: Circumstances,
): CommandLine {
  const taken: string[] = [...options, ...addedByLauncher];
  // Chromium's sandbox does not work for root; nobody else may do without it.
  if (root) taken.push('--no-sandbox');
  const known = (argument: string) =>
    taken.some((option) => (option.endsWith('=') ? argument.startsWith(option) : argument === option));
  for (const argument of argv) {
    if (argument === '--') break;
    if (argument === '--version') return { kind: 'version' };
    if (argument === '--help' || argument === '-h') return { kind: 'help' };
    if (shipped && isSwitch(argument, platform) && !known(argument)) {
      return { kind: 'refused', option: argument.trim().replace(/=.*$/s, '') };
    }
  }
  return { kind: shipped && !root && !sandboxed ? 'unsandboxed' : 'start' };
}

/**
 * Chromium takes one dash for two, and on Windows a slash; before it looks, it takes the white space around an argument
 * away, on Windows that of Unicode.
 */
function isSwitch(argument: string, platform: NodeJS.Platform): boolean {
  return (platform === 'win32' ? /^[\s\u0085]*[-/]/ : /^\s*-/).test(argument);
}
