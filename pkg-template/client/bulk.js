/** @typedef {import('../moves/many.js').Many} Many */
/** @typedef {import('../moves/many.js').Step} Step */

/**
 * What `transferMany` and `destroyMany` give: a `Many`, which is made when the first result is asked for, as its code is loaded then.
 */
export class Bulk {
  static {
    // For `await using`, where a runtime has it; its own generators have it there, too.
    const { asyncDispose } = Symbol;
    if (asyncDispose) Object.defineProperty(this.prototype, asyncDispose, { value: dispose, writable: true });
  }

  #begin;
  /** @type {Promise<Many> | undefined} */
  #many;
  /** @type {Many | undefined} The same once it is there: then nobody waits for a promise of it, which is a part of what an item costs. */
  #made;
  /** How many ask before it is there, or in turn behind these. */
  #waiting = 0;
  #over = false;

  /** @param {() => Promise<Many>} begin Checks what was given at once. */
  constructor(begin) {
    this.#begin = begin;
  }

  /** @returns {Promise<Step>} */
  next() {
    // Whoever asks is served in turn.
    return this.#made && this.#waiting === 0 ? this.#made.next() : this.#begun();
  }

  /** @returns {Promise<Step>} */
  async #begun() {
    this.#waiting += 1;
    try {
      const many = await this.#make();
      return many ? many.next() : { value: undefined, done: true };
    } finally {
      this.#waiting -= 1;
    }
  }

  /**
   * Nothing more begins; what has begun is waited for.
   * @param {void | PromiseLike<void>} [value]
   * @returns {Promise<Step>}
   */
  async return(value) {
    await this.#leave();
    return { value: await value, done: true };
  }

  /**
   * @param {unknown} reason
   * @returns {Promise<Step>}
   */
  async throw(reason) {
    await this.#leave();
    throw reason;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** None where it is over before it has begun. That it could not begin, the first who asks is told. */
  async #make() {
    if (this.#over) return undefined;
    try {
      return (this.#made = await (this.#many ??= this.#begin()));
    } catch (error) {
      if (this.#over) return undefined;
      this.#over = true;
      throw error;
    }
  }

  async #leave() {
    this.#over ||= !this.#many;
    const many = await this.#make();
    await many?.leave();
  }
}

/** @this {Bulk} */
async function dispose() {
  await this.return();
}
