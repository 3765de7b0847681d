import { rmSync } from 'node:fs';
import path from 'node:path';
import { setFuses } from './fuses.mjs';

// What electron-builder calls (electron-builder.yml).

/** Takes out what only a checkout needs: the stand-in for Electron's default app, and the cache's own list of files. */
export function afterExtract({ appOutDir }) {
  for (const name of ['resources/app', 'resources/default_app.asar', '.phoenix-secrets-complete.json']) {
    rmSync(path.join(appOutDir, name), { recursive: true, force: true });
  }
}

/** Before signing, which seals the binary. */
export async function afterPack({ appOutDir, packager, electronPlatformName }) {
  const { productFilename } = packager.appInfo;
  const name = {
    darwin: `${productFilename}.app/Contents/MacOS/${productFilename}`,
    win32: `${productFilename}.exe`,
    linux: packager.executableName,
  }[electronPlatformName];
  await setFuses(path.join(appOutDir, name));
}
