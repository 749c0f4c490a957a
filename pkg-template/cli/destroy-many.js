/**
 * Many cards destroyed, by a plan that was agreed to.
 */
import { statusOfOne, titleOf, worstOf } from './failure.js';
import { progressOn } from './progress.js';
import { stopping } from './stopping.js';
import { styleFor } from './style.js';

/** @typedef {import('../client/index.js').CdkeyClient} Client */
/** @typedef {import('../client/index.js').ManyResult<string>} Result */
/** @typedef {import('./program.js').Call} Call */

/**
 * @param {Call} call
 * @param {Client} client
 * @param {readonly string[]} ids
 * @returns {Promise<number>}
 */
export async function destroyMany(call, client, ids) {
  const { options, world, say, language } = call;
  const { stdout, stderr } = world;
  const bar = progressOn(stderr, ids.length, say);
  /** Lines that wait for the bar's end: one would break it. @type {string[]} */
  const kept = [];
  const again = {
    en: 'To go on: the plan of the cards that are left, anew',
    zh: '要继续：请为剩下的卡重新做计划',
  };
  const clear = () => {
    bar.end();
    for (const line of kept.splice(0)) void stdout.line(line);
  };
  const stop = stopping(call, clear, again, {
    en: `Cards without a line here may be gone or not: look for them (espai-cdkey list --id ID). ${again.en}.`,
    zh: `没有结果行的卡可能已销毁，也可能没有：请查询 (espai-cdkey list --id ID)。${again.zh}。`,
  });
  const style = styleFor(stdout.stream);
  /** @type {Set<number>} */
  const statuses = new Set();
  let [seen, good] = [0, 0];
  const take = async (/** @type {Result} */ result) => {
    const { input, status, error } = result;
    seen += 1;
    statuses.add(statusOfOne({ ...error, status, endpoint: 'destroy' }));
    if (status === 'done') good += 1;
    if (options.json === true) return stdout.line(JSON.stringify(result));
    const why = error === undefined ? '' : `: ${titleOf(error, language)}`;
    const line =
      status === 'done' ? `${style('green', '✓')} ${input}` : `${style('red', '✗')} ${input}  ${status}${why}`;
    if (bar.drawn && stdout.isTerminal) kept.push(line);
    else await stdout.line(line);
  };
  try {
    // The signal would end what is under way, too; so the ids end instead.
    for await (const result of client.destroyMany(until(stop.signal, ids), { onProgress })) await take(result);
  } finally {
    clear();
    stop.release();
  }
  for (const input of ids.slice(seen)) await take({ index: seen, input, status: 'skipped' });
  await stderr.line(
    say({ en: `${good} of ${ids.length} cards destroyed`, zh: `${ids.length} 张卡中已销毁 ${good} 张` }),
  );
  return worstOf(statuses);

  /** @param {import('../client/index.js').Progress} progress */
  function onProgress(progress) {
    const ended = progress.done + progress.failed + progress.unknown;
    const { perSecond } = progress;
    const left = perSecond > 0 ? { remainingMs: ((ids.length - ended) / perSecond) * 1000 } : {};
    bar.tell({ ...progress, ...left });
  }
}

/**
 * @param {AbortSignal} signal
 * @param {readonly string[]} ids
 */
function* until(signal, ids) {
  for (const id of ids) {
    if (signal.aborted) return;
    yield id;
  }
}
