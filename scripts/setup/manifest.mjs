import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const NAME = '.phoenix-secrets-complete.json';

/** Writes a file so that nobody ever reads half of it. */
export function writeWhole(file, content, mode = 0o644) {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, file);
}

/** Writes the completion marker of a folder: the size of every file in it. The last thing written to a folder. */
export function seal(folder, about) {
  const files = {};
  const visit = (at) => {
    for (const entry of readdirSync(path.join(folder, at), { withFileTypes: true })) {
      const name = path.posix.join(at, entry.name);
      if (entry.isDirectory()) visit(name);
      else if (name !== NAME) files[name] = lstatSync(path.join(folder, name)).size;
    }
  };
  visit('');
  writeWhole(path.join(folder, NAME), JSON.stringify({ ...about, files }));
}

/** True when the folder was sealed and every file still has the size it had then (about 1 ms for a runtime). */
export function intact(folder) {
  try {
    const { files } = JSON.parse(readFileSync(path.join(folder, NAME), 'utf8'));
    return Object.entries(files).every(([name, size]) => statSync(path.join(folder, name)).size === size);
  } catch {
    return false;
  }
}

/** Puts a finished folder in its place; one that another set-up finished first, or a damaged one, makes room. */
export function putInPlace(finished, place) {
  if (existsSync(place)) {
    const old = `${place}.${process.pid}.old`;
    renameSync(place, old);
    rmSync(old, { recursive: true, force: true });
  }
  renameSync(finished, place);
}

/** Removes what killed set-ups left behind in a cache folder: `*.partial` folders whose process is gone. */
export function sweep(cache) {
  for (const name of readdirSync(cache)) {
    if (/\.(partial|old|tmp)$/.test(name)) rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}
