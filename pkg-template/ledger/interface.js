/**
 * What a ledger must have: the methods of `Ledger` in `ledger.d.ts`.
 */
const METHODS = ['enter', 'get', 'change', 'list', 'beat', 'leave', 'close'];

/** @param {any} given */
export function isLedger(given) {
  return typeof given === 'object' && given !== null && METHODS.every((name) => typeof given[name] === 'function');
}
