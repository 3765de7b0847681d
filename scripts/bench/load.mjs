import { connect } from 'node:net';

/**
 * A load generator that costs little itself: one prepared request, written again as soon as its answer
 * is complete, on each of some keep-alive connections. Both servers get exactly the same bytes but for the port.
 */

/**
 * Prepares `PUT /v1/secrets` as raw HTTP/1.1 bytes.
 * @param {number} port loopback port of the server
 * @param {string} token bearer token
 * @param {{key: string, value: string | null}[]} secrets the entries of the body
 * @returns {Buffer}
 */
export function putRequest(port, token, secrets) {
  const body = JSON.stringify({ secrets });
  return Buffer.from(
    `PUT /v1/secrets HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/**
 * Sends requests for a while and counts the answers.
 * @param {number} port loopback port
 * @param {(connection: number, round: number) => Buffer} request gives the bytes to send next
 * @param {{connections: number, seconds: number}} load how many at once and for how long
 * @returns {Promise<{perSecond: number, p50: number, p99: number}>} requests a second; latency in ms
 */
export async function load(port, request, { connections, seconds }) {
  const latencies = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const runOne = async (index) => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const answers = socket[Symbol.asyncIterator]();
    for (let round = 0; performance.now() < end; round += 1) {
      const sent = performance.now();
      socket.write(request(index, round));
      await oneAnswer(answers);
      latencies.push(performance.now() - sent);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => runOne(index)));
  const elapsed = (performance.now() - begin) / 1000;
  const [p50, p99] = percentiles(latencies, [0.5, 0.99]);
  return { perSecond: latencies.length / elapsed, p50, p99 };
}

/** The numbers that these shares of all are not above. */
export function percentiles(numbers, shares) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return shares.map((share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
}

/** Sends one request and waits for its answer. */
export async function sendOnce(port, request) {
  const socket = connect(port, '127.0.0.1');
  const answers = socket[Symbol.asyncIterator]();
  socket.write(request);
  await oneAnswer(answers);
  socket.destroy();
}

async function oneAnswer(chunks) {
  let text = '';
  for (;;) {
    const { value, done } = await chunks.next();
    if (done) throw new Error('the server closed the connection');
    text += value.toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    if (head < 0) continue;
    const length = /content-length: (\d+)/i.exec(text.slice(0, head));
    if (!length) throw new Error(`no length in the answer: ${text.slice(0, 80)}`);
    if (text.length < head + 4 + Number(length[1])) continue;
    if (!text.startsWith('HTTP/1.1 200')) throw new Error(`unexpected answer: ${text.slice(0, 200)}`);
    return;
  }
}
