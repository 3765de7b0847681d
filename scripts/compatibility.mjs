import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setup } from './setup.mjs';
import { inRoot, root } from './setup/paths.mjs';
import { published } from './setup/phoenix.mjs';
import { main, say, step } from './setup/progress.mjs';
import { run } from './setup/run.mjs';
import { tool } from './setup/tool.mjs';
import { onToolsNode } from './setup/tools-node.mjs';

// `npm run compatibility`: tries this program on real servers of other versions (those given, else all that are known to
// scripts/setup/phoenix.mjs), prints what came of it and, when all were tried, writes docs/compatibility.md.

const COLUMNS = {
  version: 'Phoenix',
  published: 'published',
  password: 'email and password',
  apiKey: 'API key',
  browser: 'browser',
  list: 'list',
  write: 'write',
  remove: 'delete',
  usedBy: '“Used by” knows',
};

/** One version in a process of its own: a server that does not start must not end the others. */
async function tryVersion(runtime, version) {
  const transform = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
  const hooks = ['--import', inRoot('test/support/resolve-typescript.mjs')];
  const child = spawn(
    runtime.node,
    [...transform, ...hooks, inRoot('test/support/compatibility.ts'), version],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let tried;
  for await (const line of createInterface({ input: child.stdout })) tried = JSON.parse(line);
  return tried;
}

const row = (cells) => `| ${cells.join(' | ')} |`;

await main(async () => {
  const runtime = await setup();
  if (await onToolsNode(runtime)) return;
  const chosen = process.argv.slice(2);
  const versions = chosen.length > 0 ? chosen : Object.keys(published);
  const lines = [row(Object.values(COLUMNS)), row(Object.keys(COLUMNS).map(() => '---'))];
  for (const version of versions) {
    const tried = await step(`Phoenix ${version}`, () => tryVersion(runtime, version));
    if (!tried) throw new Error(`Phoenix ${version} was not tried to the end.`);
    const [day = ''] = published[version] ?? [];
    lines.push(row(Object.keys(COLUMNS).map((name) => (name === 'published' ? day : tried[name]))));
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  if (chosen.length > 0) return;
  const text = [
    '# Compatibility',
    '',
    '`npm run compatibility` starts real servers (arize-phoenix from PyPI, sign-in on, SQLite) and works on each as the',
    `window does. ${new Date().toISOString().slice(0, 10)}.`,
    '',
    ...lines,
    '',
    'What stands in place of a yes is the failure that is told. `too_old`: the server has no secrets, which is said with',
    'its version; they came with 13.0. Writing goes by `PUT /v1/secrets` where there is one (13.23 and newer), else by the',
    'GraphQL mutation: both are one transaction on the server. The browser is offered where the server is an OAuth 2',
    'authorization server (19.0 and newer).',
    '',
  ];
  writeFileSync(inRoot('docs/compatibility.md'), text.join('\n'));
  await run(runtime.node, [tool('prettier'), '--write', inRoot('docs/compatibility.md')], { cwd: root });
  say('Written to docs/compatibility.md');
});
