/**
 * What is timed in one process. It runs in a folder where the packed package and the peers are installed; `main.js`
 * starts it with a plan as JSON, and reads the samples from its output.
 */
import './failing.js';
import { bulks } from './bulk.js';
import { decoders, readAll } from './decode.js';
import { LARGE, listAnswer, wireCards } from './data.js';
import { emulated } from './emulated.js';
import { equalCards } from './equal.js';
import { LOG_COUNTS, logs, logsRow } from './logs.js';
import { compare, processorTime } from './measure.js';
import { CONCURRENCY, ITEMS, manyName, manyRow, manyWays, movesFetch } from './moves.js';
import { peer } from './peer.js';
import { LONG, queues } from './queue.js';
import { MOVES, remembered } from './remembered.js';
import { COUNTS, PAGE_SIZES, pagesFetch, walkName, walkRow, walks } from './walk.js';
import { BEFORE, KEY, US, allWays, bodyAlone } from './ways.js';

/**
 * @typedef {object} Plan
 * @property {string} base Where the service listens.
 * @property {string} [decoder] The folder of the decoder alone; it is not timed without one.
 * @property {boolean} beside Whether the package before is installed, too.
 * @property {boolean} quick
 * @property {number} most The most rounds of a row.
 */

/**
 * @typedef {object} Timed
 * @property {Record<string, import('./measure.js').Samples>} samples
 * @property {Record<string, number>} rounds
 */

/** @type {Plan} */
const plan = JSON.parse(process.argv[2] ?? '');
const rounds = (/** @type {number} */ full) => Math.min(full, plan.most);

/** @type {Timed} */
const timed = { samples: {}, rounds: {} };

/**
 * @param {string} name
 * @param {Record<string, () => unknown>} waysOfRow
 * @param {import('./measure.js').Plan} how
 */
async function row(name, waysOfRow, how) {
  console.error(`bench: ${name}: ${how.rounds} rounds of ${Object.keys(waysOfRow).length} ways`);
  timed.samples[name] = await compare(waysOfRow, how);
  timed.rounds[name] = how.rounds;
}

/**
 * @template T
 * @template U
 * @param {Record<string, T>} of
 * @param {(value: T) => U} change
 * @returns {Record<string, U>}
 */
function mapped(of, change) {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]));
}

await decoding();
await answering();
await walking();
await recording();
await emulating();
await queueing();
await many();
await bulk();
await serving();
await loopback();
process.stdout.write(JSON.stringify(timed), () => process.exit(0));

/** Bytes to cards. */
async function decoding() {
  if (plan.decoder === undefined) return;
  const all = await decoders(plan.decoder);
  const sets = [
    { name: 'decode-1', cards: wireCards(1), calls: plan.quick ? 500 : 5000 },
    { name: 'decode-20', cards: wireCards(20), calls: plan.quick ? 50 : 400 },
    { name: 'decode-9999', cards: wireCards(LARGE), calls: 3 },
    // Every owner another one: what comes once can be shared with nothing.
    { name: 'decode-9999-owners', cards: wireCards(LARGE, 1), calls: 3 },
  ];
  for (const { name, cards, calls } of sets) {
    const bytes = new Uint8Array(listAnswer(cards));
    for (const [way, decode] of Object.entries(all)) equalCards(`${name}: ${way}`, decode(bytes), cards);
    await row(
      name,
      mapped(all, (decode) => () => decode(bytes)),
      { rounds: rounds(41), calls },
    );
    await row(
      name.replace('decode', 'read'),
      mapped(all, (decode) => () => readAll(decode(bytes))),
      { rounds: rounds(41), calls },
    );
  }
}

/** The whole call without a network: from a `Response` to what the user gets. */
async function answering() {
  const packages = {
    [US]: await peer('espai-cdkey'),
    ...(plan.beside && { [BEFORE]: await peer('espai-cdkey-before') }),
  };
  const checks = await decoders(undefined);
  for (const count of plan.quick ? [LARGE] : [1, 20, LARGE]) {
    const cards = wireCards(count);
    const bytes = new Uint8Array(listAnswer(cards));
    const answer = () => new Response(bytes, { headers: { 'content-type': 'application/json' } });
    /** @type {Record<string, () => Promise<any[]>>} */
    const all = {
      ...mapped(packages, ({ CdkeyClient }) => {
        const client = new CdkeyClient({ apiKey: KEY, fetch: async () => answer() });
        return async () => (await client.list()).cards;
      }),
      ...mapped(checks, (decode) => async () => decode(new Uint8Array(await answer().arrayBuffer()))),
    };
    for (const [way, list] of Object.entries(all)) equalCards(`answer-${count}: ${way}`, await list(), cards);
    await row(`answer-${count}`, all, { rounds: rounds(31), calls: count === LARGE ? 3 : 200 });
  }
}

