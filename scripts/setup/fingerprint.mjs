import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/**
 * One text that changes when a file below `names` (paths in the checkout) is added, removed or written, or `more`
 * changes. From names, sizes and times of change: a few milliseconds.
 */
export function fingerprint(names, more) {
  const hash = createHash('sha256').update(more);
  const visit = (name) => {
    const stat = statSync(inRoot(name), { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) {
      for (const entry of readdirSync(inRoot(name)).sort()) visit(path.posix.join(name, entry));
    } else {
      hash.update(`${name}\0${stat.size}\0${stat.mtimeMs}\0`);
    }
  };
  names.forEach(visit);
  return hash.digest('hex');
}
