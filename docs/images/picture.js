/**
 * Makes the README's picture out of what the demo really printed:
 *
 *   FORCE_COLOR=1 ESPAI_LANG=en make --silent demo | node docs/images/picture.js demo.svg
 *   FORCE_COLOR=1 ESPAI_LANG=zh make --silent demo | node docs/images/picture.js demo.zh-CN.svg
 *
 * An SVG of text, so that it stays sharp and small. Each run of one colour is given its length, so that columns stay
 * columns whatever fonts a reader has. Steps are left out to keep it short; nothing else is changed.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { text as textOf } from 'node:stream/consumers';
import { URL } from 'node:url';

/** The steps that are shown. */
const STEPS = ['1', '3', '6', '8'];
/** The columns and the pixels of one. */
const [COLUMNS, WIDE, HIGH, EDGE] = [100, 8.4, 19, 18];
/** @type {Record<string, string>} By the codes that `styleText` writes. */
const COLOURS = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#79c0ff', 90: '#8b949e' };

const [name = ''] = process.argv.slice(2);
if (!/^[\w.-]+\.svg$/.test(name)) throw new Error('Give the name of the picture, such as demo.svg.');
const output = await textOf(process.stdin);

// What make printed before it is no part of the demo.
const began = output.search(/^\S*espai-cdkey \d+\.\d+\.\d+ ·/m);
if (began < 0) throw new Error('This is not what the demo prints.');
const esc = String.fromCharCode(27);
const codes = new RegExp(`${esc}\\[(\\d+)m`);
const blocks = output.slice(began).trimEnd().split('\n\n');
const shown = blocks.filter((block, at) => {
  const step = new RegExp(`^(?:${esc}\\[\\d+m)*(\\d+)\\. `).exec(block)?.[1];
  return at === 0 || (step !== undefined && STEPS.includes(step));
});
if (shown.length !== STEPS.length + 1) throw new Error('A step is missing.');
const lines = shown.join('\n\n').split('\n');

/** How many columns a text takes. @param {string} text */
function width(text) {
  let columns = 0;
  for (const character of text) columns += /[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/u.test(character) ? 2 : 1;
  return columns;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

let bold = false;
let colour = '#e6edf3';
/** @param {string} line @param {number} row */
function drawn(line, row) {
  const runs = [];
  let column = 0;
  for (const [at, part] of line.split(codes).entries()) {
    if (at % 2 === 1) {
      if (part === '1') bold = true;
      else if (part === '22') bold = false;
      else colour = COLOURS[part] ?? '#e6edf3';
      continue;
    }
    // Words apart, and Chinese apart from the rest: what is stretched to its length is then short.
    for (const run of part.match(
      / +|[\p{Script=Han}\u3000-\u303f\uff01-\uff60]+|[^ \p{Script=Han}\u3000-\u303f\uff01-\uff60]+/gu,
    ) ?? []) {
      const x = (EDGE + column * WIDE).toFixed(1);
      column += width(run);
      if (run.startsWith(' ')) continue;
      const weight = bold ? ' font-weight="bold"' : '';
      const long = (width(run) * WIDE).toFixed(1);
      const fit = `textLength="${long}" lengthAdjust="spacingAndGlyphs"`;
      runs.push(`<text x="${x}" y="${EDGE + 14 + row * HIGH}" fill="${colour}"${weight} ${fit}>${escaped(run)}</text>`);
    }
  }
  if (column > COLUMNS) throw new Error(`A line of ${column} columns does not fit.`);
  return runs.join('');
}

const [wide, high] = [Math.ceil(COLUMNS * WIDE + 2 * EDGE), lines.length * HIGH + 2 * EDGE];
const fonts =
  "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', monospace";
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" font-family="${fonts}" font-size="14">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${lines.map(drawn).filter(Boolean).join('\n')}
</svg>
`;
writeFileSync(new URL(name, import.meta.url), svg);
process.stdout.write(`docs/images/${name}: ${lines.length} lines, ${svg.length} bytes\n`);
