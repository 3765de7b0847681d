import { Authorization } from '../../src-main/connections/authorization';
import { MemoryKeeper } from '../../src-main/connections/entrance';
import type { Network } from '../../src-main/connections/network';
import { ServerSession } from '../../src-main/connections/server-session';
import { Transport } from '../../src-main/connections/transport';
import type { CredentialVault } from '../../src-main/connections/vault';
import type { Desktop } from '../../src-main/desktop';
import { NodeNetwork } from './node-network';
import { noDesktop } from './service';

/** A keychain that a test can look into; `available` false: one that keeps nothing. */
class TestVault implements CredentialVault {
  readonly texts = new Map<string, string>();
  available = true;

  async describeKeychain() {
    return { available: this.available, backend: this.available ? 'gnome_libsecret' : 'basic_text' };
  }

  async readCredential(connection: string): Promise<string | null> {
    return this.texts.get(connection) ?? null;
  }

  async writeCredential(connection: string, text: string): Promise<boolean> {
    if (this.available) this.texts.set(connection, text);
    return this.available;
  }

  async removeCredential(connection: string): Promise<void> {
    this.texts.delete(connection);
  }
}

export type TestDesktop = Desktop & {
  readonly network: NodeNetwork;
  readonly vault: TestVault;
  /** What the browser was opened with. */
  readonly opened: string[];
};

/** A desktop with Node's network, a keychain in memory and a browser that goes where it is sent when `browse` does. */
export function testDesktop(browse: (url: string) => Promise<void> = () => Promise.resolve()): TestDesktop {
  const network = new NodeNetwork();
  const vault = new TestVault();
  const opened: string[] = [];
  return {
    ...noDesktop,
    network,
    vault,
    opened,
    request: (request) => network.request(request),
    abort: (id) => network.abort(id),
    describeKeychain: () => vault.describeKeychain(),
    readCredential: (connection) => vault.readCredential(connection),
    writeCredential: (connection, text) => vault.writeCredential(connection, text),
    removeCredential: (connection) => vault.removeCredential(connection),
    async openBrowser(url) {
      opened.push(url);
      await browse(url);
    },
  };
}

/** A transport whose waits between two tries are short. */
export function quickTransport(network: Network, signal = new AbortController().signal): Transport {
  return new Transport({ network, signal, elapsed: () => performance.now(), backoffMs: 1 });
}

/** A server as the app works on it, with an API key or (null) without sign-in. */
export function signedIn(
  url: string,
  apiKey: string | null,
  network: Network = new NodeNetwork(),
): ServerSession {
  const transport = quickTransport(network);
  const keeper = new MemoryKeeper(apiKey === null ? null : { kind: 'api_key', origin: url, apiKey });
  const target = { connection: 'test', url, ca: null };
  return new ServerSession({
    transport,
    authorization: new Authorization(keeper, transport, Date.now),
    place: () => Promise.resolve({ target, way: apiKey === null ? 'none' : 'api_key' }),
  });
}
