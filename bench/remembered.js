/**
 * Moves through a backend of one's own that carry an `idempotency-key`, without a network: what it costs to remember them must not
 * grow with how many are remembered.
 */
import assert from 'node:assert/strict';
import { idOf } from './moves.js';
import { peer } from './peer.js';
import { KEY } from './ways.js';

/** How many a sample makes, each of them asked for twice. */
export const MOVES = 500;
/** As many as a handler remembers at most. */
const FULL = 10_000;

export const FRESH = 'a new handler';
export const FILLED = `one that remembers ${FULL.toLocaleString('en')}`;

/** @returns {Promise<Record<string, () => Promise<void>>>} */
export async function remembered() {
  const [{ CdkeyClient }, { createHandler }] = await Promise.all([peer('espai-cdkey'), peer('espai-cdkey/server')]);
  let sent = 0;
  const fetch = async () => {
    sent += 1;
    return new Response('{"success":true}');
  };
  const client = new CdkeyClient({ apiKey: KEY, fetch });
  const newHandler = () => createHandler({ client, authorize: () => ({ actor: 'bench' }), allow: ['destroy'] });
  let made = 0;
  /** @param {(request: Request) => Promise<Response>} handle */
  const moveTwice = async (handle) => {
    const body = JSON.stringify([idOf((made += 1))]);
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    for (let time = 0; time < 2; time += 1) {
      const answer = await handle(new Request('https://x.example/cdkey/destroy', { method: 'POST', headers, body }));
      assert.equal(answer.status, 200, await answer.text());
    }
  };
  const many = async (/** @type {any} */ handle, /** @type {number} */ count) => {
    const before = sent;
    for (let at = 0; at < count; at += 1) await moveTwice(handle);
    assert.equal(sent - before, count, 'what comes again is not sent again');
  };
  const filled = newHandler();
  await many(filled, FULL);
  return { [FRESH]: () => many(newHandler(), MOVES), [FILLED]: () => many(filled, MOVES) };
}
