import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;

/**
 * Writes the one file of a .tgz whose name ends in `suffix` to `target`. Plain ustar, which is what npm packs.
 * @returns {Promise<boolean>} false when there is no such file
 */
export async function extractFromTgz(tgz, suffix, target) {
  const source = createReadStream(tgz);
  const unzipped = source.pipe(createGunzip());
  source.on('error', (error) => unzipped.destroy(error));
  let pending = Buffer.alloc(0);
  let left = 0; // bytes of the current entry, its padding included
  let wanted = 0; // bytes of it that are content to keep
  let out;
  let found = false;
  for await (const chunk of unzipped) {
    pending = pending.length ? Buffer.concat([pending, chunk]) : chunk;
    while (pending.length) {
      if (left > 0) {
        const taken = pending.subarray(0, left);
        const content = taken.subarray(0, wanted);
        if (out && content.length && !out.write(content)) await once(out, 'drain');
        left -= taken.length;
        wanted -= content.length;
        pending = pending.subarray(taken.length);
        if (left === 0 && out) {
          await new Promise((resolve, reject) => out.on('error', reject).end(resolve));
          out = undefined;
        }
        continue;
      }
      if (pending.length < BLOCK) break;
      const header = pending.subarray(0, BLOCK);
      pending = pending.subarray(BLOCK);
      const size = parseInt(header.toString('latin1', 124, 136), 8) || 0;
      const name = header.toString('utf8', 0, 100).replace(/\0.*$/s, '');
      left = Math.ceil(size / BLOCK) * BLOCK;
      wanted = size;
      if (!found && name.endsWith(suffix)) {
        found = true;
        out = createWriteStream(target);
      }
    }
  }
  return found && left === 0;
}

/** SHA-256 of a file, hex. */
export async function sha256(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
