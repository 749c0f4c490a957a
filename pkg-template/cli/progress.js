/**
 * How far a bulk is, on a terminal: cli-progress draws it (kept, small, hides and restores the cursor, leaves other streams alone).
 */
import { SingleBar } from 'cli-progress';

/** @typedef {import('../bulk/run.js').Progress} Progress */

/**
 * @param {import('./world.js').Output} output
 * @param {number} total
 * @param {(words: import('./language.js').Words) => string} say
 */
export function progressOn(output, total, say) {
  if (output.isTerminal !== true) return { tell() {}, end() {} };
  const bar = new SingleBar({
    stream: output.stream,
    format: `{bar} {value}/{total}  {rate}  {left}  {counts}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 20,
    hideCursor: true,
    // A bar that is broken over two lines cannot be drawn again.
    linewrap: false,
    fps: 8,
    gracefulExit: false,
  });
  bar.start(total, 0, { rate: '', left: '', counts: '' });
  let drawn = true;
  return {
    /** @param {Progress} progress */
    tell({ done, failed, unknown, skipped, perSecond, remainingMs }) {
      if (!drawn) return;
      bar.update(done + failed + unknown + skipped, {
        rate: `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`,
        left: remainingMs === undefined ? '' : duration(remainingMs),
        counts: say({ en: `failed ${failed}, unknown ${unknown}`, zh: `失败 ${failed} 未知 ${unknown}` }),
      });
    },
    /** Before anything else is written: the bar would be drawn over it. */
    end() {
      if (drawn) bar.stop();
      drawn = false;
    },
  };
}

/** @param {number} ms */
function duration(ms) {
  const seconds = Math.ceil(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes < 60) return `${minutes}:${String(rest).padStart(2, '0')}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
