/**
 * Bytes as the text of a JavaScript string, for `unpacker.wat` to undo: most bytes are one character, the others two.
 *
 * A page's download is packed by its server, so what counts is what brotli makes of the text. Base64 puts three bytes into
 * four characters at shifting places, and what repeats in the bytes repeats no more: wasm of 43.2 KB (brotli) becomes
 * 57 KB. Here a byte is always written the same, ASCII mostly as itself, beside the JavaScript around it: 43.9 KB. Hex is
 * 46 KB, and twice as much text to parse. Characters beyond ASCII would be fewer, and are rewritten by
 * minifiers, by some to six characters each.
 */

/** ASCII that stands in a string of any quotes without an escape, and cannot end a page's script. */
const CHARACTERS = Array.from({ length: 95 }, (_, at) => String.fromCharCode(at + 32))
  .join('')
  .replaceAll(/["'`\\$<]/g, '');

/** Characters that are rare in wasm, and begin a pair. */
const ESCAPES = '=]';

/** Others that are rare, and what stands for more by them: bytes that are no such characters, and are frequent. */
const RARE = '&*+./12359;>CJQSUVWYZ[^z{}';
const FREQUENT = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 20, 24, 27, 28, 34, 36, 127, 128, 136, 192, 255];

/** The byte that each single character stands for. @type {ReadonlyMap<string, number>} */
const SINGLES = new Map(
  [...CHARACTERS]
    .filter((character) => !ESCAPES.includes(character))
    .map((character) => [character, FREQUENT[RARE.indexOf(character)] ?? character.charCodeAt(0)]),
);

/** The bytes that take a pair, in the order of the pairs. */
const PAIRED = (() => {
  const single = new Set(SINGLES.values());
  return Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !single.has(byte));
})();

/** Where the text begins in the unpacker's memory: behind its tables. */
export const TEXT_AT = 512;

/**
 * What the unpacker looks things up in: by a character's code the byte that it stands for; from 128 its place among all
 * characters; from 256 the bytes of the pairs.
 */
export function tables() {
  const all = new Uint8Array(TEXT_AT);
  for (const [character, byte] of SINGLES) all[character.charCodeAt(0)] = byte;
  for (const [at, character] of [...CHARACTERS].entries()) all[128 + character.charCodeAt(0)] = at;
  all.set(PAIRED, 256);
  return all;
}

/** What the unpacker is told besides. */
export const CONSTANTS = {
  TEXT_AT,
  FIRST_ESCAPE: ESCAPES.charCodeAt(0),
  SECOND_ESCAPE: ESCAPES.charCodeAt(1),
  CHARACTERS: CHARACTERS.length,
};

/** @param {Uint8Array} bytes */
export function embed(bytes) {
  /** @type {string[]} */
  const codes = [];
  for (const [character, byte] of SINGLES) codes[byte] = character;
  for (const [at, byte] of PAIRED.entries()) {
    codes[byte] = `${ESCAPES[Math.floor(at / CHARACTERS.length)]}${CHARACTERS[at % CHARACTERS.length]}`;
  }
  return Array.from(bytes, (byte) => codes[byte]).join('');
}
