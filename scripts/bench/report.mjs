import { bars, line, picture } from './svg.mjs';

/** The figures of one run as tables (Markdown) and as one picture (SVG). */

export const fixed = (number) => Math.round(number).toLocaleString('en');
const milliseconds = (number) => `${number.toFixed(number < 10 ? 2 : 0)} ms`;
const verdict = (holds) => (holds ? 'holds' : '**missed**');

const percent = (share) => `${Math.round(share * 100)} %`;

export function putTable(put, beside) {
  return [
    '| `PUT /v1/secrets` | here | Phoenix | ratio | aim | p50 here / Phoenix | p99 here / Phoenix |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...put.map(
      (row) =>
        `| ${row.name} | ${fixed(row.ours)}/s | ${fixed(row.phoenix)}/s | **${row.ratio.toFixed(1)}×** | ${row.aim}× | ` +
        `${row.p50.map(milliseconds).join(' / ')} | ${row.p99.map(milliseconds).join(' / ')} |`,
    ),
    `| ${beside.name}, window open | ${fixed(beside.perSecond)}/s, ${beside.share.toFixed(2)} of \`--headless\` | | | | ` +
      `${milliseconds(beside.p50)} | ${milliseconds(beside.p99)} |`,
  ];
}

export function floorTable({ http, both, ours, share, commits, over }) {
  return [
    '| the floor of this machine, in the same Electron | 1 connection | 16 connections |',
    '| --- | --- | --- |',
    `| bare \`node:http\` that answers | ${fixed(http[0])}/s | ${fixed(http[1])}/s |`,
    `| the same, one commit at FULL each | ${fixed(both[0])}/s | ${fixed(both[1])}/s |`,
    `| commits at FULL alone, no HTTP | ${fixed(commits)}/s | |`,
    `| this program, \`--headless\` | ${fixed(ours[0])}/s | ${fixed(ours[1])}/s |`,
    `| aim | 0.8 of http with commit: ${share[0].toFixed(2)}, ${verdict(share[0] >= 0.8)}; of its time bare HTTP is ` +
      `${percent(both[0] / http[0])}, a bare commit ${percent(both[0] / commits)} | ` +
      `more than commits alone: ${over.toFixed(2)}×, ${verdict(over > 1)} |`,
  ];
}

export function windowTable(rows) {
  const [blank] = rows;
  return [
    '| window | start to painted rows | of a blank window | memory (PSS) | of a blank window |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${fixed(row.painted)} ms | ${(row.painted / blank.painted).toFixed(2)}× | ` +
        `${fixed(row.megabytes)} MB | ${(row.megabytes / blank.megabytes).toFixed(2)}× |`,
    ),
  ];
}

export function manyTable({ list, typing }) {
  const both = ({ p50, p95 }) => `${milliseconds(p50)} / ${milliseconds(p95)}`;
  return [
    '| 10,000 secrets | here | Phoenix | ratio | |',
    '| --- | --- | --- | --- | --- |',
    `| listing all, by pages of 1,000 | ${fixed(list.ours)} ms | ${fixed(list.phoenix)} ms | **${(list.phoenix / list.ours).toFixed(1)}×** | |`,
    `| a key typed into the search, ${typing.keys} of them: the work of it, p50 / p95 | ${both(typing.work)} | | | ` +
      `aim 16 ms at p95: ${verdict(typing.work.p95 <= 16)} |`,
    `| the same with the wait for the next frame of the display | ${both(typing.painted)} | | | |`,
  ];
}

export function remoteTable({ first, all, server, opening, longest, over, frames }) {
  return [
    '| 10,000 secrets on a real server | | aim |',
    '| --- | --- | --- |',
    `| first rows painted | ${fixed(first)} ms, ${(first / server).toFixed(3)} of what the server needs for all (${fixed(server)} ms) | ` +
      `0.1: ${verdict(first <= 0.1 * server)} |`,
    `| all rows there | ${fixed(all)} ms | |`,
    `| longest frame while the page opens | ${fixed(opening)} ms | |`,
    `| longest frame while rows stream | ${fixed(longest)} ms, ${over} of ${frames} over 50 ms | 50 ms: ${verdict(longest <= 50)} |`,
  ];
}

