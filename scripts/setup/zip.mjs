import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL_HEADER = 30;

async function bytes(file, position, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('The zip file ends too early.');
  return buffer;
}

/** The entries of a zip file, from its central directory. No Zip64: the archives we read are far below 4 GiB. */
async function directory(file) {
  const { size } = await file.stat();
  const length = Math.min(size, 65_557); // the end record and the longest comment it may carry
  const last = await bytes(file, size - length, length);
  let at = length - 22;
  while (at >= 0 && last.readUInt32LE(at) !== END) at--;
  if (at < 0) throw new Error('This is not a whole zip file.');
  const central = await bytes(file, last.readUInt32LE(at + 16), last.readUInt32LE(at + 12));
  const entries = [];
  for (let p = 0; p < central.length && central.readUInt32LE(p) === CENTRAL;) {
    const nameLength = central.readUInt16LE(p + 28);
    entries.push({
      name: central.toString('utf8', p + 46, p + 46 + nameLength),
      method: central.readUInt16LE(p + 10),
      compressed: central.readUInt32LE(p + 20),
      mode: central.readUInt32LE(p + 38) >>> 16,
      offset: central.readUInt32LE(p + 42),
    });
    p += 46 + nameLength + central.readUInt16LE(p + 30) + central.readUInt16LE(p + 32);
  }
  return entries;
}

/**
 * Unpacks a zip file.
 * @param {(name: string) => string | undefined} place where an entry goes below `target`; undefined leaves it out
 */
export async function unzip(zip, target, place) {
  const file = await open(zip);
  try {
    for (const entry of await directory(file)) {
      const name = entry.name.endsWith('/') ? undefined : place(entry.name);
      if (name === undefined) continue;
      const to = path.join(target, name);
      if (path.relative(target, to).startsWith('..'))
        throw new Error(`The zip file points outside: ${entry.name}`);
      mkdirSync(path.dirname(to), { recursive: true });
      const local = await bytes(file, entry.offset, LOCAL_HEADER);
      const start = entry.offset + LOCAL_HEADER + local.readUInt16LE(26) + local.readUInt16LE(28);
      const source = entry.compressed
        ? createReadStream(zip, { start, end: start + entry.compressed - 1 })
        : PassThrough.from([]);
      const inflate = entry.method === 8 ? createInflateRaw() : new PassThrough();
      await pipeline(source, inflate, createWriteStream(to, { mode: entry.mode & 0o755 || 0o644 }));
    }
  } finally {
    await file.close();
  }
}
