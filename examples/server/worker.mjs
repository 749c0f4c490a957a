/**
 * Cloudflare Workers: `npx wrangler dev`, with `wrangler.json` beside it and `npx wrangler secret put` for the key and the secret.
 */
import { DurableObject } from 'cloudflare:workers';
import { makeCards } from './cards.mjs';

/**
 * A Worker runs in many places at once, and none of them remembers what another did: one Durable Object for each move does. KV would
 * not do: it has no "only if absent", and takes a minute to be the same everywhere.
 */
export class Move extends DurableObject {
  async get() {
    return this.ctx.storage.get('entry');
  }

  /** @param {string} value @param {{ ttlMs: number, ifAbsent: boolean }} how */
  async set(value, { ttlMs, ifAbsent }) {
    // Nothing comes in between: an object does one thing at a time while it waits for its storage.
    if (ifAbsent && (await this.ctx.storage.get('entry')) !== undefined) return false;
    await this.ctx.storage.put('entry', value);
    await this.ctx.storage.setAlarm(Date.now() + ttlMs);
    return true;
  }

  async alarm() {
    await this.ctx.storage.deleteAll();
  }
}

/** @param {any} moves The binding of `wrangler.json`. */
function storeIn(moves) {
  const of = (/** @type {string} */ name) => moves.get(moves.idFromName(name));
  return {
    get: (/** @type {string} */ name) => of(name).get(),
    set: (/** @type {string} */ name, /** @type {string} */ value, /** @type {any} */ how) => of(name).set(value, how),
  };
}

/** One for all requests of this instance. @type {import('espai-cdkey/server').Handler | undefined} */
let cards;

export default {
  /** @param {Request} request @param {any} env @param {{ waitUntil: (promise: Promise<unknown>) => void }} context */
  fetch(request, env, context) {
    if (!new URL(request.url).pathname.startsWith('/api/')) return new Response(null, { status: 404 });
    cards ??= makeCards(env, { idempotency: storeIn(env.MOVES) });
    const answer = cards(request);
    // Without this, a move that was begun is broken off where the page goes away.
    context.waitUntil(answer);
    return answer;
  },
};
