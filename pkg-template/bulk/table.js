/**
 * A table of cells, as a page shows it: to be checked as a whole, mended in place, and checked again. What is in it is decided by the same
 * rules as a file that is read as a stream (`sheet.js`).
 */
import { rules } from './core.js';
import { decoded } from './decode.js';
import { CsvRows, csvLine } from './rows.js';
import { Sheet } from './sheet.js';

/** @typedef {import('./decode.js').Encoding} Encoding */
/** @typedef {import('./problem.js').Problem} Problem */
/** @typedef {string | number | boolean | Date | null} Cell */

/**
 * `Table` of `bulk.d.ts`.
 * @typedef {object} Table
 * @property {'text' | 'workbook'} from
 * @property {Encoding | null} encoding
 * @property {readonly (readonly [line: number, cells: readonly Cell[] | null])[]} rows
 */

/** How many rows go into wasm at once. */
const BATCH = 1000;

/**
 * The rows of CSV, pasted or from a file.
 * @param {string | Blob} source
 * @returns {Promise<Table>}
 */
export async function readTable(source) {
  if (typeof source === 'string') {
    const rows = new CsvRows();
    return { from: 'text', encoding: null, rows: [...rows.push(source), ...rows.end()] };
  }
  const { encoding, made } = await decoded(
    () => chunksOf(source),
    () => {
      const splitter = new CsvRows();
      /** @type {import('./rows.js').Row[][]} */
      const all = [];
      return {
        push: (text) => {
          all.push(splitter.push(text));
        },
        end: () => [...all.flat(), ...splitter.end()],
      };
    },
  );
  return { from: 'text', encoding, rows: made };
}

/** @param {Blob} blob */
async function* chunksOf(blob) {
  // By its reader: not every browser goes through a stream with `for await`.
  const reader = blob.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/**
 * The rows of a workbook's sheet, as a reader of .xlsx gives them: texts, numbers, booleans, dates and null.
 * @param {readonly (readonly unknown[])[]} rows
 * @returns {Table}
 */
export function workbookTable(rows) {
  return {
    from: 'workbook',
    encoding: null,
    rows: rows.map((cells, at) => [at + 1, cells.map(cellOf)]),
  };
}

/**
 * @param {unknown} value
 * @returns {Cell}
 */
function cellOf(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value instanceof Date ? value : String(value);
}

/**
 * @param {Table} table
 * @param {{ allowDuplicates?: boolean }} [options]
 * @returns {Sheet}
 */
export function checkTransfers({ from, encoding, rows }, { allowDuplicates = false } = {}) {
  const core = rules((glue) => new glue.SheetCore(false, allowDuplicates));
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH);
    rules(() => {
      if (from === 'text') core.pushCells(JSON.stringify(batch));
      else core.pushWorkbook(JSON.stringify(batch.map(([line, cells]) => [line, (cells ?? []).map(written)])));
    });
  }
  /** @type {Problem[]} */
  const problems = JSON.parse(rules(() => core.finish()));
  return new Sheet(core, 'csv', encoding ?? 'utf-8', problems);
}

/**
 * `Cell` of `bulk/src/workbook.rs`.
 * @param {Cell} cell
 */
function written(cell) {
  if (cell instanceof Date) return { moment: cell.toISOString() };
  // JSON has no such numbers, and no cell should have one.
  return typeof cell === 'number' && !Number.isFinite(cell) ? { moment: String(cell) } : cell;
}

/**
 * Rows as CSV. A text that a spreadsheet would run or change has a `'` before it; a number is left as it is, and null is nothing.
 * @param {Iterable<readonly (string | number | null)[]>} rows
 */
export function csvText(rows) {
  return rules((glue) =>
    Array.from(rows, (row) =>
      csvLine(row.map((value) => (typeof value === 'string' ? glue.writeCell(value) : String(value ?? '')))),
    ).join(''),
  );
}
