/**
 * All kinds of call against one service, and what each of them must say when it fails.
 */
import { CdkeyClient } from 'espai-cdkey';
import { DESTROY_INPUT, DETAIL_INPUT, KEY, TRANSFER_INPUT } from './page.js';
import { checkError, rejection } from './check.js';

/** @typedef {import('espai-cdkey').CdkeyClientOptions} Options */

/**
 * Makes all three kinds of call, and checks that the errors say what they should.
 * @param {(options?: Partial<Options>) => CdkeyClient} client
 * @param {object} expected The fields of the error, but those by kind.
 * @param {{ retryable: boolean, again?: boolean }} read Whether a read may be tried again; `again`: a move, too.
 * @returns {Promise<import('espai-cdkey').CdkeyError[]>}
 */
export async function allThree(client, expected, { retryable, again = false }) {
  const own = client({ maxRetries: 0 });
  const detail = await rejection(own.detail(DETAIL_INPUT));
  checkError(detail, { ...expected, endpoint: 'detail', attempts: 1, retryable });
  const transfer = await rejection(own.transfer(TRANSFER_INPUT));
  checkError(transfer, { ...expected, endpoint: 'transfer', attempts: 1, retryable: again });
  const destroy = await rejection(own.destroy(DESTROY_INPUT));
  checkError(destroy, { ...expected, endpoint: 'destroy', attempts: 1, retryable: again });
  return [detail, transfer, destroy];
}

/** @param {string} baseUrl */
export const to =
  (baseUrl) =>
  (/** @type {Partial<Options>} */ options = {}) =>
    new CdkeyClient({ apiKey: KEY, baseUrl, ...options });
export const REJECTED = /** @type {const} */ ({ outcome: 'rejected' });
export const UNKNOWN = /** @type {const} */ ({ outcome: 'unknown' });
export const NOT_SENT = /** @type {const} */ ({ outcome: 'not_sent' });

/** Who may try again: reads; nobody; a move, too. */
export const AGAIN = { retryable: true };
export const NOT_AGAIN = { retryable: false };
export const BOTH_AGAIN = { retryable: true, again: true };

/**
 * A client on a fetch of any kind, that tries nothing again unless told.
 * @param {unknown} fetch
 * @param {Partial<Options>} [options]
 */
export const by = (fetch, options) =>
  new CdkeyClient({
    apiKey: KEY,
    fetch: /** @type {import('espai-cdkey').Fetch} */ (fetch),
    maxRetries: 0,
    ...options,
  });
