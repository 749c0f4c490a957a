/**
 * A destroy's plan: each card, whether the rules allow it, and a digest that says yes to exactly this (`bulk/src/plan.rs`).
 */
import { rules } from './core.js';

/**
 * @typedef {object} Planned
 * @property {import('../client/index.js').Card} card
 * @property {boolean} allowed
 * @property {string | null} reason
 */

/**
 * @param {readonly import('../client/index.js').Card[]} cards As the client gives them, in the order that was asked for.
 * @returns {{ cards: Planned[], digest: string }}
 */
export function planDestroy(cards) {
  return JSON.parse(rules((glue) => glue.planDestroy(JSON.stringify(cards))));
}

/**
 * What a digest that a person gave says about the plan for these cards: it is its own, it is of the same cards of which one has changed
 * since, or it is of another plan.
 * @param {readonly import('../client/index.js').Card[]} cards
 * @param {string} digest
 * @returns {'same' | 'changed' | 'other'}
 */
export function confirmDestroy(cards, digest) {
  return /** @type {any} */ (rules((glue) => glue.confirmDestroy(JSON.stringify(cards), digest)));
}
