import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanCopy } from './newcomer/clean-copy.mjs';
import { withDisplay } from './setup/display.mjs';
import { root } from './setup/paths.mjs';
import { main, say, SetupError, step } from './setup/progress.mjs';

// `npm run newcomer [-- --quick]`: does what the README tells a newcomer to do, out of the README's own text: a fresh clone of
// the last commit, an empty HOME and no variable but PATH; the two commands, then the curl line, whose answer must be
// the one that is printed below it. `--quick` runs the fast half of `npm test`. Root on Debian does it in a copy of the
// system without the packages that set-up installs, so that one that is missing from its list shows; anybody else on the
// system as it is.

const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const adminSecret = 'newcomer-admin-secret-0123456789abcdef';
const startWithin = 600;

/** The first `sh` block after a heading. */
function blockAfter(heading) {
  const from = readme.indexOf(`\n## ${heading}\n`);
  const block = from < 0 ? null : /```sh\n([\s\S]*?)```/.exec(readme.slice(from));
  if (!block) throw new SetupError(`README.md has no block of commands after “${heading}”.`);
  return block[1];
}

const commandsOf = (block) =>
  block
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');

const [startCommand, testCommand, ...others] = commandsOf(blockAfter('Two commands'));
if (others.length > 0 || !startCommand || !testCommand)
  throw new SetupError('The README’s two commands are not two.');
const curl = blockAfter('Set a secret from a script').replace(/phx_loc_…/, adminSecret);
const promised = /The answer is `(\{.*?\})`/.exec(readme)?.[1];
if (!promised) throw new SetupError('README.md does not say what the curl line answers.');

async function endpointOf(folder, program) {
  for (let second = 0; second < startWithin; second += 1) {
    if (program.exitCode !== null)
      throw new SetupError(`\`${startCommand}\` ended with ${program.exitCode}.`);
    const file = path.join(folder, 'endpoint.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    await delay(1_000);
  }
  throw new SetupError(`\`${startCommand}\` did not serve within ${startWithin} s.`);
}

/** How a command of the README is run in the clone: in the copy of the system, if there is one. */
function shell(copy, clone, command) {
  const [first, ...rest] = [...(copy?.inside ?? []), 'sh', '-c', `cd "$0"\n${command}`, clone];
  return [first, rest];
}

/** Starts the program with the README's command, runs its curl line, ends it. */
async function startAndPut(copy, clone, environment) {
  const folder = path.join(environment.HOME, '.config/phoenix-secrets');
  const program = spawn(...shell(copy, clone, `exec ${startCommand}`), {
    // The key that the README makes in the window; the admin secret is the same kind of token.
    env: {
      ...environment,
      PHOENIX_ADMIN_SECRET: adminSecret,
      PHOENIX_SECRET: 'newcomer-secret-0123456789-abcdefghij',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const gone = new Promise((resolve) => program.once('exit', resolve));
  try {
    const { url } = await step(`${startCommand} serves`, () => endpointOf(folder, program));
    if (!curl.includes(url)) throw new SetupError(`The README’s curl line does not go to ${url}.`);
    const answer = spawnSync(...shell(copy, clone, curl), { encoding: 'utf8' });
    if (answer.stdout.trim() !== promised) {
      throw new SetupError(`The README’s curl line answered ${answer.stdout.trim() || answer.stderr}.`);
    }
    say(`✓ the curl line answers ${promised}`);
  } finally {
    process.kill(-program.pid, 'SIGTERM');
    await gone;
  }
}

await main(async () => {
  const place = mkdtempSync(path.join(tmpdir(), 'phoenix-secrets-newcomer-'));
  const home = path.join(place, 'home');
  const clone = path.join(place, 'phoenix-secrets');
  mkdirSync(home);
  let copy = null;
  try {
    await withDisplay(async (display) => {
      const cloned = spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
      if (cloned.status !== 0) throw new SetupError('The checkout cannot be cloned.');
      copy = await cleanCopy(place);
      if (!copy)
        say('! On the system as it is: only root on Debian gets a copy without what set-up installs.');
      const environment = { PATH: copy?.path ?? process.env.PATH, HOME: home };
      await startAndPut(copy, clone, { ...environment, ...display });
      const test = process.argv.includes('--quick') ? `${testCommand} -- check` : testCommand;
      await step(test, async () => {
        const ran = spawn(...shell(copy, clone, `exec ${test}`), {
          // In the copy it has to bring its own display, as the README says.
          env: copy ? environment : { ...environment, ...display },
          stdio: ['ignore', 'inherit', 'inherit'],
        });
        const code = await new Promise((resolve) => ran.once('exit', resolve));
        if (code !== 0) throw new SetupError(`\`${test}\` ended with ${code}.`);
      });
    });
    say(`✓ The README holds for a newcomer${copy ? ' on a system without what set-up installs' : ''}.`);
  } finally {
    copy?.end();
    rmSync(place, { recursive: true, force: true });
  }
});
