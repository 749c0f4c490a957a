/**
 * A results file: rows are only ever added, and each is on the disk before the promise of its `append` resolves. So what a killed run
 * leaves is at most one row that is not whole, and nothing had left for it.
 */
import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BulkError, CsvRows, JsonLines, Results, csvLine, decoded, refuse, rules } from './bulk.parts.js';
import { chunksOf } from './chunks.node.js';
import { hold } from './hold.node.js';

/** @typedef {import('./sheet.js').Format} Format */
/** @typedef {import('node:fs/promises').FileHandle} FileHandle */

/** For whom opens the file with a spreadsheet: it takes UTF-8 for something else without. */
const MARK = '\ufeff';
/** More than the longest row has. */
const TAIL_BYTES = 256 * 1024;
const NEW_LINE = 0x0a;
/** How a row of JSONL begins. */
const FIRST_MEMBER = '{"line":';

/**
 * Opens the results of a sheet: makes the file, or reads what earlier runs have left in it. One process at a time.
 * @param {string} path CSV, or JSONL where it ends in .jsonl or .ndjson.
 * @param {import('./sheet.js').Sheet} sheet
 * @param {Format} format
 */
export async function openFile(path, sheet, format) {
  refuse(sheet.problems);
  const release = await hold(path);
  /** @type {FileHandle | undefined} */
  let handle;
  try {
    const isNew = (await sizeOf(path)) === 0;
    handle = await open(path, 'a+', 0o600);
    const core = rules((glue) => new glue.ResultsCore());
    if (isNew || !(await read(handle, core, format))) await begin(handle, path, format);
    refuse(JSON.parse(rules(() => core.against(sheet.core, false))));
    return new Results(sheet, keeping(handle, release), core, format);
  } catch (error) {
    await handle?.close();
    await release();
    throw error;
  }
}

/**
 * @param {FileHandle} handle
 * @param {() => Promise<void>} release
 * @returns {import('./results.js').Keeping}
 */
function keeping(handle, release) {
  return {
    async append(rows) {
      await handle.appendFile(rows.join(''));
      await handle.datasync();
    },
    async close() {
      await handle.close();
      await release();
    },
  };
}

/** @param {string} path */
async function sizeOf(path) {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return 0;
    throw error;
  }
}

function header() {
  /** @type {string[]} */
  const columns = JSON.parse(rules((glue) => glue.resultColumns()));
  return { columns, text: MARK + csvLine(columns) };
}

/**
 * @param {FileHandle} handle
 * @param {string} path
 * @param {Format} format
 */
async function begin(handle, path, format) {
  if (format === 'csv') await handle.appendFile(header().text);
  await handle.sync();
  // The name, too: without it there would be no file after a power cut.
  await syncFolder(dirname(path));
}

/** @param {string} folder */
async function syncFolder(folder) {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows opens no folder; there the file's own flush has to do.
  }
}

/**
 * Reads what is there, and mends the end of it.
 * @param {FileHandle} handle
 * @param {import('./core.js').ResultsCore} core
 * @param {Format} format
 * @returns {Promise<boolean>} Whether there was anything: a run may have been killed within the header.
 */
async function read(handle, core, format) {
  const { size } = await handle.stat();
  const from = Math.max(0, size - TAIL_BYTES);
  const tail = Buffer.alloc(size - from);
  await handle.read(tail, 0, tail.length, from);
  const end = tail.lastIndexOf(NEW_LINE) + 1;
  const rest = tail.subarray(end);
  // Before anything is mended: this may be a file that somebody named by mistake.
  const ours = end > 0 ? await isOurs(handle, format) : from === 0 && beginsAsOurs(rest, format);
  if (!ours) throw new BulkError([{ reason: 'not_results' }]);
  if (rest.length > 0) {
    // A row is written with its line's end, and nothing leaves before it is flushed: so a row that is not whole stands for nothing that
    // has left. One that is whole was left so by an editor, or by a kill at just this place, and counts.
    if (isWhole(rest.toString(), format)) await handle.appendFile(format === 'csv' ? '\r\n' : '\n');
    else await handle.truncate(from + end);
    await handle.datasync();
    if ((await handle.stat()).size === 0) return false;
  }
  await readRows(handle, core, format);
  return true;
}

/**
 * @param {string} row
 * @param {Format} format
 */
function isWhole(row, format) {
  const rows = new CsvRows();
  const text = format === 'jsonl' ? row : JSON.stringify([...rows.push(row), ...rows.end()][0]?.[1] ?? []);
  return rules((glue) => glue.isWholeRow(text, format === 'jsonl'));
}

/**
 * Whether these bytes, a whole file without a line's end, are what a run has left that was killed in its first write.
 * @param {Buffer} bytes
 * @param {Format} format
 */
function beginsAsOurs(bytes, format) {
  if (format === 'jsonl') return FIRST_MEMBER.startsWith(bytes.toString().slice(0, FIRST_MEMBER.length));
  return Buffer.from(header().text).subarray(0, bytes.length).equals(bytes);
}

/**
 * @param {FileHandle} handle
 * @param {Format} format
 */
async function isOurs(handle, format) {
  const first = Buffer.alloc(64 * 1024);
  const { bytesRead } = await handle.read(first, 0, first.length, 0);
  const line = first.subarray(0, first.subarray(0, bytesRead).indexOf(NEW_LINE)).toString().replace(MARK, '').trimEnd();
  return format === 'jsonl' ? isWhole(line, format) : line === header().columns.join(',');
}

/**
 * @param {FileHandle} handle
 * @param {import('./core.js').ResultsCore} core
 * @param {Format} format
 */
async function readRows(handle, core, format) {
  const { encoding } = await decoded(
    () => chunksOf(handle),
    () => {
      const rows = format === 'csv' ? new CsvRows() : new JsonLines();
      let headed = format === 'csv';
      /** @param {[number, unknown][]} all */
      const take = (all) => {
        const below = all.filter(([, cells]) => !isBlank(cells)).slice(headed ? 1 : 0);
        if (all.length > 0) headed = false;
        if (below.length === 0) return;
        const text = JSON.stringify(below);
        refuse(JSON.parse(rules(() => (format === 'csv' ? core.pushCells(text) : core.pushJson(text)))));
      };
      return {
        push: (text) => {
          take(rows.push(text));
        },
        end: () => {
          take(rows.end());
        },
      };
    },
  );
  // Rows in UTF-8 would be added to it.
  if (encoding !== 'utf-8') throw new BulkError([{ reason: 'not_results' }]);
}

/** @param {unknown} cells */
function isBlank(cells) {
  return cells === '' || (Array.isArray(cells) && cells.length === 1 && cells[0] === '');
}
