import { join } from 'node:path';
import { contract, type Preferences } from '../src-shared/contract';
import { LocalAccess } from './access/access';
import { isoTime } from './access/api-keys';
import type { DerivePassword } from './access/passwords';
import { Api } from './api/guard';
import type { Desktop } from './desktop';
import { EventSource, throttled, type EventListener } from './events';
import { runAll } from './parts/in-order';
import { Remote } from './parts/remote';
import { serving } from './parts/serving';
import { asAppError, startErrorOf } from './parts/start-faults';
import { updateCheck } from './parts/updates';
import { Endpoint } from './rest/endpoint';
import { RequestActivity } from './rest/activity';
import { buildRoutes } from './rest/routes';
import { LocalSecrets } from './secrets/local/backend';
import { deriveKey } from './secrets/local/cipher';
import { openEngine, reserveOf } from './secrets/local/engine';
import { chooseKeyRing } from './secrets/local/key-check';
import { KeyRing } from './secrets/local/key-ring';
import { schemaVersion } from './secrets/local/migrate';
import { SecretsRouter } from './secrets/router';
import type { ServiceStart } from './service-protocol';
import { prepareDataFolder } from './settings/data-folder';
import { withRoom } from './settings/disk-room';
import { removeEndpointFile } from './settings/endpoint-file';
import { EncryptionKey } from './settings/encryption-key';
import { lockFolder } from './settings/folder-lock';
import { removeTemporaries } from './settings/private-file';
import { LocalApp, LocalSettings } from './settings/service';

export interface ComposeOptions extends ServiceStart {
  readonly desktop: Desktop;
  /** Milliseconds since 1970; tests hold it. */
  readonly now?: () => number;
  /** Monotonic milliseconds; tests hold it. */
  readonly elapsed?: () => number;
  /** How long a write waits while another process holds the database, in milliseconds. */
  readonly patienceMs?: number;
  /** How passwords are hashed; scrypt unless a test counts the calls. */
  readonly derivePassword?: DerivePassword;
}

export interface Service {
  readonly api: Api;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** True while the public fallback key is in use. */
  readonly fallbackKey: boolean;
  /** Somebody used the window; auto-lock counts from here. */
  active(): void;
  /** The machine is left: whoever is signed in is signed out. */
  lock(): void;
  /** A window is gone, and its session with it. */
  closeSession(session: number): void;
  /** Subscribes to all events; the function it returns unsubscribes. */
  onEvent(listener: EventListener): () => void;
  /** Stops accepting, finishes what is acknowledged, empties the WAL, closes, gives the folder free. */
  dispose(): Promise<void>;
}

/**
 * Builds the whole service on one data folder and serves requests. Throws a `StartError`; then nothing is
 * left open or locked.
 */
export async function compose(options: ComposeOptions): Promise<Service> {
  // What has to be undone, in the order in which it was done.
  const undo: (() => void | Promise<void>)[] = [];
  try {
    return await build(options, undo);
  } catch (error) {
    await runAll(undo.reverse()).catch(() => undefined);
    throw startErrorOf(error, options.settings.dataFolder);
  }
}