export function growthTable(rows) {
  return [
    '| secrets in the store | PUT, 1 connection | start to painted rows | listing all |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ size, perSecond, painted, listed }) =>
        `| ${size.toLocaleString('en')} | ${fixed(perSecond)}/s | ${painted === null ? '–' : `${fixed(painted)} ms`} | ` +
        `${listed === null ? '–' : `${fixed(listed)} ms`} |`,
    ),
  ];
}

/** Sizes from which on the start is taken for level: none is this much slower than another. */
const level = 0.1;

/**
 * What the growth table shows, in words.
 * @param {{size: number, perSecond: number, painted: number, listed: number}[]} rows by size, at least two
 */
export function growthNotes(rows) {
  const size = (row) => row.size.toLocaleString('en');
  const spread = (some, figure) => {
    const values = some.map((row) => row[figure]);
    return Math.max(...values) / Math.min(...values) - 1;
  };
  const [first, last] = [rows[0], rows.at(-1)];
  const put = first.perSecond / last.perSecond - 1;
  const bend = rows.find((_, index) => spread(rows.slice(index), 'painted') <= level);
  const grown = bend.painted / first.painted - 1;
  const start = [];
  if (bend !== first)
    start.push(
      `takes ${percent(Math.abs(grown))} ${grown < 0 ? 'less' : 'longer'} with ${size(bend)} secrets than with ${size(first)}`,
    );
  if (bend !== last)
    start.push(
      `differs by no more than ${percent(spread(rows.slice(rows.indexOf(bend)), 'painted'))} from ${size(bend)} to ${size(last)}`,
    );
  const perRow = (from, to) => `${Math.round(((to.listed - from.listed) / (to.size - from.size)) * 1000)} µs`;
  return [
    `**Where it bends.** A PUT takes ${percent(Math.abs(put))} ${put < 0 ? 'less' : 'longer'} in a store of ${size(last)} secrets than in ` +
      `one of ${size(first)}, and no two sizes differ by more than ${percent(spread(rows, 'perSecond'))}: it changes one page of a tree, ` +
      'whatever its size.',
    `The start ${start.join(', and ')}; only the first 200 rows are waited for.`,
    `Listing all takes ${perRow(first, last)} for each row more, ${perRow(rows.at(-2), last)} between the two largest stores: the HMAC of ` +
      'each row is checked on its way to the page, so that an unreadable one is seen.',
  ];
}

/** The picture for the README and docs/bench.md. */
export function chart({ put, floor, window, growth }) {
  const perSecond = (value) => `${fixed(value)}/s`;
  const groups = put.map((row, index) => ({
    name: `PUT, ${row.name}`,
    bars: [
      { label: 'Phoenix Secrets', value: row.ours, shown: perSecond(row.ours), kind: 'ours' },
      { label: 'Phoenix', value: row.phoenix, shown: perSecond(row.phoenix), kind: 'other' },
      ...(index < 2
        ? [
            {
              label: 'http + commit',
              value: floor.both[index],
              shown: perSecond(floor.both[index]),
              kind: 'floor',
            },
          ]
        : []),
    ],
  }));
  const charts = [bars('Requests a second, the same run, higher is better', groups)];
  if (window) {
    charts.push(
      bars('Start to painted rows, lower is better', [
        {
          name: 'window',
          bars: window.map(({ name, painted }) => ({
            label: name,
            value: painted,
            shown: `${fixed(painted)} ms`,
            kind: name === 'blank window' ? 'floor' : 'ours',
          })),
        },
      ]),
    );
  }
  charts.push(
    line(
      'PUT requests a second as the store grows',
      growth.map(({ size, perSecond: value }) => ({ size, value, shown: perSecond(value) })),
    ),
  );
  if (window) {
    charts.push(
      line(
        'Start to painted rows as the store grows',
        growth.map(({ size, painted }) => ({ size, value: painted, shown: `${fixed(painted)} ms` })),
      ),
    );
  }
  return picture(charts, 'Speed of Phoenix Secrets beside a real Phoenix and the floor of the machine');
}
