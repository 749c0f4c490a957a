/**
 * Cards in a spreadsheet's file, whole: CSV by the rules of `bulk/`, or .xlsx. Loaded by who writes one.
 *
 * hucre makes the .xlsx: MIT, kept, 31 KB of it, and the one that pulls rows and holds none of them, a million included; write-excel-file
 * and exceljs hold all, and xlsx-write-stream brings 50 packages along.
 */
import { CARD_COLUMNS, cardRow } from '../bulk/card-rows.js';
import { writeWhole } from './whole-file.js';

/** @typedef {import('../client/index.js').Card} Card */
/** @typedef {import('../bulk/card-rows.js').Value} Value */

/** For spreadsheets, which take UTF-8 for something else without. */
const MARK = '\ufeff';

/** Rows that are made text together. */
const BATCH = 500;

/**
 * @param {string} path
 * @param {AsyncIterable<Card>} cards
 * @param {(count: number) => void} [tell] How many there are so far, now and then.
 * @returns {Promise<number>} How many.
 */
export async function writeCsv(path, cards, tell) {
  const { csvText } = await import('../bulk/bulk.node.js');
  const counted = countedBy(tell);
  await writeWhole(path, async (write) => {
    /** @type {Value[][]} */
    let rows = [[...CARD_COLUMNS]];
    let mark = MARK;
    const flush = async () => {
      await write(mark + csvText(rows));
      [mark, rows] = ['', []];
    };
    for await (const card of counted.all(cards)) if (rows.push(cardRow(card)) >= BATCH) await flush();
    await flush();
  });
  return counted.count;
}

/**
 * @param {string} path
 * @param {AsyncIterable<Card>} cards
 * @param {(count: number) => void} [tell]
 * @returns {Promise<number>}
 */
export async function writeXlsx(path, cards, tell) {
  const { writeXlsxStream } = await import('hucre/xlsx');
  const counted = countedBy(tell);
  async function* rows() {
    for await (const card of counted.all(cards)) yield cardRow(card);
  }
  await writeWhole(path, async (write) => {
    const sheet = { name: 'Cards', columns: CARD_COLUMNS.map((header) => ({ header })), freezePane: { rows: 1 } };
    for await (const chunk of writeXlsxStream(rows(), sheet)) await write(chunk);
  });
  return counted.count;
}

/** @param {(count: number) => void} [tell] */
function countedBy(tell) {
  return {
    count: 0,
    /** @param {AsyncIterable<Card>} cards */
    async *all(cards) {
      for await (const card of cards) {
        this.count += 1;
        if (this.count % BATCH === 0) tell?.(this.count);
        yield card;
      }
      tell?.(this.count);
    },
  };
}
