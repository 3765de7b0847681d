/** Charts as SVG text, light and dark by the viewer's choice; drawn from figures and nothing else. */

const style = `
  .page { fill: #fcfdfc } text { font: 12px system-ui, sans-serif; fill: #26302c } .quiet { fill: #5d6a64 }
  .title { font-weight: 600; font-size: 14px } .ours { fill: #0b6b53 } .other { fill: #b9c4be } .floor { fill: #8a6d1f }
  .line { fill: none; stroke: #0b6b53; stroke-width: 2 } .rule { stroke: #dfe5e2 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #131816 } text { fill: #e6ece9 } .quiet { fill: #9aa8a1 } .ours { fill: #45c49c } .other { fill: #4b5853 }
    .floor { fill: #d9b44a } .line { stroke: #45c49c } .rule { stroke: #2a332f }
  }`;

const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);
const text = (x, y, words, more = '') => `<text x="${x}" y="${y}" ${more}>${escape(words)}</text>`;

/**
 * Bars in groups, longest full width; the figure stands beside each.
 * @param {string} title
 * @param {{name: string, bars: {label: string, value: number, shown: string, kind: 'ours' | 'other' | 'floor'}[]}[]} groups
 */
export function bars(title, groups) {
  const parts = [text(0, 14, title, 'class="title"')];
  let y = 34;
  for (const { name, bars: group } of groups) {
    const longest = Math.max(...group.map(({ value }) => value));
    parts.push(text(0, y + 10, name));
    y += 18;
    for (const { label, value, shown, kind } of group) {
      const width = Math.max(2, (value / longest) * 330);
      parts.push(
        text(150, y + 11, label, 'class="quiet" text-anchor="end"'),
        `<rect class="${kind}" x="160" y="${y}" width="${width.toFixed(1)}" height="14" rx="2"/>`,
        text(168 + width, y + 11, shown, kind === 'ours' ? '' : 'class="quiet"'),
      );
      y += 20;
    }
    y += 8;
  }
  return { height: y, body: parts.join('\n') };
}

/**
 * A line over sizes on a logarithmic axis; the value axis begins at zero, so that flat looks flat.
 * @param {string} title
 * @param {{size: number, value: number, shown: string}[]} points
 */
export function line(title, points) {
  const [left, top, width, height] = [20, 30, 520, 110];
  const most = Math.max(...points.map(({ value }) => value)) * 1.15;
  const first = Math.log10(points[0].size);
  const range = Math.log10(points.at(-1).size) - first || 1;
  const x = (size) => left + ((Math.log10(size) - first) / range) * width;
  const y = (value) => top + height - (value / most) * height;
  const path = points.map(
    ({ size, value }, index) => `${index ? 'L' : 'M'}${x(size)} ${y(value).toFixed(1)}`,
  );
  return {
    height: top + height + 34,
    body: [
      text(0, 14, title, 'class="title"'),
      `<path class="rule" d="M${left} ${top + height}H${left + width}"/>`,
      `<path class="line" d="${path.join('')}"/>`,
      ...points.flatMap(({ size, value, shown }) => [
        `<circle class="ours" cx="${x(size)}" cy="${y(value).toFixed(1)}" r="3.5"/>`,
        text(x(size), y(value) - 9, shown, 'text-anchor="middle"'),
        text(x(size), top + height + 18, size.toLocaleString('en'), 'class="quiet" text-anchor="middle"'),
      ]),
    ].join('\n'),
  };
}

/** Charts below each other as one picture. */
export function picture(charts, description) {
  let y = 20;
  const placed = charts.map(({ height, body }) => {
    const group = `<g transform="translate(24 ${y})">\n${body}\n</g>`;
    y += height + 18;
    return group;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 ${y}" width="640" height="${y}" role="img">\n` +
    `<title>${escape(description)}</title>\n<style>${style}\n</style>\n` +
    `<rect class="page" width="640" height="${y}" rx="8"/>\n${placed.join('\n')}\n</svg>\n`
  );
}
