import { net, type ClientRequest, type IncomingMessage, type Session } from 'electron';
import type { NetworkAnswer, NetworkFault, NetworkRequest } from '../connections/network';
import { meaningOf } from './network-fault';
import { isSilent } from './network-reach';

type Header = readonly [name: string, value: string];

/** One request and what comes of it. */
export class Exchange {
  /** Settles once, within the time that the request may take. Never rejects. */
  readonly answer: Promise<NetworkAnswer>;

  readonly #asked: NetworkRequest;
  readonly #session: Session;
  readonly #timers: NodeJS.Timeout[] = [];
  #settle: (answer: NetworkAnswer) => void = () => undefined;
  #request: ClientRequest | null = null;
  #answered = false;
  #broken = false;

  constructor(asked: NetworkRequest, session: Session, signal: AbortSignal) {
    this.#asked = asked;
    this.#session = session;
    this.answer = new Promise((resolve) => {
      this.#settle = resolve;
    });
    signal.addEventListener('abort', () => this.#fail('aborted', true));
    if (signal.aborted) this.#fail('aborted', false);
    else this.#start();
  }

  /** True when Chromium gave no reason at all, as it does when its network process is gone. */
  get broken(): boolean {
    return this.#broken;
  }

  #start(): void {
    const { connectMs, totalMs, body } = this.#asked;
    try {
      this.#request = open(this.#asked, this.#session);
    } catch {
      // An address or a header that cannot be: Electron's message would quote it.
      return this.#fail('other', false);
    }
    this.#timers.push(
      setTimeout(() => this.#fail('timeout', true), totalMs),
      setTimeout(() => void this.#giveUpIfSilent(connectMs / 2), connectMs / 2),
    );
    this.#request.on('error', ({ message }) => {
      this.#broken = message === 'net::ERR_FAILED';
      const { fault, sent } = meaningOf(message);
      this.#fail(fault, sent || this.#uploading);
    });
    // A proxy that wants a password: we have none.
    this.#request.on('login', (_info, answer) => answer());
    // Whatever it leads to, it is not where the request and its credentials were meant to go.
    this.#request.on('redirect', (status, _method, _url, headers) =>
      this.#end({ ok: true, status, headers: flat(headers), body: new Uint8Array() }),
    );
    this.#request.on('response', (response) => this.#read(response));
    this.#request.end(body ?? undefined);
  }

  #read(response: IncomingMessage): void {
    this.#answered = true;
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes > this.#asked.maxBytes) this.#fail('too_large', true);
      else chunks.push(chunk);
    });
    response.on('end', () => {
      // Only a proxy asks for this; it has passed nothing on.
      if (response.statusCode === 407) return this.#fail('proxy', false);
      const body = new Uint8Array(Buffer.concat(chunks));
      this.#end({ ok: true, status: response.statusCode, headers: pairs(response.rawHeaders), body });
    });
    // The request tells the same.
    response.on('error', () => undefined);
  }

  async #giveUpIfSilent(ms: number): Promise<void> {
    if (this.#stands()) return;
    const silent = await isSilent(this.#session, this.#asked.url, ms).catch(() => false);
    if (silent && !this.#stands()) this.#fail('timeout', false);
  }

  /** Whether the connection is known to stand. */
  #stands(): boolean {
    return this.#answered || this.#uploading;
  }

  /** Bytes of the body have left; Chromium says so up to 0.1 s later. */
  get #uploading(): boolean {
    return this.#request?.getUploadProgress().started ?? false;
  }

  #fail(fault: NetworkFault, sent: boolean): void {
    this.#end({ ok: false, fault, sent });
  }

  #end(answer: NetworkAnswer): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#settle(answer);
    this.#request?.abort();
  }
}

function open({ url, method, headers }: NetworkRequest, session: Session): ClientRequest {
  const request = net.request({
    url,
    method,
    session,
    // No jar and no stored password; a `Cookie` header of our own passes.
    credentials: 'omit',
    redirect: 'manual',
    cache: 'no-store',
  });
  for (const [name, value] of headers) request.setHeader(name, value);
  return request;
}

/** Node's flat list of names and values. */
function pairs(raw: readonly string[]): Header[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ''] as const] : [],
  );
}

function flat(headers: Record<string, readonly string[]>): Header[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    values.map((value) => [name.toLowerCase(), value] as const),
  );
}