/** Through a backend of one's own, without a network: what it adds to a list behind it, and moves that it remembers. */
async function serving() {
  const [{ CdkeyClient }, { createHandler }] = await Promise.all([peer('espai-cdkey'), peer('espai-cdkey/server')]);
  for (const count of plan.quick ? [LARGE] : [1000, LARGE]) {
    const cards = wireCards(count);
    const bytes = new Uint8Array(listAnswer(cards));
    const client = new CdkeyClient({ apiKey: KEY, fetch: async () => new Response(bytes) });
    const handle = createHandler({ client, authorize: () => ({ actor: 'bench' }) });
    const headers = { 'content-type': 'application/json' };
    const asked = async () =>
      (
        await handle(new Request('https://x.example/cdkey/list', { method: 'POST', headers, body: '{}' }))
      ).arrayBuffer();
    const page = new CdkeyClient({
      apiKey: null,
      baseUrl: 'https://x.example',
      fetch: async () => new Response(await asked()),
    });
    equalCards(`served-${count}`, (await page.list()).cards, cards);
    await row(
      `served-${count}`,
      { 'client.list': async () => client.list(), 'espai-cdkey/server': asked },
      { rounds: rounds(15), calls: 3 },
    );
  }
  if (plan.quick) return;
  await row('remembered', await remembered(), { rounds: rounds(9), calls: 1, things: MOVES, clock: processorTime });
}

/** All cards, page after page, without a network. */
async function walking() {
  const { CdkeyClient } = await peer('espai-cdkey');
  const counts = plan.quick ? COUNTS.slice(0, 1) : COUNTS;
  // As many cards in every sample, whether of one long walk or of several short ones.
  const things = Math.max(...counts);
  for (const pageSize of plan.quick ? PAGE_SIZES.slice(-1) : PAGE_SIZES) {
    /** @type {Record<string, () => Promise<void>>} */
    const all = {};
    for (const count of counts) {
      const cards = wireCards(count);
      const client = new CdkeyClient({ apiKey: KEY, fetch: pagesFetch(cards, pageSize) });
      for (const [how, walk] of Object.entries(walks(client, pageSize))) {
        const name = walkName(/** @type {import('./walk.js').How} */ (how), count);
        equalCards(`${name}, by ${pageSize}`, await walked(walk), cards);
        all[name] = async () => {
          let seen = 0;
          for (let times = things / count; times > 0; times -= 1) await walk(() => (seen += 1));
          if (seen !== things) throw new Error(`${name} gave ${seen} cards.`);
        };
      }
    }
    // Nothing in a walk waits; and its samples are so long that other programs would be in most of them.
    await row(walkRow(pageSize), all, { rounds: rounds(9), calls: 1, things, clock: processorTime });
  }
}

/** Many transfers and destroys, without a network: the client's own bulk beside a loop that has as many under way. */
async function many() {
  const { CdkeyClient } = await peer('espai-cdkey');
  const sizes = plan.quick ? ITEMS.slice(0, 1) : ITEMS;
  const things = Math.max(...sizes);
  for (const concurrency of plan.quick ? [CONCURRENCY] : [1, CONCURRENCY]) {
    const ways = manyWays(new CdkeyClient({ apiKey: KEY, fetch: movesFetch() }), concurrency);
    /** @type {Record<string, () => Promise<void>>} */
    const all = {};
    for (const count of sizes) {
      for (const [how, way] of Object.entries(ways)) {
        all[manyName(/** @type {import('./moves.js').How} */ (how), count)] = async () => {
          for (let times = things / count; times > 0; times -= 1) await way(count);
        };
      }
    }
    // Nothing in it waits, and its samples are long.
    await row(manyRow(concurrency), all, { rounds: rounds(15), calls: 1, things, clock: processorTime });
  }
}

/** Bulk work over files. */
async function bulk() {
  if (plan.quick) return;
  const { rows, things, close } = await bulks();
  try {
    for (const [name, ways] of Object.entries(rows)) {
      // A bulk waits for the disk, which is a part of it.
      const clock = name === 'bulk' ? {} : { clock: processorTime };
      await row(name, ways, { rounds: rounds(name === 'bulk' ? 3 : 9), calls: 1, things, ...clock });
    }
  } finally {
    close();
  }
}

/** Usage records. */
async function recording() {
  for (const count of LOG_COUNTS) {
    await row(logsRow(count), await logs(count), { rounds: rounds(31), calls: count > 1000 ? 3 : 200 });
  }
}

/** Transfers at the emulator. */
async function emulating() {
  const { ways, close } = await emulated();
  try {
    await row('emulator', ways, { rounds: rounds(15), calls: plan.quick ? 20 : 200 });
  } finally {
    await close();
  }
}

/** Calls that wait for a connection. */
async function queueing() {
  await row('queue', await queues(plan.base), { rounds: rounds(plan.quick ? 3 : 9), calls: 1, things: LONG });
}

/** @param {import('./walk.js').Walk} walk */
async function walked(walk) {
  /** @type {any[]} */
  const cards = [];
  await walk((card) => cards.push(card));
  return cards;
}

/** Over a socket. */
async function loopback() {
  const all = await allWays(plan.base, plan.beside);
  const cards = wireCards(LARGE);
  for (const [way, { list, detail }] of Object.entries(all)) {
    equalCards(`${way}, list`, await list(), cards);
    equalCards(`${way}, detail`, [await detail()], cards.slice(0, 1));
  }
  const lists = mapped(all, ({ list }) => list);
  const details = mapped(all, ({ detail }) => detail);
  const alone = { 'body alone': () => bodyAlone(plan.base) };
  await row('list-9999', { ...lists, ...alone }, { rounds: rounds(31), calls: plan.quick ? 1 : 2 });
  await row('detail', details, { rounds: rounds(41), calls: plan.quick ? 50 : 200 });
  if (plan.quick) return;
  await row('detail-64', details, { rounds: rounds(15), calls: 320, atOnce: 64 });
}
