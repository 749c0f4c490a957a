/**
 * What the benchmark makes of its samples. A figure that cannot be wrong is none.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BARE, COMMAND, CSV, CSV_COUNTS, WALK, csvRow } from './command.js';
import { LINES, linesName } from './bulk.js';
import { asCard, wireCards } from './data.js';
import { FEW, MANY, emulatedName } from './emulated.js';
import { equalCards } from './equal.js';
import { BESIDE_GOALS, GOALS, judge } from './goals.js';
import { ENQUEUED, LEDGER_LINES, enqueuedName, workersName } from './ledger-rows.js';
import { compare, difference, processorTime, ratio, spread } from './measure.js';
import { LONG, SHORT, queueName } from './queue.js';
import { CONCURRENCY, FLAT_ITEMS, ITEMS, manyName, manyRow, manyWays, movesFetch } from './moves.js';
import { checks, readLimits, report } from './quick.js';
import { FILLED, FRESH } from './remembered.js';
import { besideTable } from './table.js';
import { COUNTS, PAGE_SIZES, pagesFetch, walkName, walkRow, walks } from './walk.js';
import { withoutBefore } from './write.js';

/** @param {number} ours What ours takes where the others take 10. */
function measured(ours) {
  const rows = ['decode-1', 'decode-20', 'decode-9999', 'read-1', 'read-20', 'read-9999', 'answer-9999'];
  const others = ['JSON.parse', 'JSON.parse + zod', 'fetch', 'axios + zod', 'before', 'before/node'];
  /** @type {Record<string, import('./measure.js').Samples>} */
  const samples = Object.fromEntries(
    [...rows, 'list-9999', 'detail', 'detail-64', 'peak', 'start', 'start-cpu', 'kept'].map((row) => [
      row,
      {
        'espai-cdkey': [ours, ours],
        'espai-cdkey/node': [ours, ours],
        ...Object.fromEntries(others.map((way) => [way, [10, 10]])),
      },
    ]),
  );
  const [few = 0, many = 0] = COUNTS;
  for (const pageSize of PAGE_SIZES) {
    samples[walkRow(pageSize)] = {
      [walkName('list', few)]: [10, 10],
      [walkName('list', many)]: [10, 10],
      [walkName('listAll', few)]: [ours, ours],
      // What grows with the square of the cards: ten times as much for each of ten times as many.
      [walkName('listAll', many)]: [ours * ours, ours * ours],
    };
  }
  samples['logs-9999'] = { 'espai-cdkey': [ours, ours], 'JSON.parse': [10, 10] };
  samples['served-9999'] = { 'espai-cdkey/server': [ours, ours], 'client.list': [10, 10] };
  samples['remembered'] = { [FILLED]: [ours, ours], [FRESH]: [10, 10] };
  samples['queue'] = { [queueName(LONG)]: [ours, ours], [queueName(SHORT)]: [10, 10] };
  samples['emulator'] = {};
  for (const how of /** @type {const} */ (['listen()', 'the command'])) {
    samples['emulator'][emulatedName(how, MANY)] = [ours, ours];
    samples['emulator'][emulatedName(how, FEW)] = [10, 10];
  }
  samples['command'] = { [COMMAND]: [ours, ours], [BARE]: [10, 10] };
  for (const count of CSV_COUNTS) samples[csvRow(count)] = { [CSV]: [ours, ours], [WALK]: [10, 10] };
  for (const concurrency of [1, CONCURRENCY]) {
    samples[manyRow(concurrency)] = Object.fromEntries(
      ITEMS.flatMap((items) => [
        [manyName('transferMany', items), [ours, ours]],
        [manyName('a loop over transfer', items), [10, 10]],
      ]),
    );
  }
  const [little, much] = FLAT_ITEMS.full.map((items) => manyName('transferMany', items));
  samples['many-peak'] = { [String(little)]: [10, 10], [String(much)]: [ours, ours] };
  samples['many-held'] = {
    [String(much)]: [ours * 1000, ours * 1000],
    [manyName('transferMany', FLAT_ITEMS.quick[1])]: [ours * 1000, ours * 1000],
  };
  for (const row of ['sheet', 'bulk', 'resumed', 'plan']) {
    samples[row] = { [linesName(LINES[0])]: [10, 10], [linesName(LINES[1])]: [ours, ours] };
  }
  samples['ledger-work'] = { [workersName(1)]: [10, 10], [workersName(4)]: [ours, ours] };
  samples['ledger-enqueue'] = { [enqueuedName(ENQUEUED[0])]: [10, 10], [enqueuedName(ENQUEUED[1])]: [ours, ours] };
  samples['ledger-file'] = { [linesName(LEDGER_LINES[0])]: [10, 10], [linesName(LEDGER_LINES[1])]: [ours, ours] };
  const pages = {
    'espai-cdkey': { minified: 1, brotli: ours * 1000, later: ours * 1000 },
    before: { minified: 1, brotli: 10_000, later: 0 },
  };
  return { samples, pages };
}

