/**
 * Bulk work over files, for the command line: a sheet of transfers in, a file of results out. Node's; no entry of the package
 * for users, and a file of its own so that a command that does not need it does not load it:
 * `const bulk = await import('../bulk/bulk.node.js')`.
 *
 * What counts is Rust (`bulk/` at the root): what a sheet may hold, what a second run does with each line, a destroy's
 * plan, how a value is written into CSV. Here files are read and written, and the client is called.
 *
 * ```js
 * const sheet = await readTransfers('transfers.csv', { allowDuplicates: false });
 * //    a path, or { name, bytes: AsyncIterable<Uint8Array> } (standard input); CSV, or JSONL where the name ends in .jsonl or
 * //    .ndjson, or `format: 'csv' | 'jsonl'`
 * sheet.problems;      // Problem[]: all that is wrong, by line; nothing may be sent unless it is empty
 * sheet.length;        // checked transfers
 * sheet.encoding;      // 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'
 * sheet.lines();       // iterable of { at, line, input: { phone, code, targetPhone, targetCode, limit } }
 *
 * const results = await openResults('results.csv', sheet);   // throws a BulkError where it belongs to another input
 * results.resumed;     // how a run begins: { run, settle, done, failed, unknown }, counts of lines
 *
 * for await (const result of runTransfers({ client, sheet, results, concurrency: 4, signal, stopOnError, onProgress })) {
 *   result;            // { line, input, status: 'done' | 'failed' | 'unknown' | 'skipped', outcome, code, message,
 *                      //   sourceBefore, targetBefore, sourceAfter, targetAfter, kept, error? }
 *                      // kept: it ended so in an earlier run, and nothing was sent for it in this one. error: the client's, where
 *                      // there was one in this run. One for every line, in the order of the sheet.
 * }                    // onProgress({ total, done, failed, unknown, skipped, perSecond, remainingMs? })
 * await results.close();
 *
 * const ids = await readIds('ids.csv');              // { ids: string[], problems }; for `destroy --from`
 * planDestroy(cards);                                // { cards: [{ card, allowed, reason }], digest }; reason: null, or one for
 *                                                    // `explainProblem({ reason })`
 * confirmDestroy(cards, digest);                     // 'same' | 'changed' (a card has, since) | 'other' (another plan's)
 * csvText(rows);                                     // rows of values as CSV, each as a spreadsheet neither runs nor changes it
 * explainProblem(problem, 'zh' | 'en');              // one line of a person's words: line, column, what, what to do
 * ```
 *
 * A `Problem` is plain: `{ reason, line?, column?, header?, first? }`, with the column's name in camelCase, its name in the file, and
 * the line that it repeats. A `BulkError` is an `Error` with a `problem`: what makes a whole file unusable (neither UTF-8 nor
 * GB18030, an .xlsx, results of another input, results that another process holds). Its `message` is English.
 *
 * On abort, and after the first failure with `stopOnError`, lines not begun are `skipped`; those under way end first.
 */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { readSheet } from './bulk.parts.js';
import { chunksOf } from './chunks.node.js';
import { openFile } from './results.node.js';

export { BulkError, confirmDestroy, csvText, explainProblem, planDestroy, runTransfers } from './bulk.parts.js';

/** @typedef {import('./problem.js').Problem} Problem */
/** @typedef {import('./sheet.js').Format} Format */
/** @typedef {string | { name?: string, bytes: AsyncIterable<Uint8Array> }} Source */

/**
 * @param {Source} source
 * @param {{ format?: Format, allowDuplicates?: boolean }} [options]
 */
export async function readTransfers(source, { format = formatOf(source), allowDuplicates = false } = {}) {
  return readSheet(await opener(source), { format, ids: false, allowDuplicates });
}

/**
 * @param {Source} source
 * @param {{ format?: Format }} [options]
 * @returns {Promise<{ ids: string[], problems: Problem[] }>}
 */
export async function readIds(source, { format = formatOf(source) } = {}) {
  const sheet = await readSheet(await opener(source), { format, ids: true, allowDuplicates: false });
  const ids = sheet.ids();
  sheet.free();
  return { ids, problems: sheet.problems };
}

/**
 * @param {string} path
 * @param {import('./sheet.js').Sheet} sheet Without problems.
 */
export function openResults(path, sheet) {
  return openFile(path, sheet, formatOf(path));
}

/** @param {Source} source */
function formatOf(source) {
  const name = typeof source === 'string' ? source : (source.name ?? '');
  return /\.(jsonl|ndjson)$/i.test(basename(name)) ? 'jsonl' : 'csv';
}

/**
 * @param {Source} source
 * @returns {Promise<() => AsyncIterable<Uint8Array>>}
 */
async function opener(source) {
  if (typeof source === 'string') {
    return async function* () {
      const file = await open(source);
      try {
        yield* chunksOf(file);
      } finally {
        await file.close();
      }
    };
  }
  // What comes only once may have to be read twice.
  /** @type {Uint8Array[]} */
  const chunks = [];
  for await (const chunk of source.bytes) chunks.push(chunk);
  return async function* () {
    yield* chunks;
  };
}
