/**
 * Something that changes cards, and Ctrl+C while it is under way: to break it off is to leave its outcome unknown, so that takes a
 * second one.
 */

/** @typedef {import('./program.js').Call} Call */

/**
 * @template T
 * @param {Call} call
 * @param {(signal: AbortSignal) => Promise<T>} move
 * @returns {Promise<T>}
 */
export async function underWay({ world, say }, move) {
  const stop = new AbortController();
  let asked = 0;
  const release = world.onStop(() => {
    asked += 1;
    if (asked === 1) {
      void world.stderr.line(
        say({
          en: 'Waiting for the answer to what has been sent. Ctrl+C again leaves it: then its outcome is unknown.',
          zh: '正在等待已发出请求的回复。再按一次 Ctrl+C 将不再等待，结果会是未知。',
        }),
      );
    } else stop.abort();
  });
  try {
    return await move(stop.signal);
  } finally {
    release();
  }
}
