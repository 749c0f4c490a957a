/**
 * The rules in wasm (`ledger/src/bindings.rs`).
 */
import * as generated from '../generated/ledger.js';
import { Wasm } from '../client/wasm.js';

/** @typedef {import('../generated/ledger.glue.js').CallCore} CallCore */
/** @typedef {import('../generated/ledger.glue.js').WatchCore} WatchCore */

const wasm = new Wasm(generated);

/**
 * Runs `use` on the rules. What they hold (a call, say) dies with its instance; then every use of it throws.
 * @template T
 * @param {(rules: typeof import('../generated/ledger.glue.js')) => T} use
 * @returns {T}
 */
export function rules(use) {
  return wasm.run(use);
}
