/**
 * The jobs of `child.js`, each for a way by its name in ways.js.
 */
import { processorTime } from './measure.js';
import { CONCURRENCY, FLAT, manyWays, movesFetch } from './moves.js';
import { peer } from './peer.js';
import { KEY, WAYS } from './ways.js';

/** Bare Node: a process that loads the same harness and asks nobody. */
export const NOTHING = 'nothing';
const CARDS = 9999;
/** How many cards are kept, each of another answer. */
const KEPT = 50;

/**
 * What came of a job, by row of the results.
 * @typedef {Record<string, number>} Found
 */

/** @type {Readonly<Record<string, (way: string, base: string) => Promise<Found>>>} */
export const JOBS = {
  async start(way, base) {
    const card = way === NOTHING ? { id: '' } : await (await made(way, base)).detail();
    const took = performance.now();
    const processors = processorTime();
    if (typeof card.id !== 'string') throw new Error(`${way} gave no card.`);
    return { start: took, 'start-cpu': processors };
  },

  async peak(way, base) {
    if (way !== NOTHING) {
      const { list } = await made(way, base);
      const cards = await list();
      if (cards.length !== CARDS) throw new Error(`${way} gave ${cards.length} cards.`);
    }
    return { peak: process.resourceUsage().maxRSS * 1024 };
  },

  async many(way) {
    const { how, items } = FLAT[way] ?? { how: undefined, items: 0 };
    if (how === undefined) throw new Error(`There is no way named ${way}.`);
    const { CdkeyClient } = await peer('espai-cdkey');
    const client = new CdkeyClient({ apiKey: KEY, fetch: movesFetch() });
    // What is set up once is set up by then.
    await manyWays(client, CONCURRENCY)[how](items / 10);
    await inUse();
    const before = await inUse();
    let held = 0;
    await manyWays(client, CONCURRENCY)[how](items, async () => {
      held = (await inUse()) - before;
    });
    return { 'many-peak': process.resourceUsage().maxRSS * 1024, 'many-held': held };
  },

  async kept(way, base) {
    const { list } = await made(way, base);
    /** @type {unknown[]} */
    const kept = new Array(KEPT).fill(undefined);
    for (let time = 0; time < KEPT; time += 1) {
      const cards = await list();
      kept[time] = cards[(time * 4973 + 17) % cards.length];
    }
    // The first look leaves something of its own behind.
    await inUse();
    const held = await inUse();
    if (kept.some((card) => typeof card !== 'object' || card === null)) throw new Error(`${way} gave no card.`);
    // What letting them go sets free, and not how far memory has grown meanwhile: engines grow it for reasons of their
    // own, by far more than a card.
    kept.fill(undefined);
    return { kept: (held - (await inUse())) / KEPT };
  },
};

/**
 * @param {string} name
 * @param {string} base
 */
async function made(name, base) {
  const way = WAYS[name];
  if (!way) throw new Error(`There is no way named ${name}.`);
  return way(base);
}

/** Bytes in use, on the engine's heap and outside of it, once all garbage is gone. */
async function inUse() {
  const { gc } = globalThis;
  if (!gc) throw new Error('this job needs --expose-gc');
  for (let time = 0; time < 4; time += 1) {
    gc();
    // Some of it is let go of in a later turn.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
