import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { benchPut } from './put.mjs';
import { benchWindow } from './window.mjs';

/**
 * `npm run bench`: this program and a real Phoenix, the same requests in one run; and the window beside a
 * blank one. Prints tables, writes docs/bench.md. `--quick` measures shorter. Needs a display for the window
 * part (it is left out, and said, without one). Ratios count: absolute figures drift with the machine.
 */
const quick = process.argv.includes('--quick');
const root = fileURLToPath(new URL('../..', import.meta.url));
const launch = JSON.parse(
  execFileSync(process.execPath, ['scripts/launch-info.mjs'], { cwd: root, encoding: 'utf8' }),
);

const put = await benchPut(launch, quick ? { seconds: 2, rounds: 1 } : { seconds: 4, rounds: 5 });
const putTable = [
  '| `PUT /v1/secrets` | here | Phoenix | ratio | aim | p50 here / Phoenix | p99 here / Phoenix |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...put.map(
    (row) =>
      `| ${row.name} | ${fixed(row.ours)}/s | ${fixed(row.phoenix)}/s | **${row.ratio.toFixed(1)}×** | ${row.aim}× | ` +
      `${row.p50.map(milliseconds).join(' / ')} | ${row.p99.map(milliseconds).join(' / ')} |`,
  ),
];
console.log(`\n${putTable.join('\n')}`);

const windowTable = [];
if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.platform !== 'linux') {
  const rows = await benchWindow(launch, quick ? 1 : 7);
  const [blank] = rows;
  windowTable.push(
    '| window | start to painted rows | of a blank window | memory (PSS) | of a blank window |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${fixed(row.painted)} ms | ${(row.painted / blank.painted).toFixed(2)}× | ` +
        `${fixed(row.megabytes)} MB | ${(row.megabytes / blank.megabytes).toFixed(2)}× |`,
    ),
  );
  console.log(`\n${windowTable.join('\n')}`);
} else {
  console.log('\nNo display: the window was not measured. Try: xvfb-run npm run bench');
}

if (!quick) {
  mkdirSync(`${root}docs`, { recursive: true });
  writeFileSync(
    `${root}docs/bench.md`,
    [
      '# Benchmark',
      '',
      `\`npm run bench\` on ${cpus().length} × ${cpus()[0].model.trim()}, Electron ${launch.electron}, ` +
        `${new Date().toISOString().slice(0, 10)}. Medians; both servers were warmed up and took turns.`,
      'Here every answer was on the disk (`synchronous=FULL`); Phoenix runs with `synchronous=OFF`.',
      '',
      ...putTable,
      '',
      ...windowTable,
      '',
    ].join('\n'),
  );
}

function fixed(number) {
  return Math.round(number).toLocaleString('en');
}

function milliseconds(number) {
  return `${number.toFixed(number < 10 ? 2 : 0)} ms`;
}
