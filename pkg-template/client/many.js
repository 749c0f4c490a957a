/**
 * A bulk of transfers or destroys: what `transferMany` and `destroyMany` give. It reads the input, makes the calls and gives the
 * results out; which of these is next, `src/batch.rs` says.
 */
import { tell } from './listener.js';

/** @typedef {{ -readonly [K in keyof import('./index.js').ManyResult<any, any>]: any }} Result */
/** @typedef {IteratorResult<Result, void>} Step */
/** @typedef {import('./index.js').ManyResult<any>['status']} Status */

/**
 * @typedef {object} Bulk
 * @property {any} inputs
 * @property {unknown} options
 * @property {<T>(use: (glue: any) => T) => T} use Runs something on the living instance of the wasm.
 * @property {(glue: any, options: unknown, rest: boolean | undefined) => any} begin Checks the options and makes what says what is next.
 * @property {(input: any) => unknown[]} cards The names of the one or two cards that an input touches.
 * @property {(input: unknown, options: unknown) => Promise<unknown>} move Makes one call.
 */

/**
 * An item that was read and whose result was not taken yet.
 * @typedef {object} Item
 * @property {Result} result
 * @property {unknown} copy What is sent: the caller may use one object for all items.
 * @property {[string, string]} cards
 * @property {Promise<void> | undefined} begun Settled when its call has ended.
 * @property {boolean} over
 */