test('a spread is the median and the quartiles, whatever the order', () => {
  assert.deepEqual(spread([5, 1, 3, 2, 4]), { median: 3, low: 2, high: 4 });
  assert.deepEqual(spread([1, 2]), { median: 1.5, low: 1.25, high: 1.75 });
});

test('a ratio is taken round by round, so that a slow round cancels out', () => {
  assert.equal(ratio([1, 100, 1], [2, 200, 2]).median, 0.5);
  assert.throws(() => ratio([1], [1, 2]), /nothing to compare/);
  assert.throws(() => ratio(undefined, undefined), /nothing to compare/);
});

test('a difference is taken round by round, too', () => {
  assert.equal(difference([11, 101, 1011], [1, 100, 1000]).median, 10);
  assert.throws(() => difference([1], undefined), /nothing to compare/);
});

test('every way has as many samples as there are rounds, and is called for each', async () => {
  const calls = { quick: 0, slow: 0 };
  const samples = await compare(
    { quick: () => (calls.quick += 1), slow: async () => (calls.slow += 1) },
    { rounds: 3, calls: 8, atOnce: 4 },
  );
  assert.deepEqual(calls, { quick: 45, slow: 45 });
  assert.deepEqual([samples.quick?.length, samples.slow?.length], [3, 3]);
});

test('a sample is of one thing, where a call does many', async () => {
  const wait = () => new Promise((resolve) => setTimeout(resolve, 20));
  const samples = await compare({ wait }, { rounds: 1, calls: 2, things: 10 });
  const [took = NaN] = samples.wait ?? [];
  assert.ok(took > 1.5 && took < 10, `${took} ms`);
});

test('processor time has no waiting in it', async () => {
  const wait = () => new Promise((resolve) => setTimeout(resolve, 50));
  const samples = await compare({ wait }, { rounds: 1, calls: 2, clock: processorTime });
  const [took = NaN] = samples.wait ?? [];
  assert.ok(took >= 0 && took < 25, `${took} ms`);
});

test('a goal is met, not met, or not measured', () => {
  const what = (/** @type {number} */ ours) => judge(GOALS, measured(ours)).map(({ met }) => met);
  assert.equal(what(1).filter((met) => met === null).length, 1, 'nothing is so much of nothing');
  assert.ok(what(1).every((met) => met !== false));
  assert.ok(what(5000).every((met) => !met));
  assert.ok(judge(GOALS, { samples: {}, pages: {} }).every(({ met }) => met === null));
});

test('against the package before, every figure is judged: as good is met, worse is not, and without it there is none', () => {
  const what = (/** @type {number} */ ours) => judge(BESIDE_GOALS, measured(ours)).map(({ met }) => met);
  assert.ok(what(1).every((met) => met));
  assert.ok(what(5000).every((met) => !met));
  const alone = judge(BESIDE_GOALS, withoutBefore(measured(1)));
  const relative = BESIDE_GOALS.filter(({ what: says }) => says.includes('before')).length;
  assert.equal(alone.filter(({ met }) => met === null).length, relative);
});

