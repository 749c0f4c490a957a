/**
 * What a run leaves in the repository: the figures as JSON, the chart, and the tables of docs/performance.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../scripts/build/places.js';
import { chart } from './chart.js';
import { spread } from './measure.js';
import { besideTable, goalTable, rowTables } from './table.js';
import { BEFORE, BEFORE_OVER_NODE } from './ways.js';

const DOCUMENT = join(ROOT, 'docs/performance.md');

/**
 * @typedef {object} Run
 * @property {import('./goals.js').Measured} measured
 * @property {Record<string, number>} rounds By row.
 * @property {import('./goals.js').Judged[]} goals
 * @property {{ cpu: string, cores: number, node: string, load: number }} machine
 * @property {Record<string, string>} versions Ours, and the peers'.
 * @property {{ name: string, goals: import('./goals.js').Judged[] }} [beside] The package before, if one was given.
 */

/** @param {Run} run */
export function write({ measured, rounds, goals, machine, versions, beside }) {
  const taken = new Date().toISOString().slice(0, 10);
  const where = `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load.toFixed(1)} at the start`;

  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const alone = withoutBefore(measured);
  writeJson('results.json', { taken, machine, versions, goals, ...inShort(alone, rounds) });
  mkdirSync(join(ROOT, 'docs/images'), { recursive: true });
  writeFileSync(join(ROOT, 'docs/images/performance.svg'), chart(alone));
  const head = `Taken on ${taken}: ${where}; ${peers.join(', ')}.`;
  writeBetween('bench', [head, goalTable(goals), rowTables(alone, rounds)]);

  if (!beside) return;
  const { rows, pages } = inShort(measured, rounds);
  const both = Object.entries(rows).filter(([, { ways }]) => BEFORE in ways || BEFORE_OVER_NODE in ways);
  const before = { before: beside.name, goals: beside.goals, rows: Object.fromEntries(both), pages };
  writeJson('beside.json', { taken, machine, ...before });
  const headBeside = `Taken on ${taken}: ${where}; before is ${beside.name}.`;
  writeBetween('beside', [headBeside, goalTable(beside.goals), besideTable(measured, rounds)]);
}

/**
 * The tables beside the peers are about this package, whether another one of ours was given or not.
 * @param {import('./goals.js').Measured} measured
 * @returns {import('./goals.js').Measured}
 */
export function withoutBefore({ samples, pages }) {
  /**
   * @template T
   * @param {Record<string, T>} ways
   */
  const kept = (ways) =>
    Object.fromEntries(Object.entries(ways).filter(([way]) => way !== BEFORE && way !== BEFORE_OVER_NODE));
  return {
    samples: Object.fromEntries(Object.entries(samples).map(([row, ways]) => [row, kept(ways)])),
    pages: kept(pages),
  };
}

/**
 * @param {import('./goals.js').Measured} measured
 * @param {Record<string, number>} rounds
 */
function inShort({ samples, pages }, rounds) {
  /** @type {Record<string, { rounds: number | undefined, ways: Record<string, import('./measure.js').Spread> }>} */
  const rows = {};
  for (const [row, ways] of Object.entries(samples)) {
    const spreads = Object.entries(ways).map(([way, values]) => [way, spread(values)]);
    rows[row] = { rounds: rounds[row], ways: Object.fromEntries(spreads) };
  }
  return { rows, pages };
}

/**
 * @param {string} name
 * @param {object} value
 */
export function writeJson(name, value) {
  writeFileSync(join(ROOT, 'bench', name), `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * @param {string} part Of docs/performance.md, between the two comments of this name.
 * @param {string[]} paragraphs
 */
export function writeBetween(part, paragraphs) {
  const [begin, end] = [`<!-- ${part}:begin -->`, `<!-- ${part}:end -->`];
  const document = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no ${begin} with ${end} after it.`);
  const text = [begin, ...paragraphs, end].join('\n\n');
  writeFileSync(DOCUMENT, document.slice(0, from) + text + document.slice(to + end.length));
}
