/**
 * Bytes as the text of a JavaScript string, for `unpacker.wat` to undo: a byte below `SINGLE`, as most of wasm are, is one
 * character, any other two.
 *
 * Base64 puts three bytes into four characters at shifting places, so that what repeats in the bytes does not repeat in
 * the text: wasm of 57.3 KB (brotli) became 75.2 KB. Here a byte is always the same one or two characters, and it is
 * 58.5 KB. Hex was 61.5 KB, and twice as much text to parse. Characters beyond ASCII would be smaller by 1 %, and are
 * rewritten by minifiers, by some to six characters each.
 */

/** ASCII that stands in a string of any quotes without an escape, and cannot end a page's script. */
const CHARACTERS = Array.from({ length: 95 }, (_, at) => String.fromCharCode(at + 32))
  .join('')
  .replaceAll(/["'`\\$<]/g, '');

/** The last two characters begin a pair. */
const SINGLE = CHARACTERS.length - 2;

/** @param {Uint8Array} bytes */
export function embed(bytes) {
  const all = CHARACTERS.length;
  const codes = Array.from({ length: 256 }, (_, byte) => {
    if (byte < SINGLE) return CHARACTERS[byte];
    const rest = byte - SINGLE;
    return `${CHARACTERS[SINGLE + Math.floor(rest / all)]}${CHARACTERS[rest % all]}`;
  });
  return Array.from(bytes, (byte) => codes[byte]).join('');
}
