/**
 * Times ways side by side. In each round every way has its turn, in an order that is drawn anew, so that what the machine
 * does besides falls on all alike. (Rotating one order was tried: each way then always runs after the same other one, and
 * bare JSON.parse came out slower than JSON.parse with a schema.)
 */

/**
 * @typedef {object} Spread
 * @property {number} median
 * @property {number} low The first quartile.
 * @property {number} high The third quartile.
 */

/**
 * By name: what one call took in each round, in milliseconds.
 * @typedef {Record<string, number[]>} Samples
 */

/**
 * Processor time that this process has taken, all threads, in milliseconds: what the engine compiles and sweeps beside its
 * main thread is in it, and waiting is not, neither for a socket nor while other programs have the processors.
 */
export function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * @typedef {object} Plan
 * @property {number} rounds
 * @property {number} calls One sample.
 * @property {number} [atOnce] How many calls of a sample are under way together.
 * @property {number} [things] Where a call does many things, a sample is the time of one of them.
 * @property {() => number} [clock] In milliseconds; the wall's where none is given.
 */

/**
 * @param {Record<string, () => unknown>} ways
 * @param {Plan} plan
 * @returns {Promise<Samples>}
 */
export async function compare(ways, { rounds, calls, atOnce = 1, things = 1, clock = () => performance.now() }) {
  const names = Object.keys(ways);
  /** @type {Samples} */
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  // Two rounds are for the compilers of the engine, and are not counted.
  for (let round = -2; round < rounds; round += 1) {
    for (const name of shuffled(names)) {
      const way = ways[name];
      if (!way) continue;
      // What others left is swept before, and one call sets up the heap as this way has it: nobody pays for another.
      globalThis.gc?.();
      await way();
      const from = clock();
      await sample(way, calls, atOnce);
      if (round >= 0) samples[name]?.push((clock() - from) / calls / things);
    }
  }
  return samples;
}

/**
 * @param {readonly string[]} names
 * @returns {string[]}
 */
export function shuffled(names) {
  return names
    .map((name) => ({ name, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ name }) => name);
}

/**
 * @param {() => unknown} way
 * @param {number} calls
 * @param {number} atOnce
 */
async function sample(way, calls, atOnce) {
  if (atOnce > 1) {
    let left = calls;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        await way();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return;
  }
  for (let call = 0; call < calls; call += 1) {
    // What is no promise is not awaited: a turn of the event loop is longer than decoding one card.
    const given = way();
    if (given instanceof Promise) await given;
  }
}

/**
 * @param {readonly number[]} values At least one.
 * @returns {Spread}
 */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  /** @param {number} share */
  const at = (share) => {
    const place = (sorted.length - 1) * share;
    const below = sorted[Math.floor(place)] ?? NaN;
    const above = sorted[Math.ceil(place)] ?? NaN;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/**
 * Round by round, one over the other: what slows a whole round down cancels out.
 * @param {readonly number[] | undefined} over
 * @param {readonly number[] | undefined} under
 * @returns {Spread}
 */
export function ratio(over, under) {
  return roundByRound(over, under, (a, b) => a / b);
}

/**
 * Round by round, how much more the one is than the other.
 * @param {readonly number[] | undefined} of
 * @param {readonly number[] | undefined} than
 * @returns {Spread}
 */
export function difference(of, than) {
  return roundByRound(of, than, (a, b) => a - b);
}

/**
 * @param {readonly number[] | undefined} first
 * @param {readonly number[] | undefined} second
 * @param {(first: number, second: number) => number} compared
 */
function roundByRound(first, second, compared) {
  if (!first || first.length === 0 || first.length !== second?.length) throw new Error('There is nothing to compare.');
  return spread(first.map((value, round) => compared(value, second[round] ?? NaN)));
}
