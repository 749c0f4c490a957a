/**
 * All cards of a service that gives them in pages, without a network: the client's walk, and the same pages asked for one
 * by one. Whoever walks must not pay more for it than for the pages.
 */
import { listAnswer } from './data.js';

export const COUNTS = /** @type {const} */ ([20_000, 200_000]);
export const PAGE_SIZES = /** @type {const} */ ([500, 2_000, 5_000]);

/** @typedef {'list' | 'a generator over list' | 'listAll'} How */
/** @typedef {(look: (card: any) => void) => Promise<void>} Walk */

/**
 * A way's name in the results.
 * @param {How} how
 * @param {number} cards
 */
export const walkName = (how, cards) => `${how}, ${cards.toLocaleString('en')} cards`;

/** @param {number} pageSize */
export const walkRow = (pageSize) => `walk-${pageSize}`;

/**
 * A `fetch` that has the answers ready: what is timed is not made while it is.
 * @param {import('./data.js').WireCard[]} cards
 * @param {number} pageSize
 */
export function pagesFetch(cards, pageSize) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pages = [];
  for (let from = 0; from < cards.length; from += pageSize) {
    pages.push(new Uint8Array(listAnswer(cards.slice(from, from + pageSize), cards.length)));
  }
  return async (/** @type {string} */ _url, /** @type {{ body: string }} */ init) => {
    // The platform's page shows both as texts, and so the client sends them.
    const { page, limit } = JSON.parse(init.body);
    const bytes = pages[Number(page) - 1];
    if (Number(limit) !== pageSize || !bytes) throw new Error(`Nobody prepared page ${page} of ${limit}.`);
    return new Response(bytes, { headers: { 'content-type': 'application/json' } });
  };
}

/**
 * Every way looks at each card once, as a user's loop does.
 * @param {any} client Over `pagesFetch`.
 * @param {number} pageSize
 * @returns {Record<How, Walk>}
 */
export function walks(client, pageSize) {
  async function* generator() {
    for (let page = 1, more = true; more; page += 1) {
      const { cards, hasMore } = await client.list({ page, limit: pageSize });
      for (const card of cards) yield card;
      more = hasMore;
    }
  }
  return {
    list: async (look) => {
      for (let page = 1, more = true; more; page += 1) {
        const { cards, hasMore } = await client.list({ page, limit: pageSize });
        for (const card of cards) look(card);
        more = hasMore;
      }
    },
    // The least that an async iterator can cost: what it is above `list` is the language's, and no client's.
    'a generator over list': async (look) => {
      for await (const card of generator()) look(card);
    },
    listAll: async (look) => {
      for await (const card of client.listAll({}, { pageSize })) look(card);
    },
  };
}
