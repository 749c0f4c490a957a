/**
 * `espai-cdkey transfer --from FILE --results FILE`: a file of transfers. What may be sent, and what a second run does with a line, are
 * `bulk/`'s; here it is asked for, shown and stopped.
 */
import { openResults, readTransfers, runTransfers } from '../bulk/bulk.node.js';
import { confirm, onTerminal } from './ask.js';
import { connected } from './connection.js';
import { EXIT, usage } from './exit.js';
import { statusOfOne, titleOf, worstOf } from './failure.js';
import { reading, refuse } from './file-problems.js';
import { progressOn } from './progress.js';
import { stopping } from './stopping.js';
import { styleFor } from './style.js';

/** @typedef {import('./program.js').Call} Call */
/** @typedef {import('../bulk/run.js').LineResult} LineResult */
/** @typedef {'done' | 'failed' | 'unknown' | 'skipped'} Status */

/** @type {import('./file-problems.js').Hints} */
const MEANT = {
  repeated_line: {
    en: 'If a repeated line is meant: --allow-duplicates',
    zh: '如果确实要重复转让：--allow-duplicates',
  },
};

/** Kinds of failures that the end names, the most frequent first. */
const MOST_KINDS = 5;

/**
 * @param {Call} call
 * @returns {Promise<number>}
 */
export async function transferFile(call) {
  const { options, world, say } = call;
  const { from, results: path } = options;
  if (options.verify === false) {
    throw usage(
      'a file of transfers is always verified: leave --no-verify out',
      '批量转让总是会核对，请去掉 --no-verify',
    );
  }
  if (path !== undefined && options.ledger !== undefined) {
    throw usage(
      'the ledger knows what became of each line: leave --results out, or --ledger',
      '账本已记录每行的结果：请只用 --results 或 --ledger 之一',
    );
  }
  if (path === undefined && options.ledger === undefined && options.dryRun !== true) {
    throw usage(
      '--results FILE is missing: without it nobody could tell after a lost answer or a power cut what was sent',
      '缺少 --results FILE：没有它，回复丢失或断电之后就无法知道哪些已经发出',
    );
  }
  const sheet = await reading(from, readTransfers(from, { allowDuplicates: options.allowDuplicates === true }));
  try {
    refuse(from, sheet.problems, MEANT);
    let amount = 0;
    for (const { input } of sheet.lines()) amount += Number(input.limit);
    const of = {
      en: `${sheet.length} transfers in ${from}, ${amount} in all`,
      zh: `${from} 中有 ${sheet.length} 笔转让，共 ${amount} 次额度`,
    };
    if (options.dryRun === true) {
      await world.stderr.line(
        say({
          en: `${of.en}. The file is in order; nothing was sent.`,
          zh: `${of.zh}。文件没有问题；没有发出任何请求。`,
        }),
      );
      return EXIT.done;
    }
    await world.stderr.line(say(of));
    if (options.ledger !== undefined) {
      const { transferOverLedger } = await import('./transfer-ledger.js');
      return await transferOverLedger(call, sheet);
    }
    // Refused before the file of results is made.
    if (!onTerminal(call)) await confirm(call, { en: '', zh: '' });
    const results = await reading(path, openResults(path, sheet));
    try {
      const { run, settle, done, failed, unknown } = results.resumed;
      if (run < sheet.length) {
        await world.stderr.line(
          say({
            en: `Going on from ${path}: ${run} to send, ${settle} to look after; left as they are: ${done} done, ${failed} failed, ${unknown} unknown`,
            zh: `接着 ${path} 继续：待发送 ${run}，待核对 ${settle}；保持不变：完成 ${done}，失败 ${failed}，未知 ${unknown}`,
          }),
        );
      }
      if (run > 0) await confirm(call, { en: `Send ${run} transfers?`, zh: `确定发出 ${run} 笔转让？` });
      return await work(call, sheet, results);
    } finally {
      await results.close();
    }
  } finally {
    sheet.free();
  }
}

/**
 * @param {Call} call
 * @param {Awaited<ReturnType<typeof readTransfers>>} sheet
 * @param {Awaited<ReturnType<typeof openResults>>} results
 */
