import { scrypt } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { compose, type ComposeOptions, type Service } from '../../src-main/compose';
import type { DerivePassword } from '../../src-main/access/passwords';
import type { Desktop } from '../../src-main/desktop';
import type { KeychainStart } from '../../src-main/service-protocol';
import type { Settings } from '../../src-main/settings/environment';
import type { Origin } from '../../src-shared/caller';
import type { Preferences } from '../../src-shared/contract';

const root = join(import.meta.dirname, '../..');

/** The SQLite that the app ships when it is built, else the one that came with the package. */
export function nativeBinding(): string {
  const built = join(root, 'dist/main/better_sqlite3.node');
  if (existsSync(built)) return built;
  return join(root, `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`);
}

/** Phoenix's own rules hold for these; the first one is that of the recorded database. */
export const phoenixSecret = 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6';
export const adminSecret = 'admin-secret-of-the-tests-0123456789';

/** When something ends: with its test, or with `afterAll` for what is shared by a file. */
type Cleanup = (clean: () => void | Promise<void>) => void;

/** A folder that is gone after the test. */
export function temporaryFolder(cleanup: Cleanup = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'phoenix-secrets-'));
  cleanup(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const preferences: Preferences = {
  theme: 'system',
  sort: { column: 'key', direction: 'ascending' },
  owner: 'all',
  autoLockMinutes: null,
  language: 'system',
  checkForUpdates: false,
};

/** The desktop of a service without one. */
export const noDesktop: Desktop = {
  openFolder: () => Promise.resolve(),
  copyText: () => Promise.resolve(),
  getPreferences: () => Promise.resolve(preferences),
  setPreferences: (change) => Promise.resolve({ ...preferences, ...change }),
  protectSecret: () => Promise.reject(new Error('There is no keychain here.')),
  request: () => Promise.resolve({ ok: false, fault: 'offline', sent: false }),
  abort: () => Promise.resolve(),
  describeKeychain: () => Promise.resolve({ available: false, backend: 'basic_text' }),
  readCredential: () => Promise.resolve(null),
  writeCredential: () => Promise.resolve(false),
  removeCredential: () => Promise.resolve(),
  openBrowser: () => Promise.reject(new Error('There is no browser here.')),
};

export const noKeychain: KeychainStart = {
  available: false,
  backend: 'basic_text',
  secret: null,
  unopenedFrom: null,
};

/** Real scrypt at a cost that a test can afford a hundred times. */
export const quickPassword: DerivePassword = (password, salt) =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, 32, { N: 16 }, (error, hash) => (error ? reject(error) : resolve(hash)));
  });

/** The window of most tests; its number is that of its web contents. */
export const window: Origin = { kind: 'window', session: 1 };

type Options = Partial<Omit<ComposeOptions, 'settings'>> & {
  readonly settings?: Partial<Settings>;
  readonly cleanup?: Cleanup;
};

export type TestService = Service & { readonly folder: string };

/** A service on a folder of its own and a free port; it ends with the test. */
export async function startService({ settings, cleanup, ...options }: Options = {}): Promise<TestService> {
  const folder = settings?.dataFolder ?? join(temporaryFolder(cleanup), 'data');
  const service = await compose({
    mode: 'headless',
    nativeBinding: nativeBinding(),
    versions: { app: '0.0.0', electron: '' },
    desktop: noDesktop,
    keychain: noKeychain,
    derivePassword: quickPassword,
    ...options,
    settings: {
      dataFolder: folder,
      phoenixSecret,
      phoenixAdminSecret: adminSecret,
      authentication: false,
      initialAdminPassword: null,
      port: 0,
      updateFeed: null,
      ...settings,
    },
  });
  (cleanup ?? onTestFinished)(() => service.dispose());
  return { ...service, folder };
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends a request with the admin secret, unless told otherwise. */
export async function put(
  url: string,
  body: unknown,
  { token = adminSecret, type = 'application/json' }: { token?: string | null; type?: string } = {},
): Promise<HttpAnswer> {
  const answer = await fetch(`${url}/v1/secrets`, {
    method: 'PUT',
    headers: { 'content-type': type, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** A call as a window makes it; gives the value or throws the failure's code. */
export async function callAsWindow<T>(
  service: Service,
  operation: string,
  input: unknown,
  origin: Origin = window,
): Promise<T> {
  const result = await service.api.call(operation, input, origin);
  if (!result.ok) throw new Error(`${operation}: ${result.error.code}`);
  return result.value as T;
}
