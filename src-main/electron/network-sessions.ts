import { app, session as sessions, type Session } from 'electron';
import { createHash } from 'node:crypto';
import { trustBesides } from './certificates';

/** A session that only one request may use at a time, on a connection of its own. */
interface Lane {
  readonly name: string;
  free: boolean;
}

/**
 * Chromium's network sessions, in memory only: no cookie, answer or password is on a disk or shared. They live until
 * the program ends, since Electron cannot take one back.
 */
export class NetworkSessions {
  readonly #ready = new Map<string, Promise<Session>>();
  readonly #lanes = new Map<string, Lane[]>();
  #generation = 0;

  /** The session of a connection; another CA is another session, since Chromium remembers its verdicts. */
  shared(connection: string, ca: string | null): Promise<Session> {
    return this.#open(nameOf(connection, ca), ca);
  }

  /**
   * A session without any standing connection, for one request: Chromium repeats a request by itself when a
   * connection that it kept turns out to be dead, also one that the server has carried out.
   */
  async alone(
    connection: string,
    ca: string | null,
  ): Promise<{ readonly session: Session; readonly release: () => void }> {
    const name = nameOf(connection, ca);
    const lanes = this.#lanes.get(name) ?? [];
    this.#lanes.set(name, lanes);
    let lane = lanes.find(({ free }) => free);
    if (!lane) lanes.push((lane = { name: `${name}-once-${String(lanes.length)}`, free: true }));
    const taken = lane;
    taken.free = false;
    const session = await this.#open(taken.name, ca);
    await session.closeAllConnections();
    return { session, release: () => (taken.free = true) };
  }

  /** After Chromium's network process broke, its sessions stay broken: later requests get new ones. */
  renew(): void {
    this.#generation += 1;
    this.#ready.clear();
  }

  #open(name: string, ca: string | null): Promise<Session> {
    const known = this.#ready.get(name);
    if (known) return known;
    const opening = prepare(`${name}-${String(this.#generation)}`, ca);
    this.#ready.set(name, opening);
    return opening;
  }
}

function nameOf(connection: string, ca: string | null): string {
  const trust = ca === null ? 'system' : createHash('sha256').update(ca).digest('hex').slice(0, 16);
  return `server-${connection}-${trust}`;
}

async function prepare(partition: string, ca: string | null): Promise<Session> {
  await app.whenReady();
  // Without `persist:` it is in memory.
  const session = sessions.fromPartition(partition, { cache: false });
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // Otherwise each new session fetches a dictionary from a server of Google's; that it is off does not keep it from that.
  session.setSpellCheckerLanguages([]);
  // Neither the system's language nor Electron's version are the server's business.
  session.setUserAgent(`phoenix-secrets/${app.getVersion()}`, 'en');
  if (ca !== null) trustBesides(session, ca);
  await session.setProxy({ mode: 'system' });
  return session;
}
