/**
 * The input of a bulk: anything that can be gone through, read an item at a time.
 *
 * @typedef {object} Source
 * @property {any} inputs
 * @property {Function} iterate Its own method that gives an iterator.
 * @property {boolean} isAsync
 */

/** @typedef {{ item: unknown } | { over: true } | { error: unknown }} Came What a read came to. */

export class Input {
  /** Whether it has ended, or was closed: nothing more of it is anybody's. */
  over = false;
  /** @type {Promise<unknown> | undefined} What is waited for at the end. */
  closing;
  /** @type {any} */
  #iterator;
  #isAsync;
  #onCame;
  #reading = false;

  /**
   * @param {Source} source
   * @param {(came: Came) => void} onCame Told of an item that was asked for and was not there yet.
   */
  constructor({ inputs, iterate, isAsync }, onCame) {
    this.#iterator = iterate.call(inputs);
    this.#isAsync = isAsync;
    this.#onCame = onCame;
  }

  /** @returns {Came | undefined} None where it comes later. */
  read() {
    if (this.#reading) return undefined;
    try {
      const step = this.#iterator.next();
      if (!this.#isAsync) return cameOf(step);
      this.#reading = true;
      const came = (/** @type {Came} */ what) => {
        this.#reading = false;
        this.#onCame(what);
      };
      Promise.resolve(step).then(
        (given) => came(cameOf(given)),
        (error) => came({ error }),
      );
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  /** It is not read on. Throws what closing it throws. */
  close() {
    this.over = true;
    const closing = Promise.resolve(this.#iterator.return?.());
    // A generator that waits for its next item closes after that, whenever it comes.
    if (this.#reading || !this.#isAsync) closing.catch(() => {});
    else this.closing = closing;
  }
}

/**
 * @param {any} step
 * @returns {Came}
 */
function cameOf(step) {
  try {
    return step.done ? { over: true } : { item: step.value };
  } catch (error) {
    return { error };
  }
}