async function build(options: ComposeOptions, undo: (() => void | Promise<void>)[]): Promise<Service> {
  const { settings, nativeBinding, desktop, versions, now = Date.now } = options;
  const elapsed = options.elapsed ?? (() => performance.now());
  const { dataFolder } = settings;
  prepareDataFolder(dataFolder);
  const { keychain } = options;
  // Deriving the key takes as long as the rest of the start, on another thread.
  const secret = settings.phoenixSecret ?? keychain.secret;
  const deriving = secret === null ? null : deriveKey(secret);
  const holder = { mode: options.mode, startedAt: isoTime(now()) };
  const storePath = join(dataFolder, 'secrets.db');
  const makeRoom = () => reserveOf(storePath).release();
  const lock = await withRoom(makeRoom, () => lockFolder(dataFolder, holder, nativeBinding));
  undo.push(() => lock.release());
  // What a killed process left would send scripts to a port that may be somebody else's now.
  removeEndpointFile(dataFolder);
  removeTemporaries(dataFolder);

  const events = new EventSource();
  const engine = await withRoom(makeRoom, () => openEngine(storePath, nativeBinding, options.patienceMs));
  undo.push(() => engine.close());
  const key = await deriving;
  // The environment wins.
  const ring =
    key && settings.phoenixSecret !== null
      ? KeyRing.of(key, 'environment')
      : chooseKeyRing(engine.reader, { key, unopenedFrom: keychain.unopenedFrom });
  // Only a window whose session may list the secrets is told of them.
  const secretsAudience = () => access.windowsOf(contract.secrets.list.roles);
  const secrets = new LocalSecrets({
    engine,
    ring,
    now,
    elapsed,
    listener: (change) => {
      const audience = secretsAudience();
      if (audience === 'all') events.emit('secrets.changed', change);
      else for (const session of audience) events.emit('secrets.changed', change, session);
    },
    isHeard: () => {
      if (!events.isHeard) return false;
      const audience = secretsAudience();
      return audience === 'all' || audience.length > 0;
    },
  });
  const access: LocalAccess = new LocalAccess({
    reader: engine.reader,
    queue: engine.queue,
    authentication: settings.authentication,
    adminSecret: settings.phoenixAdminSecret,
    now,
    elapsed,
    ...(options.derivePassword && { derivePassword: options.derivePassword }),
    changed: () => events.emit('access.changed', {}),
    sessionChanged: (session) => {
      remote.sessionChanged(session);
      events.emit('access.session', access.sessionOf({ kind: 'window', session }), session);
    },
    userDeleted: () => {
      secrets.allChanged();
      // A credential that could not be wiped belongs to nobody any more, and is read by nobody.
      remote.connections.userDeleted().catch(() => undefined);
    },
  });
  const { authentication } = settings;
  const remote: Remote = new Remote({
    engine,
    desktop,
    events,
    dataFolder,
    authentication,
    now,
    elapsed,
    access: () => access,
  });
  await access.prepare(settings.initialAdminPassword);
  undo.push(async () => {
    await access.close().catch(() => undefined);
    await secrets.close();
  });
  undo.push(() => remote.close());

  const settingsChanged = throttled(() => events.emit('settings.changed', {}), 1000);
  undo.push(() => settingsChanged.stop());
  const activity = new RequestActivity(now, settingsChanged.run);
  const served = serving({
    endpoint: () => endpoint,
    dataFolder,
    version: versions.app,
    makeRoom: () => engine.makeRoom(),
  });
  const encryptionKey = new EncryptionKey({
    source: () => ring.source,
    keychain,
    protect: (text) => desktop.protectSecret(text),
    changeKey: async (text, backend) => {
      const result = await secrets.changeKey(text, backend);
      settingsChanged.run();
      return result;
    },
  });
  const updates = updateCheck({
    feed: settings.updateFeed,
    version: versions.app,
    desktop,
    events,
    now,
    elapsed,
    settingsChanged: settingsChanged.run,
  });
  undo.push(() => updates.end());
  const applyPreferences = ({ autoLockMinutes, checkForUpdates }: Preferences) => {
    access.sessions.setAutoLock(autoLockMinutes);
    updates.follow(checkForUpdates);
  };
  const settingsService = new LocalSettings({
    desktop,
    dataFolder,
    versions: { ...versions, schema: schemaVersion },
    endpoint: () => ({
      url: `${endpoint.url}/v1/secrets`,
      running: endpoint.running,
      requestsToday: activity.today,
      lastRequestAt: activity.lastAt === null ? null : isoTime(activity.lastAt),
    }),
    encryption: async () => {
      const { unopenedFrom, ...encryption } = await secrets.encryption();
      const { available, backend } = keychain;
      return { ...encryption, keychain: { available, backend, unopenedFrom } };
    },
    startEndpoint: async () => {
      await served.start().catch(asAppError);
      settingsChanged.run();
    },
    stopEndpoint: async () => {
      await served.stop();
      settingsChanged.run();
    },
    encryptionKey,
    updates,
    preferencesChanged: applyPreferences,
  });
  const app = new LocalApp({ desktop, dataFolder });
  const api = new Api(
    {
      secrets: new SecretsRouter(secrets, (connection) => remote.secrets(connection)),
      access,
      connections: remote.connections,
      app,
      settings: settingsService,
    },
    remote.identify,
  );
  const routes = await buildRoutes(api, { appVersion: versions.app, admitted: () => activity.note() });
  const endpoint: Endpoint = new Endpoint(routes, settings.port);
  undo.push(served.stop);
  await served.start();
  // Not waited for: main answers when it has time. Until then, and when it cannot, a middle choice holds.
  if (options.mode === 'window') desktop.getPreferences().then(applyPreferences, () => undefined);

  let disposed: Promise<void> | null = null;
  return {
    api,
    url: endpoint.url,
    fallbackKey: ring.isFallback,
    active: () => access.sessions.used(),
    lock: () => access.sessions.endAll('locked'),
    closeSession: (session) => {
      access.sessions.close(session);
      remote.connections.closeWindow(session);
    },
    onEvent: (listener) => events.subscribe(listener),
    dispose() {
      // The endpoint first, the lock last.
      disposed ??= runAll(undo.reverse());
      return disposed;
    },
  };
}
