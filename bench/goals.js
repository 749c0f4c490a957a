/**
 * The goals, and what came of each: all ratios of one run on one machine, or sizes.
 */
import { ENQUEUED, LEDGER_LINES, WORKERS, enqueuedName, workersName } from './ledger-rows.js';
import { BARE, COMMAND, CSV, CSV_COUNTS, WALK, csvRow } from './command.js';
import { FEW, MANY, emulatedName } from './emulated.js';
import { difference, ratio, spread } from './measure.js';
import { LONG, SHORT, queueName } from './queue.js';
import { LINES, linesName } from './bulk.js';
import { CONCURRENCY, FLAT_ITEMS, ITEMS, manyName, manyRow } from './moves.js';
import { FILLED, FRESH } from './remembered.js';
import { COUNTS, PAGE_SIZES, walkName, walkRow } from './walk.js';
import { BEFORE, BEFORE_OVER_NODE, OVER_NODE, US } from './ways.js';

/**
 * Everything that a run measured.
 * @typedef {object} Measured
 * @property {Record<string, import('./measure.js').Samples>} samples Milliseconds or bytes, by row and way.
 * @property {Record<string, import('./pages.js').Size>} pages
 */

/**
 * @typedef {object} Goal
 * @property {string} what
 * @property {'most' | 'least'} is
 * @property {number} bound
 * @property {'×' | 'ms' | 'bytes' | ''} unit
 * @property {(measured: Measured) => import('./measure.js').Spread | undefined} value Undefined where the package has no
 *   such part, or it was not measured.
 */

/** @typedef {{ what: string, goal: string, ours: import('./measure.js').Spread | null, met: boolean | null, unit: Goal['unit'] }} Judged */

const ZOD = 'JSON.parse + zod';

/**
 * @param {string} row
 * @param {string} over
 * @param {string} under
 * @returns {Goal['value']}
 */
const compared = (row, over, under) => (measured) => {
  const samples = measured.samples[row];
  return samples?.[over] && samples[under] ? ratio(samples[over], samples[under]) : undefined;
};

/**
 * @param {Measured} measured
 * @param {string} way
 */
function startOver({ samples: { start } }, way) {
  return start?.[way] && start.fetch ? difference(start[way], start.fetch) : undefined;
}

/** @param {number} value */
const exact = (value) => ({ median: value, low: value, high: value });

/**
 * What both tables judge.
 * @type {readonly Goal[]}
 */
const OF_BOTH = [
  {
    what: "client.detail over Node's fast transport: time over bare fetch",
    is: 'most',
    bound: 0.6,
    unit: '',
    value: compared('detail', OVER_NODE, 'fetch'),
  },
  {
    what: "client.detail over Node's fast transport, 64 at once: times the throughput of bare fetch",
    is: 'least',
    bound: 2.3,
    unit: '×',
    value: compared('detail-64', 'fetch', OVER_NODE),
  },
  {
    what: 'what a page downloads for the client, brotli',
    is: 'most',
    bound: 68_000,
    unit: 'bytes',
    value: ({ pages }) => (pages[US] ? exact(pages[US].brotli) : undefined),
  },
  ...PAGE_SIZES.flatMap((pageSize) => [
    ...COUNTS.map(
      (count) =>
        /** @type {Goal} */ ({
          what: `listAll of ${count.toLocaleString('en')} cards by pages of ${pageSize.toLocaleString('en')}: processor time over list of the same pages`,
          is: 'most',
          bound: 1.6,
          unit: '',
          value: compared(walkRow(pageSize), walkName('listAll', count), walkName('list', count)),
        }),
    ),
    /** @type {Goal} */ ({
      what: `listAll by pages of ${pageSize.toLocaleString('en')}: processor time of one of 200,000 cards over that of one of 20,000`,
      is: 'most',
      bound: 1.3,
      unit: '',
      value: compared(walkRow(pageSize), walkName('listAll', 200_000), walkName('listAll', 20_000)),
    }),
  ]),
];

/** The longest input, and the one that it stands beside. */
const FLAT_LAST = /** @type {const} */ ([
  manyName('transferMany', FLAT_ITEMS.full[1]),
  manyName('transferMany', FLAT_ITEMS.full[0]),
]);

