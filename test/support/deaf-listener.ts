import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Never takes a connection out of its queue, which has room for one or two: further ones get no answer at all. */
const program = `
const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  require('node:fs').writeSync(1, String(server.address().port));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** A port at which a connection neither comes to stand nor is refused, as behind a firewall that drops packets. */
export async function startDeafListener(): Promise<{ port: number; stop: () => void }> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(output.toString());
  const waiting: Socket[] = [];
  // Linux lets one more in than it was told; what comes after them stays without an answer.
  for (let queued = true; queued;) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    waiting.push(socket);
    queued = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 300)),
    ]);
  }
  const stop = () => {
    for (const socket of waiting) socket.destroy();
    child.kill('SIGKILL');
  };
  return { port, stop };
}