test('the package before stands in its own table, and in no other', () => {
  const all = measured(20);
  const table = besideTable(all, { detail: 2 });
  assert.match(table, /^\| One card over loopback \| 10\.0 ms \| 20\.0 ms \| 2\.00 \| 2\.00 to 2\.00 in 2 rounds \|$/m);
  assert.match(table, /^\| One card over loopback, over Node's fast transport \| 10\.0 ms \| 20\.0 ms \|/m);
  assert.match(table, /^\| What a page downloads, brotli \| 10,000 bytes \| 20,000 bytes \| 2\.00 \|/m);
  const { samples, pages } = withoutBefore(all);
  const ways = [pages, ...Object.values(samples)].flatMap((of) => Object.keys(of));
  assert.ok(ways.includes('espai-cdkey') && ways.every((way) => !way.startsWith('before')));
});

test('a walk asks for the pages that are prepared, and every way gives each card once', async () => {
  const cards = wireCards(25);
  const fetch = pagesFetch(cards, 10);
  /** @param {{ page: number, limit: number }} query */
  const list = async ({ page, limit }) => {
    const { data, totalNumber } = await (
      await fetch('', { body: JSON.stringify({ page: String(page), limit: String(limit) }) })
    ).json();
    return { cards: data, hasMore: page * limit < totalNumber };
  };
  const client = { list, listAll: () => cards };
  for (const [how, walk] of Object.entries(walks(client, 10))) {
    /** @type {any[]} */
    const given = [];
    await walk((card) => given.push(card));
    equalCards(how, given, cards);
  }
  await assert.rejects(list({ page: 4, limit: 10 }), /Nobody prepared page 4 of 10/);
  await assert.rejects(list({ page: 1, limit: 20 }), /Nobody prepared/);
});

test('a bulk and a loop make every move of their input once, as many at a time as is said', async () => {
  const seen = { transfer: 0, destroy: 0, most: 0, now: 0 };
  const call = async (/** @type {'transfer' | 'destroy'} */ what) => {
    seen[what] += 1;
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await new Promise((resolve) => setImmediate(resolve));
    seen.now -= 1;
  };
  const many = async function* (/** @type {Iterable<unknown>} */ inputs) {
    for (const _ of inputs) yield { status: 'done' };
  };
  const client = {
    transfer: () => call('transfer'),
    destroy: () => call('destroy'),
    transferMany: many,
    // One that loses some is no way to compare.
    async *destroyMany() {
      yield { status: 'done' };
    },
  };
  const ways = manyWays(client, 3);
  let last = 0;
  for (const how of /** @type {const} */ (['transferMany', 'a loop over transfer', 'a loop over destroy'])) {
    await ways[how](20, async () => {
      last += 1;
    });
  }
  assert.deepEqual([seen, last], [{ transfer: 20, destroy: 20, most: 3, now: 0 }, 3]);
  await assert.rejects(ways.destroyMany(20), /1 of 20 were done/);
});

test('the service of moves holds what was moved', async () => {
  const fetch = movesFetch();
  const told = async (/** @type {string} */ path, /** @type {object} */ body) =>
    (await fetch(`https://service/cdkey/${path}`, { body: JSON.stringify(body) })).json();
  await told('transfer', { code: 'code0000', target_code: 'code0001', limit: '10' });
  const [from, to] = [
    await told('detail', { code: 'code0000', phone: '13800000000' }),
    await told('detail', { code: 'code0001', phone: '13800000001' }),
  ];
  assert.equal(to.data.api_limit - from.data.api_limit, 20);
});

test('cards that differ stop the benchmark', () => {
  const wire = wireCards(3);
  equalCards('wire', wire, wire);
  equalCards('ours', wire.map(asCard), wire);
  const wrong = wire.map(asCard).with(1, { ...asCard(/** @type {any} */ (wire[1])), userName: 'another' });
  assert.throws(() => equalCards('wrong', wrong, wire), /wrong gave other cards/);
  assert.throws(() => equalCards('short', wire.slice(1), wire), /short gave other cards/);
});

test('the quick form fails on a figure that is beyond its limit, and on one that is missing', () => {
  const limits = readLimits();
  assert.ok(checks(measured(1), limits).every(({ value, most }) => value <= most));
  assert.ok(checks(measured(1e6), limits).every(({ value, most }) => value > most));
  assert.throws(() => checks({ samples: {}, pages: {} }, limits), /nothing to compare/);
  assert.equal(report([{ what: 'a size that is not there', value: NaN, most: 1 }]), false);
});
