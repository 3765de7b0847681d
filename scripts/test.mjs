import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { buildIfNeeded } from './build.mjs';
import { check } from './check.mjs';
import { folderIfNeeded, unpacked } from './package/folder.mjs';
import { setup } from './setup.mjs';
import { ownDisplay, withDisplay } from './setup/display.mjs';
import { inRoot, root } from './setup/paths.mjs';
import { phoenixServer } from './setup/phoenix.mjs';
import { postgresPrograms } from './setup/postgres.mjs';
import { isMain, main, say } from './setup/progress.mjs';
import { tool } from './setup/tool.mjs';
import { onToolsNode } from './setup/tools-node.mjs';

// `npm test`: check, unit and contract tests, window tests, tests of the packaged program. `npm test -- unit [arguments of vitest]` and
// `npm test -- e2e [arguments of Playwright]`, `npm test -- package [arguments of vitest]` and `npm test -- check` run one
// part.

const reports = inRoot('node_modules/.cache/phoenix-secrets/reports');

/** What the caller's shell has set for its own Phoenix must not decide a test. */
function cleanEnvironment(more) {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('PHOENIX_'));
  return { ...Object.fromEntries(entries), ...more };
}

/** Runs one runner; its report says what passed, and one that ends badly or ran nothing counts as a failure. */
async function runner(name, runtime, args, report, read, environment = {}) {
  mkdirSync(reports, { recursive: true });
  rmSync(report, { force: true });
  const child = spawn(runtime.node, args, {
    cwd: root,
    stdio: 'inherit',
    env: cleanEnvironment(environment),
  });
  const end = () => child.kill();
  process.once('exit', end);
  const code = await new Promise((resolve) =>
    child.on('error', () => resolve(127)).on('exit', (code) => resolve(code ?? 1)),
  );
  process.off('exit', end);
  let counts = { passed: 0, failed: 0, skipped: [] };
  try {
    counts = read(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    say(`✗ ${name}: no report`);
  }
  if (counts.passed + counts.failed === 0) say(`✗ ${name}: nothing was run`);
  const bad = code !== 0 || counts.passed + counts.failed === 0;
  return { ...counts, failed: counts.failed || (bad ? 1 : 0) };
}

/** The titles of what was left out; not of what the caller left out by a name. */
const skippedIn = (json, args) =>
  args.some((argument) => /^(-t|--testNamePattern)\b/.test(argument))
    ? []
    : json.testResults
        .flatMap((file) => file.assertionResults)
        .filter(({ status }) => status !== 'passed' && status !== 'failed')
        .map(({ fullName }) => fullName);

const vitestCounts = (args) => (json) => ({
  skipped: skippedIn(json, args),
  passed: json.numPassedTests,
  // A file that does not even load has no tests that could fail.
  failed: Math.max(json.numFailedTests, json.testResults.filter((file) => file.status === 'failed').length),
});

const playwrightCounts = ({ stats, suites }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
  skipped: suites.flatMap(skippedOf),
});

function skippedOf({ specs, suites = [] }) {
  const here = specs.filter(({ tests }) => tests.some(({ status }) => status === 'skipped'));
  return [...here.map(({ title }) => title), ...suites.flatMap(skippedOf)];
}

/** What the tests on real servers need; without it they fail by themselves, and say why. */
async function realServers() {
  await phoenixServer().catch((error) => say(`! ${error.message}`));
  await postgresPrograms();
}

async function unit(runtime, args) {
  // A single file that needs them asks for them itself.
  if (args.length === 0) await realServers();
  const report = `${reports}/unit.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const command = [tool('vitest'), 'run', '--config', 'test/vitest.config.ts', ...reporters, ...args];
  return runner('Unit tests', runtime, command, report, vitestCounts(args));
}

async function windowTests(runtime, args) {
  if (args.length === 0) await realServers();
  await buildIfNeeded(runtime);
  const report = `${reports}/e2e.json`;
  const command = [
    tool('@playwright/test', 'playwright'),
    'test',
    '--config',
    'test/e2e/playwright.config.ts',
    ...args,
  ];
  if (!args.some((argument) => argument.startsWith('--reporter'))) command.push('--reporter=list,json');
  return withDisplays((displays) =>
    runner('Window tests', runtime, command, report, playwrightCounts, {
      ...displays,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    }),
  );
}

/** With two virtual displays, for two windows at a time: most of a window test is waiting. The one that is there is one. */
function withDisplays(work) {
  return withDisplay((first) => {
    if (first.DISPLAY === undefined || cpus().length < 2) return work(first);
    return ownDisplay((second) => work({ ...first, DISPLAYS: `${first.DISPLAY} ${second.DISPLAY}` }));
  });
}

/** Starts the program as it ships, in its unpacked folder. PACKAGE_LONG=1: all of it, the .deb too (PACKAGE_DEBS). */
export async function packageTests(runtime, args, environment = {}) {
  if (process.platform !== 'linux') return { passed: 0, failed: 0 };
  await folderIfNeeded(runtime);
  const report = `${reports}/package.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const command = [tool('vitest'), 'run', '--config', 'test/package/vitest.config.ts', ...reporters, ...args];
  const info = { executablePath: unpacked, args: [], electron: runtime.version };
  return ownDisplay((display) =>
    runner('Package tests', runtime, command, report, vitestCounts(args), {
      ...display,
      LAUNCH_INFO: JSON.stringify(info),
      PACKAGE_FOLDER: unpacked,
      PACKAGE_RUNTIME: runtime.executable,
      ...environment,
    }),
  );
}

const PARTS = { check, unit, e2e: windowTests, package: packageTests };

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

if (isMain(import.meta.url))
  await main(async () => {
    const runtime = await setup();
    if (await onToolsNode(runtime)) return;
    const [first, ...rest] = process.argv.slice(2);
    const chosen = first in PARTS ? [first] : Object.keys(PARTS);
    const total = { passed: 0, failed: 0, skipped: [] };
    for (const name of chosen) {
      const counts = await PARTS[name](runtime, first in PARTS ? rest : []).catch((error) => {
        say(`✗ ${name}: ${error.message}`);
        return { passed: 0, failed: 1 };
      });
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped.push(...(counts.skipped ?? []));
    }
    const { length } = total.skipped;
    if (length > 0) process.stdout.write(`\n${length} skipped: ${total.skipped.join('; ')}`);
    process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
    process.exitCode = total.failed ? 1 : 0;
  });
