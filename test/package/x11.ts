import net from 'node:net';

// As much of the X11 protocol as it takes to see which windows a display shows, without any tool of the system.
// https://www.x.org/releases/current/doc/xproto/x11protocol.html

export interface ShownWindow {
  readonly title: string;
  /** Instance and class, by which a desktop finds the program's entry. */
  readonly className: string;
  readonly pid: number | null;
  readonly mapped: boolean;
  readonly hasIcon: boolean;
}

class Display {
  #buffer = Buffer.alloc(0);
  #wake: () => void = () => undefined;
  #root = 0;

  private constructor(private readonly socket: net.Socket) {
    socket.on('data', (data: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, data]);
      this.#wake();
    });
  }

  static async open(name: string): Promise<Display> {
    const socket = net.connect(`/tmp/.X11-unix/X${/^:(\d+)/.exec(name)?.[1] ?? '0'}`);
    const display = new Display(socket);
    const hello = Buffer.alloc(12);
    hello.write('l');
    hello.writeUInt16LE(11, 2);
    socket.write(hello);
    const head = await display.#take(8);
    const setup = await display.#take(head.readUInt16LE(6) * 4);
    if (head[0] !== 1) throw new Error(`the display refuses: ${setup.toString('latin1')}`);
    // The first screen follows the vendor's name and the pixel formats; it begins with its root window.
    const vendor = Math.ceil(setup.readUInt16LE(16) / 4) * 4;
    display.#root = setup.readUInt32LE(32 + vendor + 8 * (setup[21] ?? 0));
    return display;
  }

  close(): void {
    this.socket.destroy();
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#buffer.length < length) await new Promise<void>((resolve) => (this.#wake = resolve));
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return taken;
  }

  /** Sends one request and gives its answer; null when there is an error (a window that is gone). */
  async #ask(opcode: number, data: number, words: readonly number[]): Promise<Buffer | null> {
    const request = Buffer.alloc(4 + 4 * words.length);
    request[0] = opcode;
    request[1] = data;
    request.writeUInt16LE(1 + words.length, 2);
    words.forEach((word, index) => request.writeUInt32LE(word, 4 + 4 * index));
    this.socket.write(request);
    return this.#answer();
  }

  async #answer(): Promise<Buffer | null> {
    const head = Buffer.from(await this.#take(32));
    if (head[0] === 0) return null;
    return Buffer.concat([head, await this.#take(head.readUInt32LE(4) * 4)]);
  }

  async #atom(name: string): Promise<number> {
    const padded = Buffer.alloc(Math.ceil(name.length / 4) * 4);
    padded.write(name, 'latin1');
    const request = Buffer.alloc(8 + padded.length);
    request[0] = 16;
    request.writeUInt16LE(request.length / 4, 2);
    request.writeUInt16LE(name.length, 4);
    padded.copy(request, 8);
    this.socket.write(request);
    return (await this.#answer())?.readUInt32LE(8) ?? 0;
  }

  async #property(window: number, name: string): Promise<Buffer> {
    const answer = await this.#ask(20, 0, [window, await this.#atom(name), 0, 0, 1 << 16]);
    const unit = (answer?.[1] ?? 0) / 8;
    return answer?.subarray(32, 32 + answer.readUInt32LE(16) * unit) ?? Buffer.alloc(0);
  }

  async #children(window: number): Promise<number[]> {
    const answer = await this.#ask(15, 0, [window]);
    if (!answer) return [];
    return Array.from({ length: answer.readUInt16LE(16) }, (_, index) => answer.readUInt32LE(32 + 4 * index));
  }

  async windows(): Promise<ShownWindow[]> {
    const found: ShownWindow[] = [];
    for (const window of await this.#children(this.#root)) {
      const title = (await this.#property(window, '_NET_WM_NAME')).toString();
      const pid = await this.#property(window, '_NET_WM_PID');
      found.push({
        title,
        className: (await this.#property(window, 'WM_CLASS')).toString('latin1'),
        pid: pid.length === 4 ? pid.readUInt32LE() : null,
        mapped: (await this.#ask(3, 0, [window]))?.[26] === 2,
        hasIcon: (await this.#property(window, '_NET_WM_ICON')).length > 8,
      });
    }
    return found;
  }
}

/** The windows on a display (`:7`) that a user can see, without a window manager's frames. */
export async function windowsOn(name: string): Promise<ShownWindow[]> {
  const display = await Display.open(name);
  try {
    return (await display.windows()).filter(({ mapped }) => mapped);
  } finally {
    display.close();
  }
}
