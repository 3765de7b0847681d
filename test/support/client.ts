import { connect, type Socket } from 'node:net';

/**
 * One keep-alive connection that sends a request when the one before it is answered. It costs little, so that a
 * proof can send a million of them.
 */
export class Client {
  readonly #port: number;
  #socket: Socket | null = null;
  #buffer = '';
  #settle: ((status: number | null) => void) | null = null;

  constructor(
    url: string,
    private readonly token: string,
  ) {
    this.#port = Number(new URL(url).port);
  }

  /** The text of the last answer, and its headers. */
  text = '';
  headers = '';

  /** Puts or deletes; the status, or null when the connection ended without an answer. */
  put(secrets: readonly { key: string; value: string | null }[]): Promise<number | null> {
    const body = JSON.stringify({ secrets });
    return this.send(
      `PUT /v1/secrets HTTP/1.1\r\nHost: 127.0.0.1:${this.#port}\r\nAuthorization: Bearer ${this.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  /** Sends the bytes of a whole request. */
  send(request: string | Buffer): Promise<number | null> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#buffer = '';
      this.#open().write(request);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open(): Socket {
    if (this.#socket && !this.#socket.destroyed && this.#socket.writable) return this.#socket;
    const socket = connect(this.#port, '127.0.0.1').setNoDelay(true);
    // What goes wrong shows as a connection that ends.
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.#read(chunk.toString('latin1')));
    socket.on('close', () => {
      if (this.#socket === socket) this.#done(null);
    });
    this.#socket = socket;
    return socket;
  }

  #read(chunk: string): void {
    this.#buffer += chunk;
    const head = this.#buffer.indexOf('\r\n\r\n');
    if (head < 0) return;
    const headers = this.#buffer.slice(0, head);
    const length = Number(/^content-length: (\d+)/im.exec(headers)?.[1] ?? 0);
    if (this.#buffer.length < head + 4 + length) return;
    this.headers = headers;
    this.text = this.#buffer.slice(head + 4, head + 4 + length);
    if (/^connection: close/im.test(headers)) this.close();
    this.#done(Number(headers.slice(9, 12)));
  }

  #done(status: number | null): void {
    const settle = this.#settle;
    this.#settle = null;
    if (status === null) this.#socket = null;
    settle?.(status);
  }
}
