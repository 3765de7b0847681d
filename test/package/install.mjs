// Runs as root in a copy of this system that is thrown away afterwards (install.test.ts): installs the package, uses it as an
// ordinary user, upgrades it while it runs, removes and purges it. Prints what it saw as one line of JSON, last.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const { first, second, display, nodeModules, nativeBinding, restricted } = JSON.parse(process.argv[2]);
const Database = createRequire(import.meta.url)(path.join(nodeModules, 'better-sqlite3'));
const admin = 'admin-secret-of-the-package-tests-0123456789';
const home = '/var/tmp/phoenix-secrets-user';
const data = path.join(home, '.config/phoenix-secrets');
const seen = {};

function command(name, ...args) {
  const { status, stdout, stderr } = spawnSync(name, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
  });
  return { status, printed: `${stdout}${stderr}` };
}

const dpkg = (...args) => {
  const { status, printed } = command('dpkg', ...args);
  process.stderr.write(printed);
  return {
    status,
    warnings: printed
      .split('\n')
      .filter((line) => /warning|error|fail|not found|denied/i.test(line) && !/'\/opt' not empty/.test(line)),
  };
};

/** Nobody's own rights, as those of any person at a desktop. */
async function start() {
  const program = spawn('phoenix-secrets', [], {
    uid: 65534,
    gid: 65534,
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      DISPLAY: display,
      PHOENIX_SECRET: 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6',
      PHOENIX_ADMIN_SECRET: admin,
      PHOENIX_SECRETS_PORT: '0',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise((resolve) => program.on('exit', (code, signal) => resolve(code ?? signal)));
  for (let attempt = 0; attempt < 300; attempt += 1) {
    try {
      const endpoint = JSON.parse(fs.readFileSync(path.join(data, 'endpoint.json'), 'utf8'));
      if (endpoint.pid === program.pid) return { program, ended, ...endpoint };
    } catch {
      // Not written yet.
    }
    await delay(100);
  }
  throw new Error(`It does not serve; ended: ${await Promise.race([ended, delay(0)])}`);
}

async function put(url, key) {
  const answer = await fetch(`${url}/v1/secrets`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    body: JSON.stringify({ secrets: [{ key, value: 'v' }] }),
  });
  return answer.status;
}

/** How the kernel holds the process that draws the page. */
async function drawing(pid) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    for (const name of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      try {
        const line = fs.readFileSync(`/proc/${name}/cmdline`, 'latin1');
        if (!line.includes('--type=renderer') || !line.startsWith('/opt/phoenix-secrets/')) continue;
        const status = fs.readFileSync(`/proc/${name}/status`, 'utf8');
        const [, seccomp] = /^Seccomp:\s*(\d)/m.exec(status);
        const [, locked] = /^NoNewPrivs:\s*(\d)/m.exec(status);
        const namespace = (kind) =>
          fs.readlinkSync(`/proc/${name}/ns/${kind}`) !== fs.readlinkSync(`/proc/${pid}/ns/${kind}`);
        return { seccomp, locked, ownUsers: namespace('user'), ownProcesses: namespace('pid') };
      } catch {
        // It ended meanwhile.
      }
    }
    await delay(100);
  }
  return null;
}

const keys = () => {
  const database = new Database(path.join(data, 'secrets.db'), { nativeBinding, readonly: true });
  const found = database.prepare('SELECT key FROM secrets ORDER BY key').pluck().all();
  database.close();
  return found;
};

if (restricted) fs.writeFileSync('/proc/sys/user/max_user_namespaces', '0');
fs.mkdirSync(home, { recursive: true });
fs.chownSync(home, 65534, 65534);

seen.installed = dpkg('-i', first);
seen.verified = command('dpkg', '-V', 'phoenix-secrets');
seen.version = command('phoenix-secrets', '--version').printed;
seen.sandboxMode = (fs.statSync('/opt/phoenix-secrets/chrome-sandbox').mode & 0o7777).toString(8);
seen.desktop = fs
  .readFileSync('/usr/share/applications/phoenix-secrets.desktop', 'utf8')
  .includes('Exec=phoenix-secrets\n');
seen.manual = command('gzip', '-t', '/usr/share/man/man1/phoenix-secrets.1.gz').status;
seen.icons = fs
  .readdirSync('/usr/share/icons/hicolor')
  .filter((size) =>
    ['png', 'svg'].some((kind) =>
      fs.existsSync(`/usr/share/icons/hicolor/${size}/apps/phoenix-secrets.${kind}`),
    ),
  ).length;

const running = await start();
seen.put = await put(running.url, 'BEFORE');
await delay(500);
seen.drawing = await drawing(running.pid);
seen.upgraded = dpkg('-i', second);
seen.putDuring = await put(running.url, 'DURING');
running.program.kill('SIGTERM');
seen.ended = await running.ended;

const again = await start();
seen.putAfter = await put(again.url, 'AFTER');
again.program.kill('SIGTERM');
seen.endedAgain = await again.ended;
seen.keys = keys();

seen.removed = dpkg('-r', 'phoenix-secrets');
seen.left = [
  '/opt/phoenix-secrets',
  '/usr/bin/phoenix-secrets',
  '/usr/share/doc/phoenix-secrets',
  '/usr/share/applications/phoenix-secrets.desktop',
].filter((file) => fs.existsSync(file));
seen.purged = dpkg('-P', 'phoenix-secrets').status;
seen.known = command('dpkg-query', '-W', '-f', '${db:Status-Status}', 'phoenix-secrets').printed.includes(
  'installed',
);
seen.kept = keys();
process.stdout.write(`${JSON.stringify(seen)}\n`);
