/**
 * `espai-cdkey transfer --from FILE --ledger URL`: each line is an operation, its key the file's name and the line. So two people who run the
 * same file, on two machines too, move nothing twice, and a second run goes on.
 */
import { confirm } from './ask.js';
import { connected } from './connection.js';
import { EXIT } from './exit.js';
import { statusOfOne, titleOf, worstOf } from './failure.js';
import { keyOfLine, over } from './ledger-actions.js';
import { progressOn } from './progress.js';

/** @typedef {import('./program.js').Call} Call */
/** @typedef {Awaited<ReturnType<typeof import('../bulk/bulk.node.js').readTransfers>>} Sheet */

/** Failures that are told one by one. */
const MOST_TOLD = 20;

/**
 * @param {Call} call
 * @param {Sheet} sheet Checked.
 */
export function transferOverLedger(call, sheet) {
  const { options, world, say, language } = call;
  return connected(call, (client) =>
    over(call, client, async (operations) => {
      await confirm(call, {
        en: `Send ${sheet.length} transfers, but for those that the ledger has already?`,
        zh: `确定发出 ${sheet.length} 笔转让（账本中已完成的除外）？`,
      });
      const stop = new AbortController();
      const release = world.onStop(() => {
        stop.abort();
      });
      const bar = progressOn(world.stderr, sheet.length, say);
      const counts = { done: 0, failed: 0, unknown: 0, skipped: 0 };
      /** @type {Set<number>} */
      const statuses = new Set();
      /** @type {string[]} */
      const told = [];
      try {
        for await (const { input, status, value, error } of operations.transferMany(inputsOf(options.from, sheet), {
          signal: stop.signal,
          onProgress: ({ total = sheet.length, ...progress }) => {
            bar.tell({ total, ...progress });
          },
          ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
          ...(options.stopOnError === undefined ? {} : { stopOnError: options.stopOnError }),
        })) {
          counts[status] += 1;
          const { outcome, code } = /** @type {any} */ (error ?? {});
          statuses.add(statusOfOne({ status, outcome, code, endpoint: 'transfer' }));
          const operation = value ?? /** @type {any} */ (error)?.operation ?? null;
          if (options.json === true) {
            await world.stdout.line(JSON.stringify({ key: input.key, status, operation, ...(error ? { error } : {}) }));
          }
          if (error && told.length < MOST_TOLD) told.push(`  ${input.key}: ${titleOf(error, language)}`);
        }
      } finally {
        bar.end();
        release();
      }
      const { done, failed, unknown, skipped } = counts;
      for (const line of told) await world.stderr.line(line);
      await world.stderr.line(
        say({
          en: `done ${done}, failed ${failed}, unknown ${unknown}, skipped ${skipped}; those that were done before are among them`,
          zh: `完成 ${done}，失败 ${failed}，未知 ${unknown}，跳过 ${skipped}；其中包括之前已完成的`,
        }),
      );
      if (stop.signal.aborted && statuses.size === 0) return EXIT.failed;
      // What the input did not come to, after a stop, is not done.
      if (done + failed + unknown + skipped < sheet.length) statuses.add(EXIT.failed);
      return worstOf(statuses);
    }),
  );
}

/**
 * @param {string} file
 * @param {Sheet} sheet
 */
function* inputsOf(file, sheet) {
  for (const { line, input } of sheet.lines()) yield { key: keyOfLine(file, line), ...input };
}
