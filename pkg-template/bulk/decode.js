/**
 * From a file's bytes to its text. A spreadsheet in China writes GB18030, one elsewhere UTF-8 with or without a mark, and "Unicode
 * text" is UTF-16: each is known for certain, or the file is refused. Nothing is replaced by a �.
 */
import { BulkError } from './problem.js';

/** @typedef {'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'} Encoding */

/** How files begin. @type {readonly [Encoding | 'xlsx', readonly number[]][]} */
const BEGINNINGS = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  // A zip, which an .xlsx is, and the container of an .xls.
  ['xlsx', [0x50, 0x4b, 0x03, 0x04]],
  ['xlsx', [0xd0, 0xcf, 0x11, 0xe0]],
];

/**
 * Hands the text on, in pieces and without its mark. What is neither marked nor UTF-8 is gone through again as GB18030; so what is made
 * of the text begins anew with each `begin`.
 * @template T
 * @param {() => AsyncIterable<Uint8Array>} open May be called twice.
 * @param {() => { push(text: string): void, end(): T }} begin
 * @returns {Promise<{ encoding: Encoding, made: T }>}
 */
export async function decoded(open, begin) {
  const marked = beginning(await head(open()));
  if (marked === 'xlsx') throw new BulkError([{ reason: 'xlsx' }]);
  /** @type {readonly Encoding[]} */
  const candidates = marked === undefined ? ['utf-8', 'gb18030'] : [marked];
  for (const encoding of candidates) {
    const taker = begin();
    if (await decodedAs(encoding, open(), taker)) return { encoding, made: taker.end() };
  }
  throw new BulkError([{ reason: 'not_a_text_file' }]);
}

/**
 * @param {Encoding} encoding
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {{ push(text: string): void }} taker
 * @returns {Promise<boolean>} Whether it is text of this encoding.
 */
async function decodedAs(encoding, chunks, taker) {
  const decoder = new TextDecoder(encoding, { fatal: true });
  /** @param {Uint8Array} [chunk] */
  const text = (chunk) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      return undefined;
    }
  };
  for await (const chunk of chunks) {
    const piece = text(chunk);
    // No text has a NUL: it is UTF-16 without a mark, or no text at all.
    if (piece === undefined || piece.includes('\0')) return false;
    taker.push(piece);
  }
  const rest = text();
  if (rest === undefined) return false;
  taker.push(rest);
  return true;
}

/** @param {AsyncIterable<Uint8Array>} chunks */
async function head(chunks) {
  /** @type {number[]} */
  const bytes = [];
  for await (const chunk of chunks) {
    bytes.push(...chunk.subarray(0, 4));
    if (bytes.length >= 4) break;
  }
  return bytes;
}

/** @param {number[]} bytes */
function beginning(bytes) {
  return BEGINNINGS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
}
