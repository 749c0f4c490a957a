/**
 * Works through a sheet. What may be sent again is Rust's to say (`bulk/src/resume.rs`), as is which transfer runs now
 * (`client.transferMany`); here rows are written at the right moments: `sending` before the request leaves, the end before another
 * transfer touches the same cards.
 */
import { LINE, Recorder, newsOf } from './recorder.js';

/** @typedef {import('../client/index.js').CdkeyClient} CdkeyClient */
/** @typedef {import('./results.js').News} News */
/** @typedef {import('./results.js').ResultRow} ResultRow */
/** @typedef {import('./results.js').Results} Results */
/** @typedef {import('./sheet.js').TransferLine} TransferLine */
/** @typedef {'done' | 'failed' | 'unknown' | 'skipped'} Status */

/**
 * @typedef {object} Progress
 * @property {number} total All lines of the sheet.
 * @property {number} done
 * @property {number} failed
 * @property {number} unknown
 * @property {number} skipped
 * @property {number} perSecond Of those that run now.
 * @property {number} [remainingMs]
 */

/**
 * @typedef {object} RunOptions
 * @property {CdkeyClient} client
 * @property {import('./sheet.js').Sheet} sheet
 * @property {Results} results
 * @property {number} [concurrency]
 * @property {boolean} [stopOnError]
 * @property {AbortSignal} [signal] Stops what has not begun; what has is waited for, as its outcome would be unknown else.
 * @property {(progress: Progress) => void} [onProgress]
 * @property {(reason: 'session' | 'service') => void} [onHalt] Called where the run stops by itself, as the log-in has ended or the service
 *   does not answer (`bulk/src/halt.rs`). Without it nothing but an abort and `stopOnError` stops.
 */

/**
 * @typedef {object} LineResult
 * @property {number} line
 * @property {TransferLine['input']} input
 * @property {Status} status
 * @property {string} outcome
 * @property {string} code
 * @property {string} message
 * @property {number | null} sourceBefore
 * @property {number | null} sourceAfter
 * @property {number | null} targetBefore
 * @property {number | null} targetAfter
 * @property {boolean} kept Whether an earlier run has left it so, and this one has sent nothing for it.
 * @property {unknown} [error]
 */

/**
 * One result for every line, in the order of the sheet.
 * @param {RunOptions} options
 * @returns {AsyncGenerator<LineResult, void, undefined>}
 */
export async function* runTransfers({ client, sheet, results, signal, onHalt, ...options }) {
  results.use();
  const stop = new AbortController();
  const end = () => {
    stop.abort();
  };
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  try {
    const halt =
      onHalt &&
      ((/** @type {'session' | 'service'} */ reason) => {
        end();
        onHalt(reason);
      });
    const recorder = new Recorder(client, results, end, halt);
    const counts = await settle(recorder, { client, sheet, results, stop: stop.signal, ...options });
    yield* send(recorder, counts, { client, sheet, results, stop: stop.signal, ...options });
    await recorder.flushed;
    if (recorder.broken) throw recorder.broken.error;
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

/** @typedef {Omit<RunOptions, 'signal' | 'onHalt'> & { stop: AbortSignal }} Run */

/**
 * Settles what earlier runs have left open. Before anything is sent: a transfer of the same cards would blur what they prove.
 * @param {Recorder} recorder
 * @param {Run} run
 * @returns {Promise<{ done: number, failed: number, unknown: number }>} How many lines will not be sent, by how they stand.
 */
async function settle(recorder, { client, sheet, results, concurrency, stop }) {
  const { done, failed, unknown } = results.resumed;
  const counts = { done, failed, unknown: unknown + results.resumed.settle };
  if (results.resumed.settle === 0) return counts;
  const settling = Object.create(client, { transfer: { value: recorder.settle } });
  const options = { ...(concurrency === undefined ? {} : { concurrency }), signal: stop };
  for await (const { input } of settling.transferMany(inputs('settle', sheet, results), options)) {
    if (recorder.statusOf(input[LINE].at) === 'done') {
      counts.done += 1;
      counts.unknown -= 1;
    }
  }
  return counts;
}

/**
 * @param {Recorder} recorder
 * @param {{ done: number, failed: number, unknown: number }} before
 * @param {Run} run
 * @returns {AsyncGenerator<LineResult, void, undefined>}
 */
async function* send(recorder, before, { client, sheet, results, concurrency, stopOnError, stop, onProgress }) {
  const sending = Object.create(client, { transfer: { value: recorder.send } });
  const moves = sending.transferMany(inputs('run', sheet, results), {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(stopOnError === undefined ? {} : { stopOnError }),
    verify: true,
    signal: stop,
    onProgress: (/** @type {Progress} */ { done, failed, unknown, skipped, perSecond }) => {
      const left = results.resumed.run - done - failed - unknown - skipped;
      onProgress?.({
        total: sheet.length,
        done: before.done + done,
        failed: before.failed + failed,
        unknown: before.unknown + unknown,
        skipped,
        perSecond,
        ...(perSecond > 0 ? { remainingMs: Math.round((left / perSecond) * 1000) } : {}),
      });
    },
  });
  try {
    for (const { line, task, row } of tasks(sheet, results)) {
      const move = task === 'run' ? await moves.next() : undefined;
      const news = recorder.take(line.at) ?? (task === 'run' ? recorder.skip(line.at, row) : leftBy(row));
      yield told(line, news, task !== 'run', move?.value?.error);
    }
  } finally {
    await moves.return();
  }
}

/**
 * @param {import('./sheet.js').Sheet} sheet
 * @param {Results} results
 */
function* tasks(sheet, results) {
  const all = results.tasks();
  for (const line of sheet.lines()) {
    const { task, row } = /** @type {import('./results.js').Task} */ (all.next().value);
    yield { line, task, row };
  }
}

/**
 * What is handed to the client.
 * @param {'run' | 'settle'} wanted
 * @param {import('./sheet.js').Sheet} sheet
 * @param {Results} results
 */
function* inputs(wanted, sheet, results) {
  for (const { line, task, row } of tasks(sheet, results)) {
    if (task === wanted) yield { ...line.input, [LINE]: { at: line.at, row } };
  }
}

/**
 * What an earlier run has left, and this one has not come to.
 * @param {ResultRow | null} row
 * @returns {News}
 */
function leftBy(row) {
  const news = newsOf(/** @type {ResultRow} */ (row));
  return news.status === 'sending' ? { ...news, status: 'unknown', outcome: 'unknown' } : news;
}

/**
 * @param {TransferLine} line
 * @param {News} news
 * @param {boolean} kept
 * @param {unknown} error
 * @returns {LineResult}
 */
function told({ line, input }, news, kept, error) {
  return {
    line,
    input,
    status: /** @type {Status} */ (news.status),
    outcome: news.outcome ?? '',
    code: news.code ?? '',
    message: news.message ?? '',
    sourceBefore: news.sourceBefore ?? null,
    sourceAfter: news.sourceAfter ?? null,
    targetBefore: news.targetBefore ?? null,
    targetAfter: news.targetAfter ?? null,
    kept,
    ...(error === undefined ? {} : { error }),
  };
}
