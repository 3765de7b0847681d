import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setup } from '../setup.mjs';
import { inRoot, root } from '../setup/paths.mjs';
import { main, say, since } from '../setup/progress.mjs';
import { onToolsNode } from '../setup/tools-node.mjs';
import { proofs } from './list.mjs';
import { keep } from './report.mjs';

// `npm run proof` lists the proofs, `npm run proof -- NAME …` runs some whole, `-- all` all of them. A short form
// of each is part of `npm test` (of I one without schemathesis). Figures go to docs/proof.json, and from there into docs/proof.md and docs/images/proof.svg.

/** Runs one proof at its full size; gives its figures, or null when it did not come that far. */
async function runWhole({ letter, run, prepare = () => ({}) }) {
  const more = await prepare();
  const folder = mkdtempSync(path.join(tmpdir(), 'proof-'));
  const [part, ...args] = run;
  const script = part.endsWith('.mjs') ? [part, ...args] : ['scripts/test.mjs', part, ...args];
  const child = spawn(process.execPath, script, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...more, PROOF: 'whole', PROOF_FIGURES: folder },
  });
  const code = await new Promise((resolve) => child.on('exit', (status) => resolve(status ?? 1)));
  const file = path.join(folder, `${letter}.json`);
  const figures = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  rmSync(folder, { recursive: true });
  return { passed: code === 0 && figures !== null, figures };
}

function list() {
  const width = Math.max(...proofs.map(({ name }) => name.length));
  for (const { letter, name, bar } of proofs) console.log(`${letter}  ${name.padEnd(width)}  ${bar}`);
  console.log('\nnpm run proof -- NAME … runs some of them whole, npm run proof -- all runs all.');
}

await main(async () => {
  const wanted = process.argv.slice(2);
  if (wanted.length === 0) return list();
  const chosen = proofs.filter(({ name, letter }) =>
    [name, letter, 'all'].some((each) => wanted.includes(each)),
  );
  const unknown = wanted.filter(
    (each) => each !== 'all' && !proofs.some(({ name, letter }) => [name, letter].includes(each)),
  );
  if (unknown.length > 0)
    throw new Error(`There is no proof ${unknown.join(', ')}. npm run proof lists them.`);
  const runtime = await setup();
  if (await onToolsNode(runtime)) return;
  let failed = 0;
  for (const proof of chosen) {
    const started = performance.now();
    say(`\n── ${proof.letter} ${proof.name}: ${proof.bar}`);
    const { passed, figures } = await runWhole(proof);
    const machine = `${cpus().length} × ${cpus()[0].model.trim()}`;
    const seconds = Math.round((performance.now() - started) / 1000);
    const date = new Date().toISOString().slice(0, 10);
    if (figures) keep(inRoot('docs'), proof.letter, { passed, seconds, date, machine, ...figures });
    say(`${passed ? '✓' : '✗'} ${proof.letter} ${proof.name}: ${since(started)}`);
    if (!passed) failed += 1;
  }
  process.exitCode = failed ? 1 : 0;
});