function work(call, sheet, results) {
  const { options, world, say } = call;
  const bar = progressOn(world.stderr, sheet.length, say);
  const again = {
    en: `To go on: the same command again, with --results ${options.results}`,
    zh: `要继续：用同样的命令和 --results ${options.results} 再运行一次`,
  };
  const stop = stopping(call, bar.end, again, {
    en: `Lines at "sending" in ${options.results} may have been done or not: they are unknown. ${again.en}; it looks after them first.`,
    zh: `${options.results} 中停在 sending 的行可能已执行，也可能没有：结果未知。${again.zh}；会先核对这些行。`,
  });
  const tally = new Tally();
  return connected(call, async (client) => {
    try {
      for await (const result of runTransfers({
        client,
        sheet,
        results,
        signal: stop.signal,
        ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
        ...(options.stopOnError === undefined ? {} : { stopOnError: options.stopOnError }),
        onProgress: bar.tell,
      })) {
        tally.take(result);
        if (options.json === true) await world.stdout.line(JSON.stringify(result));
      }
    } finally {
      bar.end();
      stop.release();
    }
    await summary(call, tally);
    return worstOf(tally.statuses);
  });
}

/** What came of all lines. */
class Tally {
  /** @type {Record<Status, number>} */
  counts = { done: 0, failed: 0, unknown: 0, skipped: 0 };
  kept = 0;
  /** @type {Set<number>} */
  statuses = new Set();
  /** Lines by what went wrong. @type {Map<string, { count: number, line: number, message: string, outcome: string }>} */
  #kinds = new Map();

  /** @param {LineResult} result */
  take({ line, status, outcome, code, message, kept }) {
    this.counts[status] += 1;
    if (kept) this.kept += 1;
    this.statuses.add(statusOfOne({ status, outcome, code, endpoint: 'transfer' }));
    if (status !== 'failed') return;
    const kind = this.#kinds.get(code);
    if (kind === undefined) this.#kinds.set(code, { count: 1, line, message, outcome });
    else kind.count += 1;
  }

  /** The failures, by kind, the most frequent first. */
  get kinds() {
    return [...this.#kinds.entries()].sort(([, one], [, other]) => other.count - one.count).slice(0, MOST_KINDS);
  }
}

/**
 * How many ended how, and what to do about each kind.
 * @param {Call} call
 * @param {Tally} tally
 */
async function summary({ options, world: { stderr }, say, language }, { counts, kept, kinds }) {
  const style = styleFor(stderr.stream);
  const { done, failed, unknown, skipped } = counts;
  const before =
    kept > 0 ? { en: `; ${kept} of them in earlier runs`, zh: `；其中 ${kept} 笔来自之前的运行` } : { en: '', zh: '' };
  await stderr.line(
    style(
      'bold',
      say({
        en: `done ${done}, failed ${failed}, unknown ${unknown}, skipped ${skipped}${before.en}`,
        zh: `完成 ${done}，失败 ${failed}，未知 ${unknown}，跳过 ${skipped}${before.zh}`,
      }),
    ),
  );
  for (const [code, { count, line, message, outcome }] of kinds) {
    const title = titleOf({ code, outcome, endpoint: 'transfer' }, language);
    await stderr.line(
      say({
        en: `  ${count} × ${title} (${code}), first in line ${line}: ${message}`,
        zh: `  ${count} × ${title}（${code}），最先在第 ${line} 行：${message}`,
      }),
    );
  }
  const { results } = options;
  if (failed > 0) {
    await stderr.line(
      say({
        en: `failed: nothing was moved. The same command again tries those that were not sent (outcome not_sent); what has to be corrected goes into a new file, with results of its own.`,
        zh: `失败：额度没有变动。再次运行同样的命令会重试没有发出的行（outcome 为 not_sent）；需要改正的行请放到新的文件里，并另用一个结果文件。`,
      }),
    );
  }
  if (unknown > 0) {
    await stderr.line(
      say({
        en: `unknown: may have been done. Do not send them again: ${results} has the balances as they were read; compare them with the cards (espai-cdkey detail), or with the usage records (espai-cdkey logs).`,
        zh: `未知：可能已经执行。请勿重发：${results} 中有当时的余额；请与卡的现状 (espai-cdkey detail) 或使用记录 (espai-cdkey logs) 对照。`,
      }),
    );
  }
  if (skipped > 0) {
    await stderr.line(
      say({
        en: `skipped: not sent. The same command again sends them.`,
        zh: `跳过：没有发出。再次运行同样的命令即会发出。`,
      }),
    );
  }
}
