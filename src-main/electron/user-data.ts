import { app } from 'electron';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeOwnFolder } from '../settings/data-folder';

/**
 * The data folder of a start that names none: what Electron calls `userData` for this program's name.
 * Asked for by name, since a development start runs under the name of Electron's own default program.
 * @returns null where nothing names a place: Chromium makes one up below /tmp, where anybody may have been first
 */
export function defaultDataFolder({ HOME, XDG_CONFIG_HOME }: NodeJS.ProcessEnv): string | null {
  if (process.platform === 'linux' && !HOME && !XDG_CONFIG_HOME) return null;
  return path.join(app.getPath('appData'), app.getName());
}

/**
 * Puts Chromium's own files below the data folder, so that one folder is the whole of the program.
 * @returns false when the folder can't be ours; then they go to a temporary one, and the service says what is wrong
 */
export function placeUserData(dataFolder: string): boolean {
  const folder = path.join(dataFolder, 'electron');
  try {
    // Looked at before anything is written into it: a link would lead into somebody else's folder.
    makeOwnFolder(dataFolder);
    makeOwnFolder(folder);
    setUserData(folder);
    return true;
  } catch {
    placeUserDataAside();
    return false;
  }
}

/** Puts Chromium's own files into a temporary folder that is gone when the program ends. */
export function placeUserDataAside(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'phoenix-secrets-'));
  setUserData(folder);
  process.on('exit', () => removeForGood(folder));
}

/** Threads of Chromium may still be making files in it, and make the folder anew for them: gone is what stays away. */
function removeForGood(folder: string): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let round = 0, away = 0; round < 30 && away < 8; round += 1) {
    away = existsSync(folder) ? 0 : away + 1;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    Atomics.wait(clock, 0, 0, 50);
  }
}

function setUserData(folder: string): void {
  app.setPath('userData', folder);
  app.setPath('sessionData', folder);
}
