/**
 * The rules in wasm (`server/src/bindings.rs`): texts in, JSON out. Nothing is kept in it between two calls.
 */
import * as generated from '../generated/server.js';
import { Wasm } from '../client/wasm.js';

/**
 * `Answer` of `server/src/answer.rs`.
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} body
 * @property {number} [retryAfter]
 * @property {string} [code]
 * @property {import('../client/index.js').Outcome} [outcome]
 * @property {boolean} keeps
 */

/**
 * What becomes of a request by its head.
 * @typedef {object} Opened
 * @property {[string, string][]} headers Of any answer to it.
 * @property {import('../client/index.js').Endpoint | null} endpoint
 * @property {boolean} isMove
 * @property {number} most How many bytes its body may have.
 * @property {boolean} chinese
 * @property {Answer | null} answer
 */

/** @typedef {{ id: string, fingerprint: string }} Named */

const wasm = new Wasm(/** @type {any} */ (generated));

/**
 * Runs `use` on the rules.
 * @template T
 * @param {(rules: typeof import('../generated/server.glue.js')) => T} use
 * @returns {T}
 */
export function rules(use) {
  return wasm.run(/** @type {any} */ (use));
}

/**
 * @param {'too_large' | 'no_body' | 'cut_body' | 'not_signed_in' | 'no_store' | 'key_conflict' | 'under_way'} name
 * @param {Opened} opened
 * @returns {Answer}
 */
export function refusal(name, { most, chinese }) {
  return JSON.parse(rules((rule) => rule.refuse(name, most, chinese)));
}

/** What is answered where these rules themselves have failed: whoever asked knows nothing. @type {Answer} */
export const BROKEN = { status: 502, body: '', code: 'internal', outcome: 'unknown', keeps: true };
