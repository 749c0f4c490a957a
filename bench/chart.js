/**
 * The chart of docs/performance.md: bars, each row over its slowest. Written by hand: a chart library would be the
 * heaviest thing in this folder.
 */
import { spread } from './measure.js';
import { duration } from './table.js';

const WIDTH = 860;
const LABEL = 190;
const VALUE = 130;
const BAR = 16;
const GAP = 6;
const HEAD = 34;

/** @type {readonly { row: string, title: string }[]} */
const PANELS = [
  { row: 'decode-9999', title: 'Bytes to cards, 9,999 cards' },
  { row: 'list-9999', title: 'List of 9,999 cards over loopback' },
  { row: 'detail', title: 'One card over loopback' },
];

/**
 * @param {import('./goals.js').Measured} measured
 * @returns {string} SVG
 */
export function chart({ samples, pages }) {
  /** @type {{ title: string, bars: { way: string, value: number, text: string }[] }[]} */
  const panels = PANELS.flatMap(({ row, title }) => {
    const bars = Object.entries(samples[row] ?? {}).map(([way, values]) => {
      const { median } = spread(values);
      return { way, value: median, text: duration(median) };
    });
    return bars.length > 0 ? [{ title, bars }] : [];
  });
  const sizes = Object.entries(pages).map(([way, { brotli }]) => ({
    way,
    value: brotli,
    text: `${(brotli / 1000).toFixed(1)} KB`,
  }));
  panels.push({ title: 'What a page downloads, brotli', bars: sizes });

  /** @type {string[]} */
  const parts = [];
  let top = 12;
  for (const { title, bars } of panels) {
    parts.push(`<text class="title" x="12" y="${top + 16}">${escaped(title)}</text>`);
    top += HEAD;
    const most = Math.max(...bars.map(({ value }) => value));
    for (const { way, value, text } of bars.sort((a, b) => a.value - b.value)) {
      const width = Math.max(1, (value / most) * (WIDTH - LABEL - VALUE)).toFixed(1);
      const ours = way.startsWith('espai-cdkey') ? ' ours' : '';
      const middle = top + BAR - 4;
      parts.push(
        `<text class="label${ours}" x="${LABEL - 10}" y="${middle}">${escaped(way)}</text>`,
        `<rect class="bar${ours}" x="${LABEL}" y="${top}" width="${width}" height="${BAR}" rx="2"/>`,
        `<text class="value" x="${(LABEL + Number(width) + 8).toFixed(1)}" y="${middle}">${escaped(text)}</text>`,
      );
      top += BAR + GAP;
    }
    top += 14;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-label="espai-cdkey beside its peers; shorter is better">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 15px }
.label { text-anchor: end }
.label.ours { font-weight: 600 }
.bar { fill: #a8b3bf }
.bar.ours { fill: #0a7d4f }
</style>
<rect width="${WIDTH}" height="${top}" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
