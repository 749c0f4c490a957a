/**
 * What the benchmark makes of its samples. A figure that cannot be wrong is none.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCard, wireCards } from './data.js';
import { equalCards } from './equal.js';
import { GOALS, judge } from './goals.js';
import { compare, ratio, spread } from './measure.js';
import { checks, readLimits, report } from './quick.js';

/** @param {number} ours What ours takes where the others take 10. */
function measured(ours) {
  const rows = ['decode-1', 'decode-20', 'decode-9999', 'read-1', 'read-20', 'read-9999', 'answer-9999'];
  const others = ['JSON.parse', 'JSON.parse + zod', 'fetch', 'axios + zod'];
  const samples = Object.fromEntries(
    [...rows, 'list-9999', 'detail', 'peak', 'start', 'kept'].map((row) => [
      row,
      { 'espai-cdkey': [ours, ours], ...Object.fromEntries(others.map((way) => [way, [10, 10]])) },
    ]),
  );
  return { samples, pages: { 'espai-cdkey': { minified: 1, brotli: ours * 1000 } } };
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

test('every way has as many samples as there are rounds, and is called for each', async () => {
  const calls = { quick: 0, slow: 0 };
  const samples = await compare(
    { quick: () => (calls.quick += 1), slow: async () => (calls.slow += 1) },
    { rounds: 3, calls: 8, atOnce: 4 },
  );
  assert.deepEqual(calls, { quick: 45, slow: 45 });
  assert.deepEqual([samples.quick?.length, samples.slow?.length], [3, 3]);
});

test('a goal is met, not met, or not measured', () => {
  const what = (/** @type {number} */ ours) => judge(measured(ours)).map(({ met }) => met);
  const unmeasured = GOALS.filter(({ what: says }) => says.includes('fast transport')).length;
  assert.equal(what(1).filter((met) => met === null).length, unmeasured + 1, 'nothing is so much of nothing');
  assert.ok(
    what(5000)
      .filter((met) => met !== null)
      .every((met) => !met),
  );
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