/** @type {readonly Goal[]} */
export const GOALS = [
  ...[
    { cards: 1, parse: 0.48, zod: 3.3 },
    { cards: 20, parse: 0.33, zod: 5 },
    { cards: 9999, parse: 0.3, zod: 6 },
  ].flatMap(
    ({ cards, parse, zod }) =>
      /** @type {Goal[]} */ ([
        {
          what: `bytes to checked cards, ${cards}: time over TextDecoder + JSON.parse, unchecked`,
          is: 'most',
          bound: parse,
          unit: '',
          value: compared(`decode-${cards}`, US, 'JSON.parse'),
        },
        {
          what: `bytes to checked cards, ${cards}: times faster than JSON.parse + zod`,
          is: 'least',
          bound: zod,
          unit: '×',
          value: compared(`decode-${cards}`, ZOD, US),
        },
        {
          what: `the same and every field read once, ${cards}: times faster than JSON.parse + zod`,
          is: 'least',
          bound: 3.5,
          unit: '×',
          value: compared(`read-${cards}`, ZOD, US),
        },
      ]),
  ),
  {
    what: 'client.list of 9,999 over loopback: times faster than axios + zod',
    is: 'least',
    bound: 5,
    unit: '×',
    value: compared('list-9999', 'axios + zod', US),
  },
  ...OF_BOTH,
  {
    what: 'start to first result, beyond Node with bare fetch: over that of axios + zod',
    is: 'most',
    bound: 0.05,
    unit: '',
    value: (measured) => {
      const [ours, theirs] = [startOver(measured, US), startOver(measured, 'axios + zod')];
      // Of the medians: in a single round, what the machine does besides is more than ours.
      return ours && theirs && theirs.median > 0 ? exact(ours.median / theirs.median) : undefined;
    },
  },
  {
    what: "the command `list`, start to its first line: time over node -e 'fetch(…)'",
    is: 'most',
    bound: 1.4,
    unit: '',
    value: compared('command', COMMAND, BARE),
  },
  ...CSV_COUNTS.map(
    (count) =>
      /** @type {Goal} */ ({
        what: `the command \`list --all --csv\` of ${count.toLocaleString('en')} cards: time over listAll alone`,
        is: 'most',
        bound: 3,
        unit: '',
        value: compared(csvRow(count), CSV, WALK),
      }),
  ),
  .../** @type {const} */ (['listen()', 'the command']).map(
    (how) =>
      /** @type {Goal} */ ({
        what: `a transfer at the emulator, by ${how}: time with 60,000 cards over that with ten`,
        is: 'most',
        bound: 1.2,
        unit: '',
        value: compared('emulator', emulatedName(how, MANY), emulatedName(how, FEW)),
      }),
  ),
  {
    what: 'createFetch over four connections: time of a call of 2,000 at once over that of one of 100',
    is: 'most',
    bound: 1.5,
    unit: '',
    value: compared('queue', queueName(LONG), queueName(SHORT)),
  },
  {
    what: "a move through a backend of one's own: processor time where it remembers 10,000 over that of a new one",
    is: 'most',
    bound: 1.3,
    unit: '',
    value: compared('remembered', FILLED, FRESH),
  },
  ...[1, CONCURRENCY].flatMap((concurrency) =>
    ITEMS.map(
      (items) =>
        /** @type {Goal} */ ({
          what: `transferMany of ${items.toLocaleString('en')}, ${concurrency} at once: processor time over as many calls of transfer in a loop`,
          is: 'most',
          bound: 1.15,
          unit: '',
          value: compared(
            manyRow(concurrency),
            manyName('transferMany', items),
            manyName('a loop over transfer', items),
          ),
        }),
    ),
  ),
  {
    what: 'peak memory of transferMany of 1,000,000: over that of 100,000',
    is: 'most',
    bound: 1.1,
    unit: '',
    value: compared('many-peak', ...FLAT_LAST),
  },
  {
    what: 'transferMany of 1,000,000: memory in use at its last item beyond that before its first',
    is: 'most',
    bound: 1_000_000,
    unit: 'bytes',
    value: ({ samples }) => {
      const held = samples['many-held']?.[FLAT_LAST[0]];
      return held && spread(held);
    },
  },
  .../** @type {const} */ ([
    ['sheet', 'a sheet of transfers to checked lines'],
    ['bulk', 'a sheet of transfers made, with its results file on the disk'],
    ['resumed', 'a results file of a whole run taken up again'],
    ['plan', 'the plan of a destroy'],
  ]).map(
    ([row, what]) =>
      /** @type {Goal} */ ({
        what: `${what}: time of one line of 20,000 over that of one of 5,000`,
        is: 'most',
        bound: 1.3,
        unit: '',
        value: compared(row, linesName(LINES[1]), linesName(LINES[0])),
      }),
  ),
  {
    what: 'operations over one PostgreSQL, 50 ms latency: throughput of four workers over that of one',
    is: 'least',
    bound: 3.2,
    unit: '×',
    value: compared('ledger-work', workersName(WORKERS[0]), workersName(WORKERS[1])),
  },
  {
    what: 'enqueue: time of one of 10,000 over that of one of 1,000',
    is: 'most',
    bound: 1.3,
    unit: '',
    value: compared('ledger-enqueue', enqueuedName(ENQUEUED[1]), enqueuedName(ENQUEUED[0])),
  },
  {
    what: 'transfer --from FILE --ledger: time of one line of 1,000 over that of one of 250',
    is: 'most',
    bound: 1.3,
    unit: '',
    value: compared('ledger-file', linesName(LEDGER_LINES[1]), linesName(LEDGER_LINES[0])),
  },
  {
    what: 'memory kept alive by one card out of 9,999',
    is: 'most',
    bound: 1000,
    unit: 'bytes',
    value: ({ samples: { kept } }) => (kept?.[US] ? spread(kept[US]) : undefined),
  },
  {
    what: 'peak memory of listing 9,999 cards: over fetch + JSON.parse',
    is: 'most',
    bound: 1,
    unit: '',
    value: compared('peak', US, 'fetch'),
  },
];

