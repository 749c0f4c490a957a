/**
 * Builds the cards of an answer from the columns that the decoder made of it.
 *
 * The layout is written down at `CardColumns` in `src/wire/columns.rs`; this file follows it.
 */

/** @typedef {import('./index.d.ts').Card} Card */

/** Words of a row. */
const ROW = 12;
/** The upper half of a number that is not there. */
const NOTHING = 0x80000000;
const UPPER = 0x100000000;

/** @type {TextDecoder | undefined} */
let decoder;

/** The memory that was read last, and views of it: to make one takes as long as to build a card.
 * @type {WebAssembly.Memory | undefined} */
let seen;
let words = new Uint32Array(0);
let bytes = new Uint8Array(0);

/** @param {WebAssembly.Memory} memory */
function look(memory) {
  // A memory that has grown leaves views of no length behind.
  if (memory === seen && words.length > 0) return;
  seen = memory;
  words = new Uint32Array(memory.buffer);
  bytes = new Uint8Array(memory.buffer);
}

/**
 * The texts by their numbers; number 0 is null.
 *
 * Each block is decoded by itself and cut by UTF-16 lengths. Engines keep the whole of what a text was cut from, so
 * cutting one great text would keep all of the answer for one card; the decoder makes the blocks small.
 *
 * @param {number} from The first word of the layout.
 * @param {number} to The word after the last.
 * @param {number} arena Its first byte.
 * @returns {(string | null)[]}
 */
function cutTexts(from, to, arena) {
  // With `ignoreBOM` a mark at the start of a text stays in it. Left out, every cut after it would be one off.
  const utf8 = (decoder ??= new TextDecoder('utf-8', { ignoreBOM: true }));
  // There are at most as many texts as words; an array that grows would be copied time and again.
  /** @type {(string | null)[]} */
  const texts = new Array(to - from + 1);
  const layout = words;
  texts[0] = null;
  let number = 1;
  let at = arena;
  let word = from;
  while (word < to) {
    const next = at + layout[word];
    const last = word + 2 + layout[word + 1];
    const block = utf8.decode(bytes.subarray(at, next));
    let start = 0;
    for (word += 2; word < last; word += 1) {
      const stop = start + layout[word];
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
 * All cards of an answer, as plain objects, in its order. It is all read before this returns, and nothing of the memory
 * is kept.
 *
 * @param {WebAssembly.Memory} memory where the columns are
 * @param {number} rows the address of what `CardColumns::rows` gives
 * @param {number} rowWords how many words that is
 * @param {number} texts likewise of `CardColumns::texts`
 * @param {number} textWords
 * @param {number} arena the address of what `CardColumns::arena` gives
 * @returns {Card[]}
 */
export function buildCards(memory, rows, rowWords, texts, textWords, arena) {
  look(memory);
  const text = cutTexts(texts >>> 2, (texts >>> 2) + textWords, arena);
  /** @type {Card[]} */
  const cards = new Array(rowWords / ROW);
  const end = (rows >>> 2) + rowWords;
  const all = words;
  let card = 0;
  for (let row = rows >>> 2; row < end; row += ROW) {
    const limitHigh = all[row + 7];
    const createdHigh = all[row + 9];
    const updatedHigh = all[row + 11];
    // One literal with every key, so that all cards are of one shape.
    cards[card] = {
      id: /** @type {string} */ (text[all[row]]),
      code: /** @type {string} */ (text[all[row + 1]]),
      type: /** @type {string} */ (text[all[row + 2]]),
      apiLimit: limitHigh === NOTHING ? null : join(all[row + 6], limitHigh),
      userId: text[all[row + 3]],
      userPhone: text[all[row + 4]],
      userName: text[all[row + 5]],
      createTime: createdHigh === NOTHING ? null : join(all[row + 8], createdHigh),
      updateTime: updatedHigh === NOTHING ? null : join(all[row + 10], updatedHigh),
    };
    card += 1;
  }
  return cards;
}
