import type { ConnectionRow, KeyUses, SecretPage, ServerOffer } from '../../src-shared/contract';
import { operationOf } from '../../src-shared/contract';
import { phoenixAdminSecret, startPhoenix } from './phoenix-server';
import { testDesktop, type TestDesktop } from './remote';
import { startService, window, type TestService } from './service';

/**
 * Tries what this program does with a server on real ones of other versions, through the whole service as a window
 * reaches it. Started by `npm run compatibility`; prints one line of JSON for each version that it is given.
 */
interface Tried {
  readonly version: string;
  /** What the server says it is. */
  readonly says: string | null;
  readonly password: string;
  readonly apiKey: string;
  readonly browser: string;
  readonly list: string;
  readonly write: string;
  readonly remove: string;
  readonly usedBy: string;
}

const password = 'Own-password-of-the-trial-1';

async function tryVersion(
  version: string,
  cleanup: (step: () => void | Promise<void>) => void,
): Promise<Tried> {
  const phoenix = await startPhoenix({ version, cleanup });
  const desktop = testDesktop();
  const service = await startService({ desktop, cleanup });
  const place = { url: phoenix.url, allowHttp: false, caFile: null };
  const offer = await call<ServerOffer>(service, 'connections.discover', place);
  const draft = {
    ...place,
    id: null,
    name: version,
    label: 'none',
    apiKey: null,
    email: null,
    password: null,
  };
  const byPassword = { ...draft, signIn: 'password', email: 'admin@localhost', password: 'admin' };
  const first = await outcome(call(service, 'connections.save', byPassword));
  const second = await outcome(
    call<{ connection: ConnectionRow }>(service, 'connections.setPassword', {
      draft: byPassword,
      newPassword: password,
    }),
  );
  const byKey = await outcome(
    call<{ connection: ConnectionRow }>(service, 'connections.save', {
      ...draft,
      signIn: 'api_key',
      apiKey: phoenixAdminSecret,
    }),
  );
  if (byKey.value) await call(service, 'connections.open', { id: byKey.value.connection.id });
  const wrote = await put(service, desktop, { TRIED_A: 'v', TRIED_B: 'v' });
  const listed = await outcome(call<SecretPage>(service, 'secrets.list', { after: null, limit: 1000 }));
  const removed = await outcome(call(service, 'secrets.delete', { keys: ['TRIED_A', 'TRIED_B'] }));
  const left = await outcome(call<SecretPage>(service, 'secrets.list', { after: null, limit: 1000 }));
  const uses = await outcome(call<{ keys: KeyUses[] }>(service, 'secrets.usage', {}));
  return {
    version,
    says: offer.version,
    password: first.code === 'password_change_required' ? signedIn(second) : first.code,
    apiKey: signedIn(byKey),
    browser: offer.browser ? 'yes' : 'not offered',
    list: listed.value ? (keys(listed.value) === 'TRIED_A TRIED_B' ? 'yes' : 'no') : listed.code,
    write: wrote,
    remove: left.value ? (keys(left.value) === '' ? 'yes' : 'no') : removed.code,
    usedBy: listed.value && uses.value ? kinds(uses.value.keys) : '–',
  };
}

/** Says which way it went. */
async function put(
  service: TestService,
  desktop: TestDesktop,
  secrets: Record<string, string>,
): Promise<string> {
  const before = desktop.network.requests.length;
  const entries = Object.entries(secrets).map(([key, value]) => ({ key, value }));
  const { code } = await outcome(call(service, 'secrets.put', { secrets: entries }));
  if (code !== 'ok') return code;
  const sent = desktop.network.requests.slice(before);
  return sent.some(({ body }) => body?.includes('upsertOrDeleteSecrets')) ? 'GraphQL mutation' : 'REST';
}

async function call<T>(service: TestService, operation: string, input: unknown): Promise<T> {
  if (!operationOf(operation)) throw new Error(operation);
  const result = await service.api.call(operation, input, window);
  if (!result.ok) throw Object.assign(new Error(result.error.message), { code: result.error.code });
  return result.value as T;
}

async function outcome<T>(work: Promise<T>): Promise<{ value: T | null; code: string }> {
  try {
    return { value: await work, code: 'ok' };
  } catch (error) {
    return { value: null, code: (error as { code?: string }).code ?? String(error) };
  }
}

function signedIn({ value, code }: { value: { connection: ConnectionRow } | null; code: string }): string {
  if (!value) return code;
  const { state, person, failure } = value.connection.status;
  return state === 'connected' ? `yes (${person?.role ?? 'nobody'})` : (failure?.code ?? state);
}

const keys = ({ rows }: SecretPage) => rows.map(({ key }) => key).join(' ');

function kinds(known: readonly KeyUses[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of known.flatMap(({ uses }) => uses)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'nothing';
}

for (const version of process.argv.slice(2)) {
  const clean: (() => void | Promise<void>)[] = [];
  try {
    console.log(JSON.stringify(await tryVersion(version, (step) => clean.push(step))));
  } finally {
    for (const step of clean.reverse()) await step();
  }
}
