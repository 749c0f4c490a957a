/**
 * Builds the cards of an answer from the columns that the decoder made of it.
 *
 * The layout is written down at `CardColumns` in `src/wire/columns.rs`; this file follows it.
 */

/** @typedef {import('./index.d.ts').Card} Card */

/** Words of a row. */
const ROW = 12;
/** The upper half of a time that is not there. */
const NO_TIME = 0x80000000;
const UPPER = 0x100000000;

/** @type {TextDecoder | undefined} */
let decoder;

/**
 * The texts by their numbers; number 0 is null.
 *
 * Each block is decoded by itself and cut by UTF-16 lengths. Engines keep the whole of what a text was cut from, so
 * cutting one great text would keep all of the answer for one card; the decoder makes the blocks small.
 *
 * @param {Uint32Array} words
 * @param {Uint8Array} arena
 * @returns {(string | null)[]}
 */
function cutTexts(words, arena) {
  // With `ignoreBOM` a mark at the start of a text stays in it. Left out, every cut after it would be one off.
  const utf8 = (decoder ??= new TextDecoder('utf-8', { ignoreBOM: true }));
  // There are at most as many texts as words; an array that grows would be copied time and again.
  /** @type {(string | null)[]} */
  const texts = new Array(words.length + 1);
  texts[0] = null;
  let number = 1;
  let at = 0;
  let word = 0;
  while (word < words.length) {
    const next = at + words[word];
    const last = word + 2 + words[word + 1];
    const block = utf8.decode(arena.subarray(at, next));
    let start = 0;
    for (word += 2; word < last; word += 1) {
      const stop = start + words[word];
      texts[number] = block.slice(start, stop);
      number += 1;
      start = stop;
    }
    at = next;
  }
  return texts;
}

/**
 * The number of two halves: a small one as the engine's small integer, which costs no memory of its own.
 *
 * @param {number} low
 * @param {number} high
 */
function join(low, high) {
  return (high | 0) === (low | 0) >> 31 ? low | 0 : (high | 0) * UPPER + low;
}

/**
 * All cards of an answer, as plain objects, in its order.
 *
 * The arguments may be views over the memory of the wasm module: they are read before this returns, and nothing of
 * them is kept.
 *
 * @param {Uint32Array} rows what `CardColumns::rows` gives
 * @param {Uint32Array} texts what `CardColumns::texts` gives
 * @param {Uint8Array} arena what `CardColumns::arena` gives
 * @returns {Card[]}
 */
export function buildCards(rows, texts, arena) {
  const text = cutTexts(texts, arena);
  /** @type {Card[]} */
  const cards = new Array(rows.length / ROW);
  let card = 0;
  for (let row = 0; row < rows.length; row += ROW) {
    const createdHigh = rows[row + 9];
    const updatedHigh = rows[row + 11];
    // One literal with every key, so that all cards are of one shape.
    cards[card] = {
      id: /** @type {string} */ (text[rows[row]]),
      code: /** @type {string} */ (text[rows[row + 1]]),
      type: /** @type {string} */ (text[rows[row + 2]]),
      apiLimit: join(rows[row + 6], rows[row + 7]),
      userId: text[rows[row + 3]],
      userPhone: text[rows[row + 4]],
      userName: text[rows[row + 5]],
      createTime: createdHigh === NO_TIME ? null : join(rows[row + 8], createdHigh),
      updateTime: updatedHigh === NO_TIME ? null : join(rows[row + 10], updatedHigh),
    };
    card += 1;
  }
  return cards;
}
