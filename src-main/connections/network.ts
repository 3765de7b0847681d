/** One HTTP request to a server. Redirects are never followed, cookies neither sent nor kept. */
export interface NetworkRequest {
  /** Its own number, by which it can be broken off. */
  readonly id: number;
  /** Requests of one connection share a network session of their own (connections, proxy, TLS), in memory. */
  readonly connection: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  /**
   * True: it may reach the server once at most (a write, a sign-in, a token that is used up). Chromium sends any
   * other request a second time by itself, `PUT` and `POST` too, when a kept connection breaks before the answer.
   */
  readonly once: boolean;
  /** Certificates (PEM) that are trusted besides the system's; null: none. */
  readonly ca: string | null;
  /** Milliseconds until a connection has to stand, and until the whole answer has to be there. */
  readonly connectMs: number;
  readonly totalMs: number;
  /** Bytes that the body may have, after it was inflated. */
  readonly maxBytes: number;
}

/** Why there is no answer; the names are the rules of the failure `unreachable`, and two more. */
export type NetworkFault =
  | 'refused'
  | 'dns'
  | 'timeout'
  | 'reset'
  | 'proxy'
  | 'offline'
  | 'tls_authority'
  | 'tls_expired'
  | 'tls_host'
  | 'tls'
  | 'other'
  | 'too_large'
  | 'aborted';

/** What came of a request; a failure is a value. */
export type NetworkAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      /** As they came, in order; one entry per `set-cookie`. */
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: Uint8Array;
    }
  | {
      readonly ok: false;
      readonly fault: NetworkFault;
      /** True when bytes of the request may have reached the server: of a write nothing is known then. */
      readonly sent: boolean;
    };

/** The system's network: its proxy, its certificates. */
export interface Network {
  request(request: NetworkRequest): Promise<NetworkAnswer>;
  /** Breaks a request off; it answers `aborted`. One that is over is left alone. */
  abort(id: number): Promise<void>;
}
