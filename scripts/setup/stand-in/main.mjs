// Stands in for Electron's default app, which the fallback runtime comes without: `electron [flags] <app> [arguments]`.
// An ES module on purpose: Electron holds `ready` back until its top-level await is done, so the app is loaded before.
import { app } from 'electron';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const argument = process.argv.slice(1).find((value) => !value.startsWith('-'));
if (argument === undefined) {
  process.stderr.write('Which app? electron [flags] <folder or file>\n');
  process.exit(2);
}

let entry = path.resolve(argument);
if (fs.statSync(entry).isDirectory()) {
  const folder = entry;
  const about = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(about.productName ?? about.name);
  app.setVersion(about.version);
  app.setAppPath(folder);
  entry = path.join(folder, about.main ?? 'index.js');
} else {
  app.setAppPath(path.dirname(entry));
}

process.defaultApp = true;
try {
  await import(pathToFileURL(entry).href);
} catch (error) {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exit(1);
}
