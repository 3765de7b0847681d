import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from './program';

/** A user's own files, and the password of their keyring. */
export interface Account {
  readonly folder: string;
  readonly password: string;
}

export interface KeyringSession {
  /** For a program that is started in this session. */
  readonly environment: Environment;
  /** Ends the session, and with it the keyring's daemon. */
  end(): Promise<void>;
}

const programs = { session: 'dbus-run-session', keyring: 'gnome-keyring-daemon' } as const;

/** Chromium looks at the name of the desktop otherwise. */
export const keyringArgument = '--password-store=gnome-libsecret';

/** Why there can be no real keyring here; null when there can. */
export function keyringIsMissing(): string | null {
  if (process.platform !== 'linux') return 'gnome-keyring is for Linux';
  const missing = Object.values(programs).filter(
    (program) => spawnSync(program, ['--version']).error !== undefined,
  );
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')} (packages dbus, gnome-keyring)`;
}

/** A session bus with an unlocked GNOME Keyring, as a sign-in to a desktop makes them. */
export async function openKeyring({ folder, password }: Account): Promise<KeyringSession> {
  const own = {
    HOME: path.join(folder, 'home'),
    XDG_RUNTIME_DIR: path.join(folder, 'run'),
    XDG_DATA_HOME: path.join(folder, 'share'),
  };
  for (const each of Object.values(own)) await mkdir(each, { recursive: true, mode: 0o700 });
  // The session lives until its standard input is closed.
  const script =
    `printf %s "$KEYRING_PASSWORD" | ${programs.keyring} --unlock --components=secrets >/dev/null;` +
    'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat';
  const session = spawn(programs.session, ['--', 'sh', '-c', script], {
    env: { PATH: process.env['PATH'], KEYRING_PASSWORD: password, ...own },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(session, 'exit');
  const [address] = (await once(session.stdout, 'data')) as [Buffer];
  return {
    environment: { ...own, DBUS_SESSION_BUS_ADDRESS: address.toString().trim() },
    async end() {
      session.stdin.end();
      await ended;
    },
  };
}
