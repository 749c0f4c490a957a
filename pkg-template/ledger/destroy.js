/**
 * What the service has of a card that is to be destroyed, or was. What that says of a destroy, `ledger/src/evidence.rs` decides.
 */
import { rules } from './core.js';

/** @typedef {import('../client/index.js').CdkeyClient} CdkeyClient */
/** @typedef {import('../client/index.js').Card} Card */

/**
 * The card of an id; null where the service has none.
 * @param {CdkeyClient} client
 * @param {string} id
 * @param {object} [options] Of the call.
 * @returns {Promise<Card | null>}
 */
export async function cardOf(client, id, options) {
  const page = await client.list({ id }, options);
  const card = page.cards.find((each) => each.id === id);
  if (card) return card;
  // A service that takes no notice of the filter, and has more than it shows: that it is not among these says nothing.
  if (page.hasMore) throw new Error('the list of one id is longer than a page');
  return null;
}

/**
 * Looks whether a destroy whose answer was lost has happened.
 * @param {CdkeyClient} client
 * @param {string} id
 * @param {Card | null} before As read before it.
 * @param {object} [options]
 */
export async function lookAfterDestroy(client, id, before, options) {
  for (let look = 1; ; look += 1) {
    /** @type {Card | null | undefined} */
    const now = await cardOf(client, id, options).catch(() => undefined);
    const says = JSON.parse(rules((glue) => glue.ofDestroy(seen(before), seen(now), look)));
    if (says.verdict) {
      const after = now === undefined ? null : { card: now };
      return { verdict: says.verdict, before: { card: before }, after };
    }
    await new Promise((resolve) => setTimeout(resolve, says.again));
  }
}

/** @param {Card | null | undefined} card Undefined where it could not be read. */
function seen(card) {
  return JSON.stringify(card === undefined ? 'unreadable' : card === null ? 'gone' : card.apiLimit);
}
