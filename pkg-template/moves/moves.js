/**
 * What only verified transfers, `settle` and bulks need: the client loads it when it is asked for one.
 */
export * as generated from '../generated/moves.js';
export { Many } from './many.js';
