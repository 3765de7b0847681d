import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type {
  ConnectionRow,
  Events,
  SecretPage,
  SecretRow,
  UnreadableReason,
} from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { decrypt, deriveKey, fallbackKey } from '../../src-main/secrets/local/cipher';
import { openDatabase, query } from './database';
import { makePeople } from './phoenix-people';
import { postgresPrograms, startPhoenix, type PhoenixOptions, type TestPhoenix } from './phoenix-server';
import { testDesktop } from './remote';
import { phoenixSecret, startService, window, type TestService } from './service';

/** The message is the code. */
class CallFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

/** A place where secrets are kept, behind the whole service, and what a test needs to look past it. */
export interface BackendUnderTest {
  /** Calls `secrets.…` as the window does; throws a `CallFailure`. */
  call<T>(method: 'list' | 'usage' | 'put' | 'delete' | 'undoDelete', input: unknown): Promise<T>;
  /** What the window is told, until `stop`. */
  listen(): { readonly changes: Events['secrets.changed'][]; stop(): void };
  /** What events carry. */
  readonly connection: string;
  readonly me: SecretRow['owner'];
  readonly canUndo: boolean;
  /** What a row that `damage` broke is. */
  readonly damaged: UnreadableReason;
  /** How its database sorts. */
  order(a: string, b: string): number;
  empty(): Promise<void>;
  /** What is stored, decrypted with the key of the place; null when there is no such row. */
  valueOf(key: string): Promise<string | null>;
  /** Writes something that is no token in the place of one. */
  damage(key: string): Promise<void>;
  /** Waits as long as two writes need between them for their times to differ. */
  passTime(): Promise<void>;
}

type Cleanup = (clean: () => void | Promise<void>) => void;

/** A database that is looked at from outside. */
interface Table {
  /** The stored bytes. */
  token(key: string): Promise<Buffer | null>;
  damage(key: string): Promise<void>;
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** As the PostgreSQL of the tests does, and most in use. */
const asPeopleDo = (a: string, b: string): number => new Intl.Collator('en-US').compare(a, b);

export const backendKinds: readonly {
  name: string;
  skip: boolean;
  start: (cleanup: Cleanup) => Promise<BackendUnderTest>;
}[] = [
  { name: 'the local store', skip: false, start: startLocal },
  {
    name: 'a Phoenix with sign-in on SQLite',
    skip: false,
    start: (cleanup) => startRemote({ cleanup }),
  },
  {
    name: 'a Phoenix without sign-in on SQLite',
    skip: false,
    start: (cleanup) => startRemote({ cleanup, authentication: false, secret: null }),
  },
  {
    name: 'a Phoenix with sign-in on PostgreSQL',
    skip: (await postgresPrograms()) === null,
    start: (cleanup) => startRemote({ cleanup, database: 'postgresql' }),
  },
];

async function startLocal(cleanup: Cleanup): Promise<BackendUnderTest> {
  const service = await startService({ cleanup });
  const path = join(service.folder, 'secrets.db');
  return behind(service, sqliteTable(path), {
    connection: 'local',
    me: { id: '2', name: 'admin' },
    canUndo: true,
    damaged: 'damaged',
    secret: phoenixSecret,
    order: byCodeUnits,
  });
}

async function startRemote(options: PhoenixOptions): Promise<BackendUnderTest> {
  const { authentication = true, database, secret = phoenixSecret, cleanup } = options;
  const [phoenix, service] = [
    await startPhoenix(options),
    await startService({ cleanup, desktop: testDesktop() }),
  ];
  const apiKey = authentication ? (await makePeople(phoenix)).ADMIN.apiKey : null;
  const draft = {
    id: null,
    name: 'under test',
    url: phoenix.url,
    allowHttp: false,
    caFile: null,
    label: 'none',
    signIn: apiKey === null ? 'none' : 'api_key',
    apiKey,
    email: null,
    password: null,
  };
  const { connection } = await call<{ connection: ConnectionRow }>(service, 'connections.save', draft);
  await call(service, 'connections.open', { id: connection.id });
  const { person } = connection.status;
  return behind(service, database === 'postgresql' ? postgresTable(phoenix) : sqliteTable(phoenix.database), {
    connection: connection.id,
    me: person && { id: person.id, name: person.name },
    canUndo: false,
    damaged: 'server',
    secret,
    order: database === 'postgresql' ? asPeopleDo : byCodeUnits,
  });
}

async function call<T>(service: TestService, operation: string, input: unknown): Promise<T> {
  const result = await service.api.call(operation, input, window);
  if (!result.ok) throw new CallFailure(result.error);
  return result.value as T;
}

async function behind(
  service: TestService,
  table: Table,
  {
    secret,
    ...facts
  }: Pick<BackendUnderTest, 'connection' | 'me' | 'canUndo' | 'damaged' | 'order'> & {
    secret: string | null;
  },
): Promise<BackendUnderTest> {
  const key = secret === null ? fallbackKey() : await deriveKey(secret);
  return {
    ...facts,
    damage: (name) => table.damage(name),
    call: (method, input) => call(service, `secrets.${method}`, input),
    listen() {
      const changes: Events['secrets.changed'][] = [];
      const stop = service.onEvent((name, payload) => {
        if (name === 'secrets.changed') changes.push(payload as Events['secrets.changed']);
      });
      return { changes, stop };
    },
    async empty() {
      const { rows } = await call<SecretPage>(service, 'secrets.list', { after: null, limit: 1000 });
      if (rows.length === 0) return;
      const secrets = rows.map((row) => ({ key: row.key, value: null }));
      await call(service, 'secrets.put', { secrets });
    },
    async valueOf(name) {
      const token = await table.token(name);
      return token && (decrypt(key, token)?.toString('utf8') ?? 'cannot be decrypted');
    },
    // SQLite has whole seconds.
    passTime: () => sleep(1000 - (Date.now() % 1000) + 10),
  };
}

function sqliteTable(path: string): Table {
  return {
    token: (key) =>
      Promise.resolve(
        query<{ value: Buffer }>(path, `SELECT value FROM secrets WHERE key = '${key}'`)[0]?.value ?? null,
      ),
    damage(key) {
      const database = openDatabase(path);
      database.prepare("UPDATE secrets SET value = x'00' WHERE key = ?").run(key);
      database.close();
      return Promise.resolve();
    },
  };
}

function postgresTable({ databaseUrl }: TestPhoenix): Table {
  const run = async (sql: string) => {
    const psql = join((await postgresPrograms()) ?? '', 'psql');
    const { stdout } = await promisify(execFile)(psql, [databaseUrl, '-XAtc', sql]);
    return stdout.trim();
  };
  return {
    async token(key) {
      const hex = await run(`SELECT encode(value, 'hex') FROM secrets WHERE key = '${key}'`);
      return hex === '' ? null : Buffer.from(hex, 'hex');
    },
    async damage(key) {
      await run(`UPDATE secrets SET value = '\\x00' WHERE key = '${key}'`);
    },
  };
}
