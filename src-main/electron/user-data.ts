import { app } from 'electron';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The data folder of a start that names none: what Electron calls `userData` for this program's name.
 * Asked for by name, since a development start runs under the name of Electron's own default program.
 */
export function defaultDataFolder(): string {
  return path.join(app.getPath('appData'), app.getName());
}

/**
 * Puts Chromium's own files below the data folder, so that one folder is the whole of the program.
 * @returns false when the folder can't be written to; then they go to a temporary one, and the service says what is wrong
 */
export function placeUserData(dataFolder: string): boolean {
  const folder = path.join(dataFolder, 'electron');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
    app.setPath('sessionData', folder);
    return true;
  } catch {
    const temporary = mkdtempSync(path.join(tmpdir(), 'phoenix-secrets-'));
    app.setPath('userData', temporary);
    app.setPath('sessionData', temporary);
    return false;
  }
}