/**
 * Against the package before, on the same machine in the same rounds.
 * @type {readonly Goal[]}
 */
export const BESIDE_GOALS = [
  {
    what: 'client.list of 9,999 over loopback: time over before',
    is: 'most',
    bound: 1.1,
    unit: '',
    value: compared('list-9999', US, BEFORE),
  },
  {
    // No package exports its decoder; beside it, a call without a network is little.
    what: 'a Response to 9,999 cards, without a network (decoding as it is): time over before',
    is: 'most',
    bound: 1.05,
    unit: '',
    value: compared('answer-9999', US, BEFORE),
  },
  {
    what: 'client.detail: time over before',
    is: 'most',
    bound: 1.15,
    unit: '',
    value: compared('detail', US, BEFORE),
  },
  {
    what: "client.detail over Node's fast transport: time over before",
    is: 'most',
    bound: 1.35,
    unit: '',
    value: compared('detail', OVER_NODE, BEFORE_OVER_NODE),
  },
  {
    what: "client.detail over Node's fast transport, 64 at once: times the throughput of before",
    is: 'least',
    bound: 0.75,
    unit: '',
    value: compared('detail-64', BEFORE_OVER_NODE, OVER_NODE),
  },
  {
    what: 'start to first result: processor time beyond before',
    is: 'most',
    bound: 12,
    unit: 'ms',
    value: ({ samples }) => {
      const cpu = samples['start-cpu'];
      return cpu?.[US] && cpu[BEFORE] ? difference(cpu[US], cpu[BEFORE]) : undefined;
    },
  },
  ...OF_BOTH,
];

/**
 * @param {readonly Goal[]} goals
 * @param {Measured} measured
 * @returns {Judged[]}
 */
export function judge(goals, measured) {
  return goals.map(({ what, is, bound, unit, value }) => {
    const ours = value(measured) ?? null;
    const met = ours && (is === 'most' ? ours.median <= bound : ours.median >= bound);
    return { what, goal: `${is === 'most' ? '≤' : '≥'} ${shown(bound, unit)}`, ours, met, unit };
  });
}

/**
 * @param {number} value
 * @param {Goal['unit']} unit
 */
export function shown(value, unit) {
  if (unit === 'bytes') return `${Math.round(value).toLocaleString('en')} bytes`;
  if (unit === 'ms') return `${value.toFixed(1)} ms`;
  return unit === '×' ? `${value.toFixed(1)} ×` : value.toFixed(2);
}
