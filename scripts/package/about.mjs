import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { licenceFiles, shippedPackages, shippedRuntime } from './shipped.mjs';

// What a package says of itself: every licence, and a bill of materials (CycloneDX). Both follow from the lockfile and
// the runtime alone, so that two builds write the same bytes.

// Some packages name their licence and bring no text; of this one it is the same text everywhere.
const KNOWN = {
  MIT: readFileSync(inRoot('LICENSE'), 'utf8').replace(/^Copyright.*\n/m, ''),
};

function licences(own, { packages }, versions) {
  const rule = `\n\n${'─'.repeat(80)}\n\n`;
  const parts = [
    `${own.productName} ${own.version}\n\n${readFileSync(inRoot('LICENSE'), 'utf8').trimEnd()}`,
    `Electron ${versions.electron}, Chromium ${versions.chrome} and Node.js ${versions.node}: their licences, and those of all\n` +
      'that is in them, are in LICENSE.electron.txt and LICENSES.chromium.html beside the program.',
    `SQLite ${versions.sqlite}: its authors dedicated it to the public domain (https://sqlite.org/copyright.html).`,
  ];
  for (const { place, name, version, license } of packages) {
    const texts = licenceFiles(place, readdirSync(inRoot(place)).sort());
    if (texts.length === 0 && !KNOWN[license])
      throw new Error(`${name} brings no licence text (${license}).`);
    if (texts.length === 0)
      texts.push(`(It names the licence and brings no text of its own.)\n\n${KNOWN[license].trim()}`);
    parts.push(`${name} ${version} (${license})\n\n${texts.join('\n\n')}`);
  }
  return `${parts.join(rule)}\n`;
}

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

function component({ name, version, license, integrity }) {
  const [algorithm, sum] = (integrity ?? '').split('-');
  return {
    type: 'library',
    'bom-ref': purl(name, version),
    name,
    version,
    licenses: [/\s/.test(license) ? { expression: license } : { license: { id: license } }],
    purl: purl(name, version),
    ...(algorithm === 'sha512'
      ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(sum, 'base64').toString('hex') }] }
      : {}),
  };
}

/** What is inside the binaries, where no lockfile looks. */
function runtimeComponents(versions, kind) {
  const part = (name, version, license, cpe, more = {}) => ({
    type: 'library',
    'bom-ref': `runtime:${name}`,
    name,
    version,
    licenses: [{ license: { id: license } }],
    cpe: `cpe:2.3:a:${cpe}:${version}:*:*:*:*:*:*:*`,
    ...more,
  });
  return [
    part('electron', versions.electron, 'MIT', 'electronjs:electron', {
      type: 'framework',
      purl: purl('electron', versions.electron),
      properties: [{ name: 'phoenix-secrets:runtime', value: kind }],
    }),
    part('chromium', versions.chrome, 'BSD-3-Clause', 'google:chrome'),
    part('node', versions.node, 'MIT', 'nodejs:node.js'),
    part('v8', versions.v8, 'BSD-3-Clause', 'google:v8'),
    part('sqlite', versions.sqlite, 'blessing', 'sqlite:sqlite'),
  ];
}

function bom(own, { root, packages }, versions, kind, epoch) {
  const reference = new Map(packages.map(({ place, name, version }) => [place, purl(name, version)]));
  const references = (places) =>
    [...new Set(places.map((place) => reference.get(place)).filter(Boolean))].sort();
  const parts = runtimeComponents(versions, kind);
  const self = purl(own.name, own.version);
  const unique = new Map(packages.map((one) => [purl(one.name, one.version), one]));
  const needs = new Map();
  for (const one of packages) {
    const ref = purl(one.name, one.version);
    needs.set(ref, [...new Set([...(needs.get(ref) ?? []), ...references(one.needs)])].sort());
  }
  const content = {
    metadata: {
      timestamp: new Date(epoch * 1000).toISOString(),
      component: {
        type: 'application',
        'bom-ref': self,
        name: own.name,
        version: own.version,
        licenses: [{ license: { id: own.license } }],
        purl: self,
      },
    },
    components: [...parts, ...[...unique.values()].map(component)],
    dependencies: [
      { ref: self, dependsOn: ['runtime:electron', ...references(root)] },
      { ref: 'runtime:electron', dependsOn: ['runtime:chromium', 'runtime:node', 'runtime:v8'] },
      ...[...needs].map(([ref, dependsOn]) => ({
        ref,
        dependsOn: ref.startsWith('pkg:npm/better-sqlite3@') ? [...dependsOn, 'runtime:sqlite'] : dependsOn,
      })),
    ],
  };
  // The serial number of equal content is equal: a name-based UUID of it.
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuid}`,
    version: 1,
    ...content,
  };
}

/**
 * Writes LICENSES.txt and sbom.cdx.json.
 * @param {import('../setup.mjs').Runtime} runtime
 * @param {number} epoch seconds: the time that everything in a package carries
 */
export async function writeAbout(runtime, epoch, folder) {
  const own = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const versions = await shippedRuntime(runtime);
  const packages = shippedPackages();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'LICENSES.txt'), licences(own, packages, versions));
  const materials = bom(own, packages, versions, runtime.kind, epoch);
  writeFileSync(path.join(folder, 'sbom.cdx.json'), `${JSON.stringify(materials, null, 1)}\n`);
  return materials.components.length;
}
