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
 * @param {number} from where in `words` the texts begin
 * @param {number} end where they end
 * @param {Uint8Array} bytes
 * @param {number} arena where in `bytes` the arena begins
 * @returns {(string | null)[]}
 */
function cutTexts(words, from, end, bytes, arena) {
  // With `ignoreBOM` a mark at the start of a text stays in it. Left out, every cut after it would be one off.
  const utf8 = (decoder ??= new TextDecoder('utf-8', { ignoreBOM: true }));
  /** @type {(string | null)[]} */
  const texts = [null];
  let number = 1;
  let at = arena;
  let word = from;
  while (word < end) {
    const next = at + words[word];
    const last = word + 2 + words[word + 1];
    const block = utf8.decode(bytes.subarray(at, next));
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
  return buildRows(rows, 0, rows.length, cutTexts(texts, 0, texts.length, arena, 0));
}

/**
 * As `buildCards`, with the places of the three slices in the module's whole memory: making three views takes longer
 * than building one card.
 *
 * @param {Uint32Array} words the memory in words of four bytes
 * @param {Uint8Array} bytes the same memory in bytes
 * @param {number} rows where in `words` the rows begin
 * @param {number} rowWords how many words they take
 * @param {number} texts where in `words` the texts begin
 * @param {number} textWords how many words they take
 * @param {number} arena where in `bytes` the arena begins
 * @returns {Card[]}
 */
export function buildCardsAt(words, bytes, rows, rowWords, texts, textWords, arena) {
  return buildRows(words, rows, rows + rowWords, cutTexts(words, texts, texts + textWords, bytes, arena));
}

/**
 * @param {Uint32Array} words
 * @param {number} from where in `words` the rows begin
 * @param {number} end where they end
 * @param {(string | null)[]} text
 * @returns {Card[]}
 */
function buildRows(words, from, end, text) {
  /** @type {Card[]} */
  const cards = new Array((end - from) / ROW);
  let card = 0;
  for (let row = from; row < end; row += ROW) {
    const createdHigh = words[row + 9];
    const updatedHigh = words[row + 11];
    // One literal with every key, so that all cards are of one shape.
    cards[card] = {
      id: /** @type {string} */ (text[words[row]]),
      code: /** @type {string} */ (text[words[row + 1]]),
      type: /** @type {string} */ (text[words[row + 2]]),
      apiLimit: join(words[row + 6], words[row + 7]),
      userId: text[words[row + 3]],
      userPhone: text[words[row + 4]],
      userName: text[words[row + 5]],
      createTime: createdHigh === NO_TIME ? null : join(words[row + 8], createdHigh),
      updateTime: updatedHigh === NO_TIME ? null : join(words[row + 10], updatedHigh),
    };
    card += 1;
  }
  return cards;
}
