/**
 * The quick form: what must never get much worse, held against bench/limits.json. Sizes are bounded exactly, as they come
 * out the same each time; times by ratios, and so widely that a busy machine alone does not reach them.
 */
import { readFileSync } from 'node:fs';
import { ratio, spread } from './measure.js';
import { FLAT_ITEMS, manyName } from './moves.js';
import { US } from './ways.js';

/**
 * @typedef {object} Limits
 * @property {number} pageBrotliBytes
 * @property {number} laterBrotliBytes What it loads besides where it verifies a transfer or makes many.
 * @property {Record<string, { of?: string, over: string, most: number }>} times By row of `run.js`: a way of it, ours
 *   where none is named, over another.
 * @property {number} startOverFetch
 * @property {number} peakOverFetch
 * @property {number} keptBytes
 * @property {number} manyHeldBytes
 */

/** @typedef {{ what: string, value: number, most: number }} Check */

/** @returns {Limits} */
export function readLimits() {
  return JSON.parse(readFileSync(new URL('limits.json', import.meta.url), 'utf8'));
}

/**
 * @param {import('./goals.js').Measured} measured
 * @param {Limits} limits
 * @returns {Check[]} A figure that is missing is an error, and no check that is left out.
 */
export function checks({ samples, pages }, limits) {
  /**
   * @param {string} row
   * @param {string} peer
   * @param {string} [way]
   */
  const over = (row, peer, way = US) => ratio(samples[row]?.[way], samples[row]?.[peer]).median;
  return [
    { what: 'bytes of a page, brotli', value: pages[US]?.brotli ?? NaN, most: limits.pageBrotliBytes },
    { what: 'bytes that it may load later', value: pages[US]?.later ?? NaN, most: limits.laterBrotliBytes },
    ...Object.entries(limits.times).map(([row, limit]) => ({
      what: `time of ${row}${limit.of === undefined ? '' : `, ${limit.of},`} over ${limit.over}`,
      value: over(row, limit.over, limit.of),
      most: limit.most,
    })),
    { what: 'start to the first card over that of fetch', value: over('start', 'fetch'), most: limits.startOverFetch },
    { what: 'peak memory of a list over that of fetch', value: over('peak', 'fetch'), most: limits.peakOverFetch },
    {
      what: 'bytes that a bulk holds more at its last item',
      value: spread(samples['many-held']?.[manyName('transferMany', FLAT_ITEMS.quick[1])] ?? []).median,
      most: limits.manyHeldBytes,
    },
    { what: 'bytes that one card keeps alive', value: spread(samples.kept?.[US] ?? []).median, most: limits.keptBytes },
  ];
}

/**
 * Prints the checks, one a line.
 * @param {Check[]} all
 * @returns {boolean} Whether all hold. What is not a number holds nowhere.
 */
export function report(all) {
  for (const { what, value, most } of all) {
    const digits = most > 100 ? 0 : 2;
    console.log(`${value <= most ? 'ok    ' : 'NOT OK'} ${what}: ${value.toFixed(digits)}, at most ${most}`);
  }
  return all.every(({ value, most }) => value <= most);
}
