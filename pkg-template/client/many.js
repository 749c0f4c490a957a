/**
 * A bulk of transfers or destroys: what `transferMany` and `destroyMany` give. It reads the input, makes the calls and gives the
 * results out; which of these is next, `src/batch.rs` says.
 */

/** @typedef {import('./index.js').ManyResult<any, any>} Result */
/** @typedef {IteratorResult<Result, void>} Step */

/**
 * @typedef {object} Bulk
 * @property {unknown} inputs
 * @property {unknown} options
 * @property {<T>(use: (glue: any) => T) => T} use Runs something on the living instance of the wasm.
 * @property {(glue: any, options: unknown, rest: boolean) => any} begin Checks the options and makes what says what is next.
 * @property {() => Error} refuse What is thrown where the inputs cannot be gone through.
 * @property {(input: unknown, options: unknown) => Promise<unknown>} move Makes one call.
 */

/**
 * An item that was read and whose result was not taken yet.
 * @typedef {object} Item
 * @property {Result} result Its status is there once it has ended.
 * @property {unknown} copy What is sent: the caller may use one object for all items.
 * @property {[string, string]} cards Which cards it touches.
 * @property {boolean} begun
 * @property {boolean} over
 */

/** What `step` says, where it is not the place of an item to begin. */
const GIVE = -1;
const READ = -2;
const WAIT = -3;

export class Many {
  static {
    // For `await using`, where a runtime has it; its own generators have it there, too.
    const { asyncDispose } = Symbol;
    if (asyncDispose) Object.defineProperty(this.prototype, asyncDispose, { value: dispose, writable: true });
  }

  #bulk;
  /** @type {{ resolve: (step: Step) => void, reject: (error: unknown) => void }[]} Who waits for a result, in turn. */
  #asking = [];
  /** @type {(() => void)[]} Who left, and waits for what was begun. */
  #leaving = [];
  /** @type {Item[]} The oldest first. */
  #items = [];
  #read = 0;
  /** @type {'new' | 'open' | 'over'} */
  #state = 'new';
  /** @type {any} The input's own. */
  #iterator;
  #isAsync = false;
  #reading = false;
  /** @type {{ error: unknown } | undefined} What the input threw, until it is told. */
  #thrown;
  /** @type {any} The scheduler, and the instance that it lives in. */
  #next;
  /** @type {any} */
  #glue;
  /** @type {Record<string, any>} */
  #options = {};
  /** @type {unknown} Of each call. */
  #callOptions;
  #stopped = false;
  #left = false;
  #began = 0;
  #counts = { done: 0, failed: 0, unknown: 0, skipped: 0 };
  #wake = () => {};

  /** @param {Bulk} bulk */
  constructor(bulk) {
    this.#bulk = bulk;
  }

  /** @returns {Promise<Step>} */
  next() {
    return new Promise((resolve, reject) => {
      this.#asking.push({ resolve, reject });
      if (this.#state === 'new') void this.#run();
      else if (this.#state === 'over') this.#finish();
      else this.#wake();
    });
  }

  /**
   * Nothing more begins, and what has begun is waited for.
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

  /** @returns {Promise<void>} */
  async #leave() {
    if (this.#state === 'new') this.#state = 'over';
    if (this.#state === 'open') {
      const over = new Promise((resolve) => this.#leaving.push(/** @type {() => void} */ (resolve)));
      this.#left = true;
      this.#wake();
      await over;
    }
    this.#tellThrown();
  }

  /** All that a bulk does, begun by the first who asks: so it is all done in the async context of that. */
  async #run() {
    this.#state = 'open';
    let unlisten = () => {};
    try {
      unlisten = this.#open();
      while (this.#turn()) await new Promise((resolve) => (this.#wake = /** @type {() => void} */ (resolve)));
    } catch (error) {
      this.#thrown = { error };
      // A defect of the scheduler's own: what has begun is waited for all the same.
      await Promise.allSettled(this.#items.map((item) => item.ended));
    }
    unlisten();
    this.#state = 'over';
    this.#wake = () => {};
    this.#finish();
    for (const leave of this.#leaving) leave();
  }
