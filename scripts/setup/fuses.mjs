import { open } from 'node:fs/promises';

// The fuse wire: this text in the binary, then a version byte, a length byte and one byte ('0', '1' or 'r') a fuse.
// https://www.electronjs.org/docs/latest/tutorial/fuses
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const FUSES = { EnableNodeCliInspectArguments: 3, LoadBrowserProcessSpecificV8Snapshot: 6 };
const REMOVED = 'r'.charCodeAt(0);
const CHUNK = 8 * 1024 * 1024;

async function find(file) {
  const { size } = await file.stat();
  const buffer = Buffer.alloc(CHUNK + SENTINEL.length);
  for (let at = 0; at < size; at += CHUNK) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    const index = buffer.subarray(0, bytesRead).indexOf(SENTINEL);
    if (index >= 0) return at + index + SENTINEL.length;
  }
  throw new Error('No fuse wire in this Electron binary.');
}

/**
 * Flips fuses of an Electron binary in place.
 * @param {string} executable
 * @param {Partial<Record<keyof typeof FUSES, boolean>>} wanted
 */
export async function flipFuses(executable, wanted) {
  const file = await open(executable, 'r+');
  try {
    const wire = await find(file);
    const head = Buffer.alloc(2);
    await file.read(head, 0, 2, wire);
    if (head[0] !== 1) throw new Error(`Unknown fuse wire version ${head[0]}.`);
    for (const [name, on] of Object.entries(wanted)) {
      const index = FUSES[name];
      if (index === undefined || index >= head[1]) throw new Error(`This Electron has no fuse ${name}.`);
      const now = Buffer.alloc(1);
      await file.read(now, 0, 1, wire + 2 + index);
      if (now[0] === REMOVED) throw new Error(`The fuse ${name} was removed from this Electron.`);
      await file.write(Buffer.from(on ? '1' : '0'), 0, 1, wire + 2 + index);
    }
  } finally {
    await file.close();
  }
}
