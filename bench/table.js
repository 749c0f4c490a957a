/**
 * The results in words: for the terminal, and for docs/performance.md.
 */
import { CSV_COUNTS, csvRow } from './command.js';
import { shown } from './goals.js';
import { ratio, spread } from './measure.js';
import { LOG_COUNTS, logsRow } from './logs.js';
import { CONCURRENCY, manyRow } from './moves.js';
import { PAGE_SIZES, walkRow } from './walk.js';
import { BEFORE, BEFORE_OVER_NODE, OVER_NODE, US } from './ways.js';

/**
 * The rows as readers know them.
 * @type {Record<string, [title: string, kind: 'time' | 'memory']>}
 */
const TITLES = {
  'decode-1': ['Bytes to cards, 1 card', 'time'],
  'decode-20': ['Bytes to cards, 20 cards', 'time'],
  'decode-9999': ['Bytes to cards, 9,999 cards', 'time'],
  'decode-9999-owners': ['Bytes to cards, 9,999 cards, each of another owner', 'time'],
  'read-1': ['The same and every field read once, 1 card', 'time'],
  'read-20': ['The same and every field read once, 20 cards', 'time'],
  'read-9999': ['The same and every field read once, 9,999 cards', 'time'],
  'read-9999-owners': ['The same and every field read once, 9,999 cards, each of another owner', 'time'],
  'answer-1': ['A Response to cards, without a network, 1 card', 'time'],
  'answer-20': ['A Response to cards, without a network, 20 cards', 'time'],
  'answer-9999': ['A Response to cards, without a network, 9,999 cards', 'time'],
  ...Object.fromEntries(
    PAGE_SIZES.map((pageSize) => [
      walkRow(pageSize),
      [
        `All cards by pages of ${pageSize.toLocaleString('en')}, without a network, processor time for each card`,
        'time',
      ],
    ]),
  ),
  ...Object.fromEntries(
    LOG_COUNTS.map((count) => [
      logsRow(count),
      [`A Response to usage records, without a network, ${count.toLocaleString('en')} records`, 'time'],
    ]),
  ),
  ...Object.fromEntries(
    [1, CONCURRENCY].map((concurrency) => [
      manyRow(concurrency),
      [`Many, ${concurrency} at once, without a network, processor time for each`, 'time'],
    ]),
  ),
  'many-peak': ['The most memory of a process that makes many transfers', 'memory'],
  'many-held': ['Memory in use at the last of many transfers beyond that before the first', 'memory'],
  sheet: ['A sheet of transfers to checked lines, processor time for each line', 'time'],
  bulk: ['A sheet of transfers made, verified, with its results file on the disk, time for each line', 'time'],
  resumed: ['A sheet and the results of its whole run, taken up again, processor time for each line', 'time'],
  plan: ['The plan of a destroy, processor time for each card', 'time'],
  'ledger-work': ['Operations over PostgreSQL, 50 ms latency, time for each', 'time'],
  'ledger-enqueue': ['Transfers enqueued in PostgreSQL, time for each', 'time'],
  'ledger-file': ['The command `transfer --from FILE --ledger sqlite:…`, with its start, time for each line', 'time'],
  'list-9999': ['List of 9,999 cards over loopback', 'time'],
  detail: ['One card over loopback', 'time'],
  'detail-64': ['One card over loopback, 64 at once, time for each', 'time'],
  'served-1000': ["A list of 1,000 cards through a backend of one's own, without a network", 'time'],
  'served-9999': ["A list of 9,999 cards through a backend of one's own, without a network", 'time'],
  remembered: ['A move that a backend remembers, asked for twice, without a network, processor time', 'time'],
  queue: ['One card over four connections, time for each', 'time'],
  emulator: ['A transfer at the emulator', 'time'],
  start: ['Start of the process to the first card over loopback', 'time'],
  'start-cpu': ['Start of the process to the first card over loopback, processor time of all threads', 'time'],
  command: ['The command line: start of the process to its first line, 8 cards', 'time'],
  ...Object.fromEntries(
    CSV_COUNTS.map((count) => [
      csvRow(count),
      [`A process that goes through ${count.toLocaleString('en')} cards of the emulator`, 'time'],
    ]),
  ),
  peak: ['The most memory of a process that lists 9,999 cards once', 'memory'],
  kept: ['Memory kept alive by one card out of 9,999', 'memory'],
};

