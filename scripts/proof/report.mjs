import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { proofs } from './list.mjs';

/**
 * Keeps the figures of one proof, and writes the table and the picture of all that are there.
 * @param {string} docs the folder `docs`
 * @param {string} letter the proof's
 * @param {{passed: boolean, seconds: number, date: string, machine: string, attempts: number, faults: number, measured?: Record<string, number | string>}} figures
 */
export function keep(docs, letter, figures) {
  mkdirSync(path.join(docs, 'images'), { recursive: true });
  const file = path.join(docs, 'proof.json');
  let all = {};
  try {
    all = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The first one.
  }
  all[letter] = figures;
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => a.localeCompare(b)));
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
  const rows = proofs
    .filter((proof) => sorted[proof.letter])
    .map((proof) => ({ ...proof, ...sorted[proof.letter] }));
  writeFileSync(path.join(docs, 'proof.md'), table(rows));
  writeFileSync(path.join(docs, 'images/proof.svg'), picture(rows));
}

const number = (value) => (typeof value === 'number' ? value.toLocaleString('en') : value);
const escape = (text) => String(text).replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function aligned(lines) {
  const widths = lines[0].map((_, column) => Math.max(3, ...lines.map((line) => line[column].length)));
  const row = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = row(widths.map((width) => '-'.repeat(width)));
  return [row(lines[0]), rule, ...lines.slice(1).map(row)].join('\n');
}

function table(rows) {
  const head = ['', 'what', 'tried', 'faults', 'measured', 'time', 'run'];
  const lines = rows.map((row) => [
    row.letter,
    `${row.title} (\`${row.name}\`)`,
    `${number(row.attempts)} ${row.unit}`,
    `${row.passed ? '' : '✗ '}${number(row.faults)}`,
    Object.entries(row.measured ?? {})
      .map(([name, value]) => `${name} ${number(value)}`)
      .join(', ')
      .replaceAll('|', '\\|'),
    `${number(row.seconds)} s`,
    row.date,
  ]);
  return `# Proof

Each line is one run at full size, \`npm run proof -- NAME\`, on ${[...new Set(rows.map(({ machine }) => machine))].join('; ')}. The
letters are those of the bar in the threat model. Made from \`proof.json\`.

\`npm test\` runs a short form of each: that of I makes its bodies out of the same description with fast-check, without
schemathesis; F needs root, who may mount a small disk; B, D and E need a strace that may trace, which set-up installs on Debian
as root. What is left out for want of them stands above the last line of \`npm test\`, as skipped.

![How much each proof tried, and what went wrong](images/proof.svg)

${aligned([head, ...lines])}

What each one has to reach:

${rows.map(({ letter, title, bar }) => `- **${letter}** ${title}: ${bar}.`).join('\n')}
`;
}

const [lineHeight, left, barWidth, right, top] = [26, 300, 420, 190, 44];

/** Bars on a logarithmic scale: how much was tried; beside them what went wrong. */
function picture(rows) {
  const [width, height] = [left + barWidth + right, top + rows.length * lineHeight + 30];
  const decades = Math.ceil(Math.log10(Math.max(10, ...rows.map(({ attempts }) => attempts))));
  const x = (value) => (Math.log10(Math.max(1, value)) / decades) * barWidth;
  const grid = Array.from({ length: decades + 1 }, (_, decade) => {
    const at = left + (decade / decades) * barWidth;
    return `<path class="grid" d="M${at} ${top - 8}V${height - 26}"/><text class="axis" x="${at}" y="${height - 10}" text-anchor="middle">${number(10 ** decade)}</text>`;
  });
  const bars = rows.map(({ letter, title, attempts, faults, unit, passed }, index) => {
    const y = top + index * lineHeight;
    const good = passed && faults === 0;
    return (
      `<text x="16" y="${y + 14}" class="letter">${letter}</text><text x="40" y="${y + 14}">${escape(title)}</text>` +
      `<rect x="${left}" y="${y + 2}" width="${x(attempts).toFixed(1)}" height="16" rx="3" class="${good ? 'good' : 'bad'}"/>` +
      `<text x="${left + barWidth + 12}" y="${y + 14}">${number(attempts)} ${escape(unit)}, ${number(faults)} faults</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">How much each proof tried, and what went wrong</title>
<style>
svg { background: #fff; font: 12px system-ui, sans-serif; fill: #1f2328 }
.letter, .head { font-weight: 600 } .axis { fill: #59636e; font-size: 10px } .grid { stroke: #d1d9e0 }
.good { fill: #1f883d } .bad { fill: #cf222e }
@media (prefers-color-scheme: dark) { svg { background: #0d1117; fill: #e6edf3 } .axis { fill: #9198a1 } .grid { stroke: #3d444d } .good { fill: #3fb950 } .bad { fill: #f85149 } }
</style>
<text x="16" y="22" class="head">Tried (each step of the scale is ten times as much), and what went wrong</text>
${[...grid, ...bars].join('\n')}
</svg>
`;
}
