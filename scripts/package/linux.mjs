import {
  copyFileSync,
  cpSync,
  createWriteStream,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { inRoot } from '../setup/paths.mjs';
import { SetupError } from '../setup/progress.mjs';
import { run, tail } from '../setup/run.mjs';
import { shippedLauncher, writeLauncher } from './launcher.mjs';
import { bytes, normalise, sums, walk } from './tree.mjs';

// electron-builder makes the folder. Its tar.gz and .deb need tools from a release host (7zip, fpm), so these two are made
// here, with tar and dpkg-deb, which Debian brings.

const ICON_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/** What the system's menus, `man` and software centres look for, as it lies below /usr/share. */
function writeShare(share, { version }) {
  const put = (name, content) => {
    mkdirSync(path.dirname(path.join(share, name)), { recursive: true });
    writeFileSync(path.join(share, name), content);
  };
  put(
    'applications/phoenix-secrets.desktop',
    readFileSync(inRoot('resources/linux/phoenix-secrets.desktop')),
  );
  const manual = readFileSync(inRoot('resources/linux/phoenix-secrets.1'), 'utf8').replace(
    '@version@',
    version,
  );
  put('man/man1/phoenix-secrets.1', manual);
  for (const size of ICON_SIZES) {
    const icon = readFileSync(inRoot(`resources/icons/${size}x${size}.png`));
    put(`icons/hicolor/${size}x${size}/apps/phoenix-secrets.png`, icon);
  }
  put('icons/hicolor/scalable/apps/phoenix-secrets.svg', readFileSync(inRoot('resources/icons/icon.svg')));
}

/** Adds to electron-builder's folder what a program on Linux has: the launcher, and `share/`. */
export async function completeFolder(folder, own, epoch) {
  writeLauncher(path.join(folder, 'phoenix-secrets'), await shippedLauncher());
  copyFileSync(inRoot('LICENSE'), path.join(folder, 'LICENSE'));
  writeShare(path.join(folder, 'share'), own);
  normalise(folder, epoch);
}

/** A tar.gz whose bytes follow from the files alone. */
export async function archive(folder, file, topFolder, epoch) {
  const args = ['--create', '--sort=name', '--format=gnu', '--owner=0', '--group=0', '--numeric-owner'];
  args.push(`--mtime=@${epoch}`, `--transform=s,^\\.,${topFolder},`, `--directory=${folder}`, '.');
  const tar = spawn('tar', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(tar, 'exit');
  await pipeline(tar.stdout, createGzip({ level: 9 }), createWriteStream(file));
  const [code] = await ended;
  if (code !== 0) throw new Error(`tar ended with ${code}.`);
}

const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64', arm: 'armhf' };
export const architecture = ARCHITECTURES[process.arch];

// Debian 13 and Ubuntu 24.04 renamed some libraries for 64-bit time: either will do. GTK brings X11, Cairo, Pango and
// the rest of what the binary is linked to; test/package asks the linker whether this list is whole.
const DEPENDS = [
  'libc6 (>= 2.34)',
  'libstdc++6 (>= 11)',
  'libgtk-3-0t64 (>= 3.24) | libgtk-3-0 (>= 3.24)',
  'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
  'libatspi2.0-0t64 | libatspi2.0-0',
  'libasound2t64 | libasound2',
  'libcups2t64 | libcups2',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libnspr4',
  'libnss3',
  'libudev1',
  'libxcb1',
  'libxkbcommon0',
];
// xdg-open shows the data folder. The keychain of GNOME and its relatives; KDE brings its own. The program runs without
// them and says so.
const RECOMMENDS = ['xdg-utils', 'libsecret-1-0', 'gnome-keyring | kwalletmanager | keepassxc'];

function control(own, version, installed) {
  return [
    `Package: ${own.name}`,
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    // A package has to name an address; this one belongs to nobody (RFC 2606).
    `Maintainer: ${own.author} <maintainers@phoenix-secrets.invalid>`,
    `Installed-Size: ${Math.ceil(installed / 1024)}`,
    `Depends: ${DEPENDS.join(', ')}`,
    `Recommends: ${RECOMMENDS.join(', ')}`,
    'Section: utils',
    'Priority: optional',
    `Description: ${own.description.replace(/^An? /, '')}`,
    ' Keeps the provider keys and other credentials of an Arize Phoenix encrypted as a',
    ' Phoenix server does, shows them in a window that never shows a value again, and',
    ' takes them from scripts over PUT /v1/secrets on the loopback interface.',
    ' .',
    ' Secrets are in ~/.config/phoenix-secrets. Removing the package leaves them.',
    '',
  ].join('\n');
}

const copyright = (own) =>
  [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    `Upstream-Name: ${own.productName}`,
    'Comment: The licences of all that is bundled are in /opt/phoenix-secrets:',
    ' resources/LICENSES.txt, LICENSE.electron.txt and LICENSES.chromium.html.',
    '',
    'Files: *',
    `Copyright: 2026 ${own.author}`,
    'License: Expat',
    readFileSync(inRoot('LICENSE'), 'utf8')
      .replace(/^.*\n+Copyright.*\n+/, '')
      .trimEnd()
      .split('\n')
      .map((line) => ` ${line || '.'}`)
      .join('\n'),
    '',
  ].join('\n');

const changelog = (own, version, epoch) =>
  [
    `${own.name} (${version}) unstable; urgency=medium`,
    '',
    '  * See CHANGELOG.md of the project.',
    '',
    ` -- ${own.author} <maintainers@phoenix-secrets.invalid>  ${new Date(epoch * 1000).toUTCString().replace('GMT', '+0000')}`,
    '',
  ].join('\n');

/**
 * Builds the .deb out of the unpacked folder. It needs no maintainer scripts: links and files are all there is, and the
 * caches of menus, icons and manual pages are brought up to date by triggers of the packages they belong to.
 * @param {{ version?: string, compression?: string[] }} [options] a test asks for another version, and has no time
 */
export async function debianPackage(
  folder,
  file,
  own,
  epoch,
  { version = own.version, compression = ['-Zxz', '-z2'] } = {},
) {
  if (!architecture) throw new SetupError(`No Debian architecture is known for ${process.arch}.`);
  const stage = `${file}.stage`;
  rmSync(stage, { recursive: true, force: true });
  const place = path.join(stage, 'opt/phoenix-secrets');
  mkdirSync(place, { recursive: true });
  for (const name of walk(folder)) {
    const from = path.join(folder, name);
    if (name === 'share' || name.startsWith('share/')) continue;
    if (lstatSync(from).isDirectory()) mkdirSync(path.join(place, name), { recursive: true });
    else {
      mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
      // Nothing is changed there: 260 MB need not be copied.
      if (name === 'chrome-sandbox') copyFileSync(from, path.join(place, name));
      else linkSync(from, path.join(place, name));
    }
  }
  const share = path.join(stage, 'usr/share');
  cpSync(path.join(folder, 'share'), share, { recursive: true });
  const manual = path.join(share, 'man/man1/phoenix-secrets.1');
  writeFileSync(`${manual}.gz`, gzipSync(readFileSync(manual), { level: 9 }));
  rmSync(manual);
  const documents = path.join(share, 'doc/phoenix-secrets');
  mkdirSync(documents, { recursive: true });
  writeFileSync(path.join(documents, 'copyright'), copyright(own));
  writeFileSync(path.join(documents, 'changelog.gz'), gzipSync(changelog(own, version, epoch), { level: 9 }));
  mkdirSync(path.join(stage, 'usr/bin'), { recursive: true });
  symlinkSync('/opt/phoenix-secrets/phoenix-secrets', path.join(stage, 'usr/bin/phoenix-secrets'));
  const about = { installed: bytes(stage), sums: sums(stage, 'md5') };
  mkdirSync(path.join(stage, 'DEBIAN'));
  writeFileSync(path.join(stage, 'DEBIAN/control'), control(own, version, about.installed));
  writeFileSync(path.join(stage, 'DEBIAN/md5sums'), `${about.sums.join('\n')}\n`);
  normalise(stage, epoch);
  // Where a kernel keeps user namespaces from ordinary users, Chromium's sandbox works through this helper alone.
  const { code: mode } = await run('chmod', ['4755', path.join(place, 'chrome-sandbox')]);
  if (mode !== 0) throw new Error('chmod of chrome-sandbox failed.');

  const env = { ...process.env, SOURCE_DATE_EPOCH: String(epoch) };
  const args = ['--root-owner-group', ...compression, '--build', stage, file];
  const { code, output } = await run('dpkg-deb', args, { env });
  if (code !== 0) throw new SetupError(`dpkg-deb failed:\n${tail(output)}`);
  rmSync(stage, { recursive: true, force: true });
}

export const canMakeDebian = () => existsSync('/usr/bin/dpkg-deb');
