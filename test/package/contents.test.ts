import { getCurrentFuseWire, FuseState, FuseV1Options } from '@electron/fuses';
import { lstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { asRoot, binary, filesBelow, folder, ownFolder, quiet, start } from './support';

const resources = path.join(folder, 'resources');
const electron = (JSON.parse(process.env['LAUNCH_INFO'] ?? '{}') as { electron?: string }).electron ?? '0';

test('every fuse is set, and read back from the binary', async () => {
  const { ENABLE: on, DISABLE: off, INHERIT } = FuseState;
  const wire = await getCurrentFuseWire(binary);
  const wanted = {
    RunAsNode: off,
    EnableCookieEncryption: on,
    EnableNodeOptionsEnvironmentVariable: off,
    EnableNodeCliInspectArguments: off,
    EnableEmbeddedAsarIntegrityValidation: on,
    OnlyLoadAppFromAsar: on,
    LoadBrowserProcessSpecificV8Snapshot: off,
    GrantFileProtocolExtraPrivileges: off,
    WasmTrapHandlers: on,
  };
  const all = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
  expect(Object.keys(wanted).sort(), 'a fuse that nobody decided on').toEqual(all.sort());
  for (const [name, state] of Object.entries(wanted)) {
    const found = wire[FuseV1Options[name as keyof typeof wanted]];
    // The ninth came after Electron 33, which set-up falls back to where no release host is in reach.
    if (name === 'WasmTrapHandlers' && Number(electron.split('.')[0]) < 35)
      expect(found ?? INHERIT).toBe(INHERIT);
    else expect([name, found]).toEqual([name, state]);
  }
});

/** Paths in the archive, from its header: a length, then JSON. */
function archived(): string[] {
  const file = openSync(path.join(resources, 'app.asar'), 'r');
  const head = Buffer.alloc(16);
  readSync(file, head, 0, 16, 0);
  const text = Buffer.alloc(head.readUInt32LE(12));
  readSync(file, text, 0, text.length, 16);
  interface Entry {
    files?: Record<string, Entry>;
    integrity?: { hash: string };
  }
  const list = (entry: Entry, at: string): string[] =>
    entry.files
      ? Object.entries(entry.files).flatMap(([name, inner]) => list(inner, `${at}/${name}`))
      : [entry.integrity ? at : `${at} without a hash`];
  return list(JSON.parse(text.toString()) as Entry, '');
}

test('the app is one archive and one native file; nothing of a checkout is there', () => {
  expect(filesBelow(resources)).toEqual([
    'LICENSES.txt',
    'app.asar',
    'app.asar.unpacked/dist/main/better_sqlite3.node',
    'sbom.cdx.json',
  ]);
  const paths = archived();
  expect(paths).toContain('/dist/main/index.js');
  expect(paths).toContain('/dist/renderer/index.html');
  expect(
    paths.filter((name) => !/^\/(?:package\.json$|dist\/(?:main|preload|renderer)\/)/.test(name)),
  ).toEqual([]);
  expect(paths.filter((name) => /\.map$|without a hash/.test(name))).toEqual([]);
  for (const name of filesBelow(folder)) {
    expect([name, lstatSync(path.join(folder, name)).mode & 0o7022]).toEqual([name, 0]);
    expect(name).not.toMatch(/^\.|default_app|crash_report/);
  }
});

test('licences and bill of materials name all that ships', () => {
  interface Lock {
    packages: Record<string, { version: string; dev?: boolean; optional?: boolean; devOptional?: boolean }>;
  }
  const lock = JSON.parse(readFileSync(path.join(folder, '../../package-lock.json'), 'utf8')) as Lock;
  const shipped = Object.entries(lock.packages).filter(
    ([place, { dev, optional, devOptional }]) => place && !dev && !optional && !devOptional,
  );
  const licences = readFileSync(path.join(resources, 'LICENSES.txt'), 'utf8');
  const bom = JSON.parse(readFileSync(path.join(resources, 'sbom.cdx.json'), 'utf8')) as {
    bomFormat: string;
    components: { name: string; version: string; licenses: unknown[]; 'bom-ref': string }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };
  expect(bom.bomFormat).toBe('CycloneDX');
  expect(shipped.length).toBeGreaterThan(40);
  for (const [place, { version }] of shipped) {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    expect(licences).toContain(`\n${name} ${version} (`);
    expect(bom.components.find((one) => one.name === name && one.version === version)?.licenses).toHaveLength(
      1,
    );
  }
  for (const name of ['electron', 'chromium', 'node', 'v8', 'sqlite']) {
    expect(bom.components.find((one) => one.name === name)?.version).toMatch(/^\d+\.\d+/);
  }
  expect(bom.components.find(({ name }) => name === 'electron')?.version).toBe(electron);
  const known = new Set(bom.components.map((one) => one['bom-ref']));
  expect(bom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !known.has(ref))).toEqual([]);
  for (const name of ['LICENSE', 'LICENSE.electron.txt', 'LICENSES.chromium.html']) {
    expect(lstatSync(path.join(folder, name)).size).toBeGreaterThan(500);
  }
});

test('a folder in place of the archive is not run', async () => {
  const home = ownFolder();
  const copy = path.join(home, 'copy');
  await cp(folder, copy, { recursive: true });
  const app = path.join(copy, 'resources/app');
  await mkdir(app);
  const marker = path.join(home, 'marker');
  await writeFile(path.join(app, 'package.json'), '{"name":"x","main":"main.js"}');
  await writeFile(path.join(app, 'main.js'), `require('fs').writeFileSync(${JSON.stringify(marker)}, '')`);
  await rm(path.join(copy, 'resources/app.asar'));
  const program = start(path.join(copy, 'phoenix-secrets-app'), [...asRoot, ...quiet], home);
  expect(await program.ended).not.toBe(0);
  expect(filesBelow(home).filter((name) => name === 'marker')).toEqual([]);
});
