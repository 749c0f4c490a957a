/**
 * The rules in wasm (`bulk/src/bindings.rs`): texts in, JSON out.
 */
import * as generated from '../generated/bulk.js';
import { Wasm } from '../client/wasm.js';

/** @typedef {import('../generated/bulk.glue.js').SheetCore} SheetCore */
/** @typedef {import('../generated/bulk.glue.js').ResultsCore} ResultsCore */

const wasm = new Wasm(generated);

/**
 * Runs `use` on the rules. What they hold (a sheet, say) dies with its instance; then every use of it throws.
 * @template T
 * @param {(rules: typeof import('../generated/bulk.glue.js')) => T} use
 * @returns {T}
 */
export function rules(use) {
  return wasm.run(use);
}
