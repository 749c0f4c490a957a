/**
 * Undoes `scripts/build/embed.js`: a byte below `SINGLE`, as most of wasm are, is one character, any other two.
 */

/** ASCII that stands in a string of any quotes without an escape, and cannot end a page's script. */
export const CHARACTERS = Array.from({ length: 95 }, (_, at) => String.fromCharCode(at + 32))
  .join('')
  .replaceAll(/["'`\\$<]/g, '');

/** The last two characters begin a pair. */
export const SINGLE = CHARACTERS.length - 2;

/** @param {string} text */
export function unpack(text) {
  // As bytes, and with nothing but locals in the loop: it runs once, when a process starts, before any engine warms up.
  const codes = new TextEncoder().encode(text);
  const all = CHARACTERS.length;
  const single = SINGLE;
  const values = new Uint8Array(128);
  for (let at = 0; at < all; at += 1) values[CHARACTERS.charCodeAt(at)] = at;
  const end = codes.length;
  let length = 0;
  // In place: what is written is never ahead of what is read.
  for (let at = 0; at < end;) {
    let value = values[codes[at++]];
    if (value >= single) value = single + (value - single) * all + values[codes[at++]];
    codes[length++] = value;
  }
  return codes.subarray(0, length);
}