/** @param {import('./goals.js').Judged[]} goals */
export function goalTable(goals) {
  return table(
    ['figure', 'goal', 'ours', 'middle half of the rounds', ''],
    goals.map(({ what, goal, ours, met, unit }) => [
      what,
      goal,
      ours ? shown(ours.median, unit) : 'none',
      ours && ours.low !== ours.high ? `${shown(ours.low, unit)} to ${shown(ours.high, unit)}` : '',
      met === null ? 'not in this package, or not measured' : met ? 'met' : '**not met**',
    ]),
  );
}

/**
 * @param {import('./goals.js').Measured} measured
 * @param {Record<string, number>} rounds
 */
export function rowTables({ samples, pages }, rounds) {
  const rows = Object.entries(TITLES).flatMap(([row, [title, kind]]) => {
    const ofRow = samples[row];
    if (!ofRow) return [];
    const lines = Object.entries(ofRow)
      .map(([way, values]) => ({ way, ...spread(values) }))
      .sort((a, b) => a.median - b.median);
    const format = kind === 'time' ? duration : memory;
    const body = lines.map(({ way, median, low, high }) => [way, format(median), `${format(low)} to ${format(high)}`]);
    const many = `${rounds[row]} rounds`;
    return [`### ${title}\n\n${table(['way', 'median', `middle half of ${many}`], body)}`];
  });
  const body = Object.entries(pages)
    .sort(([, a], [, b]) => a.brotli - b.brotli)
    .map(([way, { minified, brotli }]) => [way, shown(brotli, 'bytes'), shown(minified, 'bytes')]);
  return [...rows, `### What a page downloads\n\n${table(['way', 'brotli', 'minified'], body)}`].join('\n\n');
}

/**
 * Each row in which the package before had its turn, too.
 * @param {import('./goals.js').Measured} measured
 * @param {Record<string, number>} rounds
 */
export function besideTable({ samples, pages }, rounds) {
  const pairs = /** @type {const} */ ([
    { ours: US, before: BEFORE, over: '' },
    { ours: OVER_NODE, before: BEFORE_OVER_NODE, over: ", over Node's fast transport" },
  ]);
  const rows = Object.entries(TITLES).flatMap(([row, [title]]) =>
    pairs.flatMap(({ ours, before, over }) => {
      const [us, them] = [samples[row]?.[ours], samples[row]?.[before]];
      if (!us || !them) return [];
      const { median, low, high } = ratio(us, them);
      const spreads = [them, us].map((values) => duration(spread(values).median));
      const half = `${low.toFixed(2)} to ${high.toFixed(2)} in ${rounds[row]} rounds`;
      return [[`${title}${over}`, ...spreads, median.toFixed(2), half]];
    }),
  );
  const [us, them] = [pages[US], pages[BEFORE]];
  if (us && them) {
    for (const kind of /** @type {const} */ (['brotli', 'minified'])) {
      const sizes = [them, us].map((size) => shown(size[kind], 'bytes'));
      rows.push([`What a page downloads, ${kind}`, ...sizes, (us[kind] / them[kind]).toFixed(2), '']);
    }
  }
  return table(['', 'before', 'now', 'now over before', 'middle half'], rows);
}

/** @param {number} ms */
export function duration(ms) {
  const value = Math.abs(ms);
  if (value < 1) return `${(ms * 1000).toPrecision(3)} µs`;
  return `${value < 100 ? ms.toPrecision(3) : ms.toFixed(0)} ms`;
}

/** @param {number} bytes */
function memory(bytes) {
  return Math.abs(bytes) < 1e6 ? shown(bytes, 'bytes') : `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
