/**
 * How far something long is, on a terminal: cli-progress draws it (kept, small, hides and restores the cursor, leaves other streams alone).
 */
import { SingleBar } from 'cli-progress';

/** @typedef {import('../client/index.js').Progress} Progress */
/** @typedef {import('./world.js').Output} Output */
/** @typedef {(words: import('./language.js').Words) => string} Say */

/**
 * Of a bulk.
 * @param {Output} output
 * @param {number} total
 * @param {Say} say
 */
export function progressOn(output, total, say) {
  const bar = barOn(output, total);
  return {
    /** @param {Progress} progress */
    tell({ done, failed, unknown, skipped, perSecond, remainingMs }) {
      const counts = say({ en: `failed ${failed}, unknown ${unknown}`, zh: `失败 ${failed} 未知 ${unknown}` });
      bar.tell(done + failed + unknown + skipped, perSecond, remainingMs, counts);
    },
    end: bar.end,
    /** Whether it stands on the terminal, and a line of another's would break it. */
    get drawn() {
      return bar.drawn;
    },
  };
}

/**
 * Of cards that are gone through.
 * @param {Output} output
 * @param {number} total As it was at the beginning: a service may get more of them meanwhile.
 */
export function walkOn(output, total) {
  const bar = barOn(output, total);
  const from = performance.now();
  return {
    /** @param {number} count */
    tell(count) {
      const perMs = count / Math.max(1, performance.now() - from);
      bar.tell(count, perMs * 1000, Math.max(0, total - count) / perMs, '');
    },
    end: bar.end,
  };
}

/**
 * @param {Output} output
 * @param {number} total
 */
function barOn(output, total) {
  // A dumb one cannot go back in its line.
  if (output.isTerminal !== true || process.env['TERM'] === 'dumb') return { drawn: false, tell() {}, end() {} };
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
    get drawn() {
      return drawn;
    },
    /**
     * @param {number} value
     * @param {number} perSecond
     * @param {number | undefined} remainingMs
     * @param {string} counts
     */
    tell(value, perSecond, remainingMs, counts) {
      if (!drawn) return;
      bar.update(value, {
        rate: `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`,
        left: remainingMs === undefined ? '' : duration(remainingMs),
        counts,
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
