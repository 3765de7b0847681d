import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setup } from '../setup.mjs';
import { withDisplay } from '../setup/display.mjs';
import { inRoot, root } from '../setup/paths.mjs';
import { main } from '../setup/progress.mjs';
import { onToolsNode } from '../setup/tools-node.mjs';
import { benchFloor } from './floor.mjs';
import { benchGrowth, benchMany } from './many.mjs';
import { benchPut } from './put.mjs';
import { benchRemote } from './remote.mjs';
import {
  chart,
  floorTable,
  growthNotes,
  growthTable,
  manyTable,
  putTable,
  remoteTable,
  windowTable,
} from './report.mjs';
import { benchPutBesideWindow, benchWindow } from './window.mjs';

/**
 * `npm run bench`: this program beside a real Phoenix, the floor of the machine and a blank window, in one run. Prints
 * tables; a full run writes docs/bench.md and docs/images/bench.svg. `--quick` measures shorter. Brings its own
 * display. Ratios count: absolute figures drift with the machine.
 */
const quick = process.argv.includes('--quick');
const length = quick ? { seconds: 2, rounds: 1 } : { seconds: 4, rounds: 5 };
const rounds = quick ? 1 : 5;

await main(async () => {
  if (await onToolsNode(await setup())) return;
  await withDisplay(measure);
});

async function measure(display) {
  Object.assign(process.env, display);
  const launch = JSON.parse(
    execFileSync(process.execPath, ['scripts/launch-info.mjs'], { cwd: root, encoding: 'utf8' }),
  );
  const put = await benchPut(launch, length);
  const beside = await benchPutBesideWindow(launch, length);
  show(putTable(put, beside));
  const floor = await benchFloor(launch, length);
  show(floorTable(floor));
  const window = await benchWindow(launch, quick ? 1 : 7);
  show(windowTable(window));
  const many = await benchMany(launch, rounds);
  show(manyTable(many));
  const remote = await benchRemote(launch, quick ? 1 : 3);
  show(remoteTable(remote));
  const growth = await benchGrowth(launch, {
    sizes: quick ? [100, 10_000] : [100, 1_000, 10_000, 30_000, 100_000],
    seconds: length.seconds,
    rounds: quick ? 1 : 3,
    window: true,
  });
  show([...growthTable(growth), '', ...growthNotes(growth)]);
  if (!quick) writeReport(launch, { put, beside, floor, window, many, remote, growth });
}

function show(table) {
  console.log(`\n${table.join('\n')}`);
}

function writeReport(launch, figures) {
  const { put, beside, floor, window, many, remote, growth } = figures;
  mkdirSync(inRoot('docs/images'), { recursive: true });
  writeFileSync(inRoot('docs/images/bench.svg'), chart(figures));
  const tables = [
    putTable(put, beside),
    floorTable(floor),
    windowTable(window),
    manyTable(many),
    remoteTable(remote),
    growthTable(growth),
    growthNotes(growth),
  ];
  writeFileSync(
    inRoot('docs/bench.md'),
    [
      '# Benchmark',
      '',
      `\`npm run bench\` on ${cpus().length} × ${cpus()[0].model.trim()}, Electron ${launch.electron}, ` +
        `${new Date().toISOString().slice(0, 10)}. Medians; both servers were warmed up and took turns.`,
      'Here every answer was on the disk (`synchronous=FULL`); Phoenix runs with `synchronous=OFF`.',
      'Figures of `PUT` are those of the program without a window (`--headless`), but for the row that says so.',
      '',
      '![The figures below as a picture](images/bench.svg)',
      '',
      ...tables.flatMap((table) => [...table, '']),
    ].join('\n'),
  );
}
