/**
 * Transfers and destroys in bulk: the cards of a service in this process, and a client's calls to it. It answers at once, and so what is
 * timed is the client and the bulk; it keeps no more than a number a card, and so what grows is not its memory.
 */

/** Cards of the service. An item's two are so far from the next one's that none waits for another. */
const CARDS = 1000;
const HOLDS = 1_000_000_000;

export const CONCURRENCY = 4;
/** The sizes of an input. */
export const ITEMS = /** @type {const} */ ([1_000, 10_000]);

/** @param {number} index */
const codeOf = (index) => `code${String(index).padStart(4, '0')}`;
const CODES = Array.from({ length: CARDS }, (_, index) => codeOf(index));

/**
 * The transfer of this place in an endless input.
 * @param {number} at
 */
export function moveOf(at) {
  const from = (at * 2) % CARDS;
  return {
    phone: String(13_800_000_000 + from),
    code: CODES[from] ?? '',
    targetPhone: String(13_800_000_000 + from + 1),
    targetCode: CODES[from + 1] ?? '',
    limit: (at % 500) + 1,
  };
}

/** @param {number} count */
export function* moves(count) {
  for (let at = 0; at < count; at += 1) yield moveOf(at);
}

/** @param {number} at */
export const idOf = (at) => at.toString(16).padStart(32, '0');

/** A `fetch` of a service that has these cards. */
export function movesFetch() {
  const holds = new Map(CODES.map((code) => [code, HOLDS]));
  const headers = { 'content-type': 'application/json' };
  const answered = JSON.stringify({ success: true, message: '请求成功' });
  return async (/** @type {string} */ url, /** @type {{ body: string }} */ init) => {
    const body = JSON.parse(init.body);
    if (url.endsWith('/detail')) {
      const { code, phone } = body;
      const data = { id: code, code, type: '1', api_limit: holds.get(code), user_phone: Number(phone) };
      return new Response(JSON.stringify({ success: true, message: '请求成功', data }), { headers });
    }
    if (url.endsWith('/transfer')) {
      const { code, target_code: target, limit } = body;
      holds.set(code, (holds.get(code) ?? NaN) - Number(limit));
      holds.set(target, (holds.get(target) ?? NaN) + Number(limit));
    }
    return new Response(answered, { headers });
  };
}

/** @typedef {'transferMany' | 'a loop over transfer' | 'destroyMany' | 'a loop over destroy'} How */

/**
 * A way's name in the results.
 * @param {How} how
 * @param {number} items
 */
export const manyName = (how, items) => `${how}, ${items.toLocaleString('en')} items`;

/** How many inputs are gone through in a process of their own, for its memory. */
export const FLAT_ITEMS = {
  quick: /** @type {const} */ ([10_000, 50_000]),
  full: /** @type {const} */ ([100_000, 1_000_000]),
};

/**
 * The ways by their names: a loop, too, so that it shows what grows without us.
 * @type {Record<string, { how: How, items: number }>}
 */
export const FLAT = Object.fromEntries(
  [...FLAT_ITEMS.quick, ...FLAT_ITEMS.full].flatMap((items) =>
    /** @type {const} */ (['transferMany', 'a loop over transfer']).map((how) => [
      manyName(how, items),
      { how, items },
    ]),
  ),
);

/** @param {number} concurrency */
export const manyRow = (concurrency) => `many-${concurrency}`;

/**
 * Each goes through its input once, as a user's loop does. `atLast` is awaited when the last item has come.
 * @param {any} client Over `movesFetch`.
 * @param {number} concurrency
 * @returns {Record<How, (count: number, atLast?: () => Promise<void>) => Promise<void>>}
 */
export function manyWays(client, concurrency) {
  /** @param {AsyncIterable<{ status: string }>} results */
  const all = async (results, /** @type {number} */ count, /** @type {(() => Promise<void>) | undefined} */ atLast) => {
    let done = 0;
    for await (const { status } of results) {
      if (status === 'done') done += 1;
      if (done === count) await atLast?.();
    }
    if (done !== count) throw new Error(`${done} of ${count} were done.`);
  };
  /**
   * The least that so many calls at once can cost: workers that take the next input when they are free.
   * @template T
   * @param {Iterable<T>} inputs
   * @param {(input: T) => Promise<unknown>} call
   */
  const pool = async (inputs, call, /** @type {(() => Promise<void>) | undefined} */ atLast) => {
    const iterator = inputs[Symbol.iterator]();
    const worker = async () => {
      for (let step = iterator.next(); !step.done; step = iterator.next()) await call(step.value);
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    await atLast?.();
  };
  return {
    transferMany: (count, atLast) => all(client.transferMany(moves(count), { concurrency }), count, atLast),
    'a loop over transfer': (count, atLast) => pool(moves(count), (input) => client.transfer(input), atLast),
    destroyMany: (count, atLast) => all(client.destroyMany(ids(count), { concurrency }), count, atLast),
    'a loop over destroy': (count, atLast) => pool(ids(count), (id) => client.destroy(id), atLast),
  };
}

/** @param {number} count */
function* ids(count) {
  for (let at = 0; at < count; at += 1) yield idOf(at);
}
