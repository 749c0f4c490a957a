/**
 * What a host's own code comes to, if it does so in time: it may throw, and it may never end.
 * @template T
 * @param {number} ms
 * @param {() => T | PromiseLike<T>} ask
 * @returns {Promise<T>} Rejects where it threw, or the time is up.
 */
export function within(ms, ask) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('It has not ended in time'));
    }, ms);
    new Promise((give) => {
      give(ask());
    })
      .then(/** @type {(value: any) => void} */ (resolve), reject)
      .finally(() => {
        clearTimeout(timer);
      });
  });
}
