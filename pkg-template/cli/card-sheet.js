/**
 * Cards in a spreadsheet's file, whole: CSV by the rules of `bulk/`, or .xlsx. Loaded by who writes one.
 *
 * write-excel-file makes the .xlsx: MIT, kept, 70 KB with the zip; exceljs is ten times that and not kept.
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
 * @returns {Promise<number>} How many.
 */
export async function writeCsv(path, cards) {
  const { csvText } = await import('../bulk/bulk.node.js');
  let count = 0;
  await writeWhole(path, async (write) => {
    /** @type {Value[][]} */
    let rows = [[...CARD_COLUMNS]];
    let mark = MARK;
    const flush = async () => {
      await write(mark + csvText(rows));
      [mark, rows] = ['', []];
    };
    for await (const card of cards) {
      count += 1;
      if (rows.push(cardRow(card)) >= BATCH) await flush();
    }
    await flush();
  });
  return count;
}

/**
 * @param {string} path
 * @param {AsyncIterable<Card>} cards
 * @returns {Promise<number>}
 */
export async function writeXlsx(path, cards) {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  let count = 0;
  await writeWhole(path, async (write) => {
    const rows = [CARD_COLUMNS.map((name) => ({ value: name, type: String, fontWeight: 'bold' }))];
    for await (const card of cards) {
      count += 1;
      rows.push(/** @type {any} */ (cardRow(card).map(cellOf)));
    }
    await write(await writeExcelFile(/** @type {any} */ (rows), { stickyRowsCount: 1 }).toBuffer());
  });
  return count;
}

/** @param {Value} value */
function cellOf(value) {
  if (value === null) return null;
  return typeof value === 'number' ? { value, type: Number } : { value, type: String };
}