/** What the scheduler's `step` says, where it is not the place of an item to begin. */
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
  /** @type {'new' | 'open' | 'over'} */
  #state = 'new';
  /** @type {Promise<void> | undefined} The whole of it. */
  #running;
  /** Lets it go on, where it waits. */
  #wake = () => {};
  /** @type {Item[]} The oldest first. */
  #items = [];
  /** @type {Item[]} Those whose calls have ended, of which the scheduler was not told yet. */
  #ended = [];
  /** How many were read. */
  #read = 0;
  /** @type {any} */
  #iterator;
  #isAsync = false;
  /** @type {boolean | undefined} Whether what is left after a stop comes out as skipped; none where there is nothing to go through. */
  #rest;
  #reading = false;
  /** @type {(() => void) | undefined} What an asynchronous read came to. */
  #came;
  /** Whether the input has ended, or was closed. */
  #inputOver = false;
  /** @type {Promise<void> | undefined} */
  #closing;
  /** @type {{ error: unknown } | undefined} What the input threw, until it is told. */
  #thrown;
  /** @type {any} The scheduler. */
  #scheduler;
  /** @type {any} The instance that it lives in. */
  #glue;
  /** @type {any} */
  #options;
  /** @type {unknown} Of each call. */
  #callOptions;
  #stopped = false;
  #left = false;
  #beganAt = 0;
  #counts = { done: 0, failed: 0, unknown: 0, skipped: 0 };

  /** @param {Bulk} bulk */
  constructor(bulk) {
    this.#bulk = bulk;
  }

  /** @returns {Promise<Step>} */
  next() {
    return new Promise((resolve, reject) => {
      this.#asking.push({ resolve, reject });
      if (this.#state === 'over') this.#finish();
      else if (this.#state === 'open') this.#wake();
      else this.#running = this.#run();
    });
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

  async #leave() {
    this.#left = true;
    if (this.#state === 'new') this.#state = 'over';
    this.#wake();
    await this.#running;
    this.#items = [];
    const thrown = this.#thrown;
    this.#thrown = undefined;
    if (thrown) throw thrown.error;
  }

  /** All of it is done here, and so in the async context of who asked first, whoever asks later or aborts. */
  async #run() {
    this.#state = 'open';
    let close = () => {};
    try {
      close = this.#open();
      while (this.#turn()) await new Promise((resolve) => (this.#wake = () => resolve(undefined)));
      await this.#closing;
    } catch (error) {
      this.#thrown ??= { error };
      await this.#breakOff();
    }
    close();
    this.#scheduler?.free();
    this.#state = 'over';
    this.#finish();
  }

  /** Checks what was given; gives what takes the listener back. */
  #open() {
    const { inputs, options, use } = this.#bulk;
    this.#isAsync = typeof inputs?.[Symbol.asyncIterator] === 'function';
    const iterate = inputs?.[this.#isAsync ? Symbol.asyncIterator : Symbol.iterator];
    // A text is gone through letter by letter, and nobody means that.
    if (typeof iterate === 'function' && typeof inputs !== 'string') this.#rest = Array.isArray(inputs);
    this.#options = copyOf(options);
    use((glue) => this.#schedule(glue));
    this.#iterator = iterate.call(inputs);
    const { concurrency: _concurrency, stopOnError: _stop, onProgress: _told, ...callOptions } = this.#options ?? {};
    this.#callOptions = callOptions;
    this.#beganAt = performance.now();
    const { signal } = callOptions;
    const onAbort = () => this.#wake();
    signal?.addEventListener('abort', onAbort);
    return () => signal?.removeEventListener('abort', onAbort);
  }

  /**
   * Does all that can be done now.
   * @returns {boolean} Whether there will be more.
   */
  #turn() {
    for (const item of this.#ended.splice(0)) this.#over(item);
    const came = this.#came;
    this.#came = undefined;
    came?.();
    if (this.#left) this.#stop('leave');
    else if (this.#options?.signal?.aborted && !this.#stopped) this.#stop('stop');
    for (;;) {
      const asked = this.#asking.length > 0;
      const step = this.#ask((scheduler) => scheduler.step(asked));
      if (step >= 0) this.#begin(step);
      else if (step === GIVE) this.#give();
      else if (step !== READ) return step === WAIT;
      else if (!this.#readOne()) return true;
    }
  }

  /**
   * Asks the scheduler. One whose instance has died is made anew.
   * @template T
   * @param {(scheduler: any) => T} ask
   * @returns {T}
   */
  #ask(ask) {
    return this.#bulk.use((glue) => {
      if (glue !== this.#glue) this.#schedule(glue);
      return ask(this.#scheduler);
    });
  }

  /** @param {any} glue */
  #schedule(glue) {
    const scheduler = this.#bulk.begin(glue, this.#options, this.#rest);
    this.#items.forEach(({ cards, begun, over, result }, place) => {
      scheduler.add(...cards);
      if (begun) scheduler.begun(place);
      if (begun && over) scheduler.ended(place, result.status === 'failed', result.status === 'unknown');
    });
    if (this.#inputOver) scheduler.inputOver();
    if (this.#stopped) scheduler.stop();
    this.#scheduler = scheduler;
    this.#glue = glue;
  }

  /** @returns {boolean} Whether it is there already. */
  #readOne() {
    if (this.#reading) return false;
    try {
      const step = this.#iterator.next();
      if (!this.#isAsync) {
        this.#take(step);
        return true;
      }
      this.#reading = true;
      const came = (/** @type {() => void} */ take) => {
        this.#reading = false;
        this.#came = take;
        this.#wake();
      };
      Promise.resolve(step).then(
        (given) => came(() => this.#take(given)),
        (error) => came(() => this.#inputThrew(error)),
      );
      return false;
    } catch (error) {
      this.#inputThrew(error);
      return true;
    }
  }

  /** @param {any} step */
  #take(step) {
    // What comes after the input was closed is nobody's.
    if (this.#inputOver) return;
    let done;
    let input;
    try {
      ({ done } = step);
      if (!done) input = step.value;
    } catch (error) {
      this.#inputThrew(error);
      return;
    }
    if (done) {
      this.#inputOver = true;
      this.#ask((scheduler) => scheduler.inputOver());
      return;
    }
    const copy = copyOf(input);
    const [card, other] = this.#bulk.cards(copy).map(nameOf);
    const item = /** @type {Item} */ ({
      result: { index: this.#read, input, status: 'skipped' },
      copy,
      cards: [card ?? '', other ?? ''],
      begun: undefined,
      over: false,
    });
    const runs = this.#ask((scheduler) => scheduler.add(...item.cards));
    this.#read += 1;
    this.#items.push(item);
    if (!runs) this.#skip(item);
  }

  /** @param {unknown} error */
  #inputThrew(error) {
    if (this.#inputOver) return;
    this.#inputOver = true;
    this.#thrown = { error };
    this.#ask((scheduler) => scheduler.inputOver());
  }

  /** @param {number} place */
  #begin(place) {
    const item = /** @type {Item} */ (this.#items[place]);
    this.#ask((scheduler) => scheduler.begun(place));
    let moving;
    try {
      moving = Promise.resolve(this.#bulk.move(item.copy, this.#callOptions));
    } catch (error) {
      moving = Promise.reject(error);
    }
    const ended = (/** @type {Partial<Result>} */ how) => {
      Object.assign(item.result, how);
      this.#ended.push(item);
      this.#wake();
    };
    item.begun = moving.then(
      (value) => ended({ status: 'done', value }),
      // An error that is not ours does not say that nothing happened.
      (error) => ended({ status: KNOWN.has(error?.outcome) ? 'failed' : 'unknown', error }),
    );
  }

  /** @param {Item} item */
  #over(item) {
    const { index, status } = item.result;
    const place = index - /** @type {Item} */ (this.#items[0]).result.index;
    const stops = this.#ask((scheduler) => scheduler.ended(place, status === 'failed', status === 'unknown'));
    item.over = true;
    this.#count(item);
    if (stops && !this.#stopped) this.#stop('stop');
  }

  #give() {
    this.#ask((scheduler) => scheduler.given());
    const { result } = /** @type {Item} */ (this.#items.shift());
    this.#asking.shift()?.resolve({ value: result, done: false });
  }

  /**
   * Nothing more begins.
   * @param {'stop' | 'leave'} how
   */
  #stop(how) {
    this.#stopped = true;
    if (this.#ask((scheduler) => scheduler[how]())) this.#closeInput();
    for (const item of this.#items) if (!item.begun && !item.over) this.#skip(item);
  }

  /** @param {Item} item */
  #skip(item) {
    item.over = true;
    this.#count(item);
  }

  /** @param {Item} item */
  #count({ result }) {
    this.#counts[/** @type {Status} */ (result.status)] += 1;
    const onProgress = this.#options?.onProgress;
    if (!onProgress) return;
    const { inputs, use } = this.#bulk;
    const total = this.#rest ? inputs.length : undefined;
    const { done, failed, unknown, skipped } = this.#counts;
    const elapsed = performance.now() - this.#beganAt;
    tell(
      onProgress,
      use((glue) => glue.progress(total, done, failed, unknown, skipped, elapsed)),
    );
  }

  #closeInput() {
    this.#inputOver = true;
    try {
      const closing = Promise.resolve(this.#iterator.return?.());
      // A generator that waits for its next item closes after that, whenever it comes.
      if (this.#reading || !this.#isAsync) closing.catch(() => {});
      else this.#closing = closing;
    } catch (error) {
      this.#thrown ??= { error };
    }
  }

  /** After a defect: what was begun is waited for, and its results come before the error. */
  async #breakOff() {
    if (this.#iterator && !this.#inputOver) this.#closeInput();
    this.#inputOver = true;
    await Promise.all(this.#items.map(({ begun }) => begun));
  }

  /** Serves all who ask, once nothing is under way any more. */
  #finish() {
    for (const { resolve, reject } of this.#asking.splice(0)) {
      const item = this.#left ? undefined : this.#items.shift();
      const thrown = this.#thrown;
      if (item) {
        resolve({ value: item.result, done: false });
      } else if (thrown) {
        this.#thrown = undefined;
        reject(thrown.error);
      } else {
        resolve({ value: undefined, done: true });
      }
    }
  }
}

/** Outcomes that say for certain that nothing happened. */
const KNOWN = new Set(['not_sent', 'rejected']);

/**
 * What a caller gave, as it is now. What is no plain set of fields is for the rules to refuse, as it is.
 * @param {any} given
 */
function copyOf(given) {
  try {
    const fields = typeof given === 'object' && given !== null && !Array.isArray(given);
    return fields && Object.keys(given).length > 0 ? { ...given } : given;
  } catch {
    return given;
  }
}

/**
 * The name of a card; of what cannot be one, none: its call is refused. No name is longer.
 * @param {unknown} name
 */
function nameOf(name) {
  return typeof name === 'string' ? name.slice(0, 600) : '';
}

/** @this {Many} */
async function dispose() {
  await this.return();
}
