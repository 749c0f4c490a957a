/**
 * Ctrl+C in a bulk: what has not begun is left, what has is waited for. A second one ends at once.
 */
import { EXIT } from './exit.js';

/** @typedef {import('./program.js').Call} Call */
/** @typedef {import('./language.js').Words} Words */

/**
 * @param {Call} call
 * @param {() => void} clear Before a word is said.
 * @param {Words} again How to go on.
 * @param {Words} left What a second one leaves unknown.
 */
export function stopping({ world, say }, clear, again, left) {
  const stop = new AbortController();
  const release = world.onStop(() => {
    clear();
    if (!stop.signal.aborted) {
      stop.abort();
      void world.stderr.line(
        say({
          en: `Stopping: no more is sent; waiting for what is under way. Ctrl+C again ends at once. ${again.en}`,
          zh: `正在停止：不再发出新的请求，等待已发出的。再按一次 Ctrl+C 立即结束。${again.zh}`,
        }),
      );
      return;
    }
    void world.stderr.line(say({ en: `Ended. ${left.en}`, zh: `已结束。${left.zh}` }));
    process.exit(EXIT.unknown);
  });
  return { signal: stop.signal, release };
}
