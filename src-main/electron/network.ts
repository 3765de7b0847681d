import type { Session } from 'electron';
import type { Network, NetworkAnswer, NetworkRequest } from '../connections/network';
import { Exchange } from './network-exchange';
import { NetworkSessions } from './network-sessions';

/** The network as Chromium has it: the system's proxy and its certificates. */
export class ElectronNetwork implements Network {
  readonly #sessions = new NetworkSessions();
  readonly #underWay = new Map<number, AbortController>();

  async request(asked: NetworkRequest): Promise<NetworkAnswer> {
    const abort = new AbortController();
    this.#underWay.set(asked.id, abort);
    try {
      return await this.#send(asked, abort.signal);
    } finally {
      this.#underWay.delete(asked.id);
    }
  }

  abort(id: number): Promise<void> {
    this.#underWay.get(id)?.abort();
    return Promise.resolve();
  }

  async #send(asked: NetworkRequest, signal: AbortSignal): Promise<NetworkAnswer> {
    const { connection, ca } = asked;
    if (!asked.once) return this.#exchange(asked, await this.#sessions.shared(connection, ca), signal);
    const { session, release } = await this.#sessions.alone(connection, ca);
    try {
      return await this.#exchange(asked, session, signal);
    } finally {
      release();
    }
  }

  async #exchange(asked: NetworkRequest, session: Session, signal: AbortSignal): Promise<NetworkAnswer> {
    const exchange = new Exchange(asked, session, signal);
    const answer = await exchange.answer;
    if (exchange.broken) this.#sessions.renew();
    return answer;
  }
}
