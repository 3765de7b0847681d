import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheRoot } from './paths.mjs';
import { say } from './progress.mjs';

const STALE_AFTER_MS = 30_000;

function holder(file) {
  try {
    return { pid: Number(readFileSync(file, 'utf8')), age: Date.now() - statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// A hard link appears whole or not at all, with our pid in it: no moment in which the file is there and empty.
function take(file, own) {
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Runs `work` while no other set-up of this user runs: two `npm start` at once must not both write node_modules or
 * the cache. A lock whose holder is gone, or whose heartbeat stopped, is taken over.
 */
export async function exclusively(work) {
  const file = path.join(cacheRoot(), 'setup.lock');
  const own = `${file}.${process.pid}`;
  mkdirSync(path.dirname(file), { recursive: true });
  for (let told = false; !take(file, own);) {
    const other = holder(file);
    if (other && (!alive(other.pid) || other.age > STALE_AFTER_MS)) {
      // Renamed first: of two that find it stale, one wins and the other just tries again.
      try {
        renameSync(file, `${own}.stale`);
        rmSync(`${own}.stale`, { force: true });
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
      continue;
    }
    if (!told) say(`· Waiting for another set-up (process ${other?.pid ?? '?'}) …`);
    told = true;
    await sleep(200);
  }
  const release = () => holder(file)?.pid === process.pid && rmSync(file, { force: true });
  const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), 2_000);
  heartbeat.unref();
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}
