import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, root } from '../setup/paths.mjs';
import { main, say } from '../setup/progress.mjs';
import { tool } from '../setup/tool.mjs';
import { mutantsOf } from './mutants.mjs';
import { endless, explained } from './mutants-explained.mjs';
import { pinned } from './mutants-pinned.mjs';

// Takes each part of the files that guard something out, one at a time, and runs their tests: one has to fail. The file
// on the disk stays as it is; test/mutated.config.ts changes it on its way into the test. `--pinned` takes
// only some of them, each with one quick test; a part of a file's name only those of that file.

/** What is guarded, and the tests that have to notice. */
const targets = [
  { file: 'src-main/api/guard.ts', tests: ['test/unit/api/guard', 'test/contract/who-may'] },
  { file: 'src-main/access/callers.ts', tests: ['test/unit/access/callers'] },
  { file: 'src-main/secrets/local/cipher.ts', tests: ['test/unit/secrets/cipher', 'test/proof/corrupt'] },
  { file: 'src-main/secrets/local/token-text.ts', tests: ['test/unit/secrets/cipher', 'test/proof/corrupt'] },
  {
    file: 'src-main/rest/request-guard.ts',
    tests: ['test/contract/loopback-guard', 'test/contract/request-body', 'test/proof/hostile'],
  },
  {
    file: 'src-main/rest/parser-faults.ts',
    tests: ['test/contract/loopback-guard', 'test/contract/request-body'],
  },
  {
    file: 'src-main/rest/connections.ts',
    tests: ['test/unit/rest/connections', 'test/contract/request-body'],
  },
];
const longestMs = 300_000;

/** Runs the tests with one mutant in place: `noticed` when one failed, `survived` when none did, `late` when they did not end. */
async function outcomeOf(folder, { file, tests, mutant }) {
  const description = path.join(folder, `${Math.random()}.json`);
  writeFileSync(description, JSON.stringify({ file: inRoot(file), ...mutant }));
  const args = [
    tool('vitest'),
    'run',
    '--config',
    'test/mutated.config.ts',
    '--bail=1',
    '--testTimeout=60000',
    ...tests,
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, MUTANT: description, PROOF: '' },
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    process.kill(-child.pid, 'SIGKILL');
  }, longestMs);
  const code = await new Promise((resolve) => child.on('exit', (status) => resolve(status)));
  clearTimeout(timer);
  if (late) return 'late';
  return code === 0 ? 'survived' : 'noticed';
}

/** As the lists of explanations and this run call it. */
const nameOf = ({ file, mutant }) => `${path.basename(file)} ${mutant.what}`;

const isListed = (list, name) => list.some(([start]) => name.startsWith(start));

/** What is to be tried: each a target with one mutant. */
function chosen(only) {
  const all = targets.flatMap((target) =>
    mutantsOf(readFileSync(inRoot(target.file), 'utf8')).map((mutant) => ({ ...target, mutant })),
  );
  if (only !== '--pinned') return all.filter(({ file }) => !only || file.includes(only));
  return pinned.map(([start, test]) => {
    const found = all.find((each) => nameOf(each).startsWith(start));
    if (!found) throw new Error(`There is no mutant ${start}`);
    return { ...found, tests: [test] };
  });
}

/** One that names no mutant (any more) would hide the next one that is called so. */
function refuseIdle(mutants) {
  const files = new Set(mutants.map(({ file }) => path.basename(file)));
  const names = mutants.map(nameOf);
  const idle = [...explained, ...endless]
    .map(([start]) => start)
    .filter((start) => files.has(start.split(' ', 1)[0]))
    .filter((start) => !names.some((name) => name.startsWith(start)));
  if (idle.length > 0) throw new Error(`These explanations match no mutant:\n  ${idle.join('\n  ')}`);
}

await main(async () => {
  const only = process.argv[2];
  const waiting = chosen(only);
  const attempts = waiting.length;
  if (only !== '--pinned') refuseIdle(waiting);
  const folder = mkdtempSync(path.join(tmpdir(), 'mutants-'));
  // The control: with nothing replaced all tests pass, so that a failure below means what it seems to.
  const tests = [...new Set(waiting.flatMap((each) => each.tests))];
  const control = { ...waiting[0], tests, mutant: { start: 0, end: 0, text: '' } };
  if ((await outcomeOf(folder, control)) !== 'survived') throw new Error('The tests fail as the files are.');
  const survivors = [];
  let equal = 0;
  let late = 0;
  let noticed = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (waiting.length % 25 === 0) say(`${waiting.length} mutants to go`);
      const name = nameOf(next);
      if (isListed(explained, name)) {
        equal += 1;
        continue;
      }
      const outcome = await outcomeOf(folder, next);
      if (outcome === 'late') late += 1;
      if (outcome === 'noticed') noticed += 1;
      if (outcome === 'noticed' || (outcome === 'late' && isListed(endless, name))) continue;
      survivors.push(name);
      const why = outcome === 'late' ? ' (ran out of time)' : '';
      say(`✗ ${next.file}:${next.mutant.line} ${next.mutant.what}${why}`);
    }
  };
  await Promise.all([worker(), worker()]);
  rmSync(folder, { recursive: true });
  say(
    `${attempts} mutants, ${survivors.length} survived, ${late} ran out of time, ${equal} change nothing that could be seen`,
  );
  const measured = {
    noticed,
    'ran out of time': late,
    'change nothing, explained': equal,
  };
  if (process.env.PROOF_FIGURES) {
    const figures = { attempts, faults: survivors.length, measured };
    writeFileSync(path.join(process.env.PROOF_FIGURES, 'N.json'), JSON.stringify(figures));
  }
  process.exitCode = survivors.length > 0 ? 1 : 0;
});
