/**
 * What is not equal is not compared: before anything is timed, every way has to give the cards that are expected.
 */
import assert from 'node:assert/strict';
import { asCard } from './data.js';

/**
 * @param {string} way
 * @param {any[]} given Cards, or the wire's objects.
 * @param {import('./data.js').WireCard[]} wire
 */
export function equalCards(way, given, wire) {
  const cards = given.map((card) => ('api_limit' in card ? asCard(card) : card));
  assert.deepStrictEqual(cards, wire.map(asCard), `${way} gave other cards`);
}
