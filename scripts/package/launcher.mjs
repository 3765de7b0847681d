import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';

// The launcher of Linux (resources/linux/phoenix-secrets-launch) with what stands between @ signs filled in.

/** Name of Electron's own binary in a package; the name of the program belongs to the launcher in front of it. */
const binary = 'phoenix-secrets-app';

async function filled(values) {
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  // Vite reads the catalogue as the program has it, so that both ways to ask for help answer the same.
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(inRoot('src-shared/texts/en/main.ts'), { configFile: false });
  const all = { version, help: module.main.commandLine.help(version), ...values };
  const template = readFileSync(inRoot('resources/linux/phoenix-secrets-launch'), 'utf8');
  return template.replace(/@(\w+)@/g, (_, name) => all[name]);
}

/** For a checkout: starts the Electron that set-up found, and takes every switch of it. */
export function developmentLauncher(runtime) {
  const quoted = `'${runtime.executable.replaceAll("'", `'\\''`)}'`;
  return filled({
    electron: `\${PHOENIX_SECRETS_ELECTRON:-${quoted}}`,
    shipped: '',
    command: 'npm start --',
  });
}

/** For a package: starts the binary beside itself, also through a link to it. */
export function shippedLauncher() {
  const here = `$(dirname -- "$(readlink -f -- "$0")")/${binary}`;
  return filled({ electron: here, shipped: 'yes', command: 'phoenix-secrets' });
}

export function writeLauncher(file, content) {
  writeFileSync(file, content);
  chmodSync(file, 0o755);
}
