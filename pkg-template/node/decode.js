/**
 * Answers that come packed all the same: nothing asks for it here, but a proxy may do it unasked.
 */
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** No service packs an answer more often; each costs a decoder. */
const MOST = 5;

/** What is there is given without waiting for more, and a missing trailer is no error: as Node's own `fetch` has it. */
const ZLIB = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** @type {Map<string, () => import('node:stream').Transform>} */
const DECODERS = new Map([
  ['gzip', () => createGunzip(ZLIB)],
  ['x-gzip', () => createGunzip(ZLIB)],
  ['deflate', () => createInflate(ZLIB)],
  ['br', () => createBrotliDecompress(BROTLI)],
]);

/**
 * @param {string} header A `content-encoding`.
 * @returns {import('node:stream').Transform[]} In the order to go through them. None where one is unknown: then the bytes are given as they
 *   are, and are no JSON.
 */
export function decodersOf(header) {
  const codings = header
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MOST) return [];
  const makers = codings.map((coding) => DECODERS.get(coding)).filter((maker) => maker !== undefined);
  return makers.length === codings.length ? makers.map((make) => make()).reverse() : [];
}
