/**
 * Answers that come packed all the same: nothing asks for it here, but a proxy may do it unasked. What Node's own `fetch`
 * unpacks is unpacked.
 */
import { pipeline } from 'node:stream';
import zlib from 'node:zlib';

/** No service packs an answer more often; each costs a decoder. */
const MOST = 5;

/** What is there is given without waiting for more, and a missing trailer is no error: as Node's own `fetch` has it. */
const ZLIB = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
const BROTLI = { flush: zlib.constants.BROTLI_OPERATION_FLUSH, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH };

/** @typedef {AsyncIterable<Uint8Array>} Pieces */
/** One step of a pipeline of streams. @typedef {import('node:stream').Transform | ((packed: Pieces) => Pieces)} Decoder */

/** @type {(() => import('node:stream').Transform) | undefined} */
const createZstd = Reflect.get(zlib, 'createZstdDecompress');

/** @type {Map<string, () => Decoder>} */
const DECODERS = new Map(
  /** @type {[string, () => Decoder][]} */ ([
    ['gzip', () => zlib.createGunzip(ZLIB)],
    ['x-gzip', () => zlib.createGunzip(ZLIB)],
    ['deflate', () => inflated],
    ['br', () => zlib.createBrotliDecompress(BROTLI)],
    // From Node 22.15 on; where it is missing, Node's `fetch` cannot read it either.
    ...(createZstd ? [['zstd', () => createZstd()]] : []),
  ]),
);

/**
 * @param {string} header A `content-encoding`.
 * @returns {Decoder[]} In the order to go through them. None where one is unknown: then the bytes are given as they are, and
 *   are no JSON.
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

/**
 * `deflate` is zlib's format, says its RFC; some servers leave zlib's two bytes before it out. The first byte tells.
 * @type {(packed: Pieces) => Pieces}
 */
async function* inflated(packed) {
  const pieces = packed[Symbol.asyncIterator]();
  const { value: first } = await pieces.next();
  if (first === undefined) return;
  async function* whole() {
    yield first;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  const wrapped = (first[0] & 0x0f) === 8;
  const decoder = wrapped ? zlib.createInflate(ZLIB) : zlib.createInflateRaw(ZLIB);
  // What goes wrong comes out of the decoder.
  yield* pipeline(whole, decoder, () => {});
}
