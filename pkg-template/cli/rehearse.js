/**
 * A transfer up to the moment before its request leaves: every check and every rule is the client's own, and nothing is sent. So what a
 * person is shown is what will be done.
 */
import { CdkeyError } from '../client/index.js';

/** @typedef {import('../client/index.js').Card} Card */
/** @typedef {{ source: Card, target: Card }} Cards */

/** Where it stops. */
const TRANSFER = /\/cdkey\/transfer$/;

/**
 * A `fetch` that lets reads through, and ends a transfer instead of sending it.
 * @param {import('./connection.js').Transport} transport
 * @param {AbortController} stop
 * @returns {import('./connection.js').Transport}
 */
export function readsOnly(transport, stop) {
  return (url, init) => {
    if (!TRANSFER.test(String(url))) return transport(url, init);
    stop.abort();
    return Promise.reject(new Error('rehearsed'));
  };
}

/**
 * @param {import('../client/index.js').CdkeyClient} client Made with `readsOnly`.
 * @param {any} input
 * @param {AbortController} stop
 * @returns {Promise<Cards>} Both cards as they are now.
 * @throws {CdkeyError} What the transfer would be refused with before it is sent.
 */
export async function rehearse(client, input, stop) {
  try {
    await client.transfer(input, { verify: true, signal: stop.signal });
  } catch (error) {
    const before = stop.signal.aborted && error instanceof CdkeyError ? error.evidence?.before : undefined;
    if (before !== undefined) return before;
    throw error;
  }
  throw new Error('a rehearsal has sent a transfer');
}
