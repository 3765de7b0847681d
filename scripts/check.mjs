import { availableParallelism } from 'node:os';
import { setup } from './setup.mjs';
import { root } from './setup/paths.mjs';
import { isMain, main, say, since } from './setup/progress.mjs';
import { run } from './setup/run.mjs';
import { tool } from './setup/tool.mjs';
import { onToolsNode } from './setup/tools-node.mjs';

// The slow ones first, so that they do not end up last and alone.
const CHECKS = [
  ['Lint (eslint)', 'eslint', ['--config', 'scripts/eslint.config.js', '--max-warnings=0', '.']],
  [
    'Components (svelte-check)',
    'svelte-check',
    ['--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ],
  ['Types of every world (tsc -b)', 'typescript', ['-b'], 'tsc'],
  ['Format (prettier)', 'prettier', ['--check', '--log-level=warn', '.']],
  ['Dead code (knip)', 'knip', ['--no-progress', '--treat-config-hints-as-errors']],
  [
    'Borders (dependency-cruiser)',
    'dependency-cruiser',
    ['--config', '.dependency-cruiser.cjs', 'src-shared', 'src-main', 'src-renderer', 'test'],
    'depcruise',
  ],
];

/**
 * The fast half of the tests: format, lint, types, components, borders, dead code. All of them run, all faults show.
 * @param {import('./setup.mjs').Runtime} runtime
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function check(runtime) {
  const started = performance.now();
  const waiting = [...CHECKS];
  const failed = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, packageName, args, command] = next;
      const began = performance.now();
      const { code, output } = await run(runtime.node, [tool(packageName, command), ...args], { cwd: root });
      say(`${code === 0 ? '✓' : '✗'} ${name}: ${since(began)}`);
      if (code !== 0) failed.push([name, output]);
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, worker));
  for (const [name, output] of failed) say(`\n── ${name}\n${output.trimEnd()}`);
  say(`${failed.length ? '\n✗' : '✓'} Checks: ${since(started)}`);
  return { passed: CHECKS.length - failed.length, failed: failed.length };
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const runtime = await setup();
    if (await onToolsNode(runtime)) return;
    const { failed } = await check(runtime);
    if (failed) process.exitCode = 1;
  });
}
