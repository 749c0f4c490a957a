/**
 * A bulk of transfers or destroys under way: it makes the calls and gives the results out; which of these is next, `src/batch.rs` says.
 */
import { copyOf } from '../client/copy.js';
import { tell } from '../client/listener.js';
import { Input } from './input.js';

/** @typedef {{ -readonly [K in keyof import('../client/index.js').ManyResult<any, any>]: any }} Result */
/** @typedef {IteratorResult<Result, void>} Step */
/** @typedef {import('../client/index.js').ManyResult<any>['status']} Status */

/**
 * @typedef {object} Work What there is to do. All of it was checked.
 * @property {import('./input.js').Source} source
 * @property {boolean} skipsRest Whether what is left of the input after a stop comes out as skipped.
 * @property {{ concurrency: number, stopOnError: boolean }} own
 * @property {any} options Those and all others, as they were given.
 * @property {<T>(use: (glue: any) => T) => T} use Runs something on the living instance of the wasm.
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

export class Many {
  #work;
  /** @type {{ resolve: (step: Step) => void, reject: (error: unknown) => void }[]} Who waits for a result, in turn. */
  #asking = [];
  /** @type {'new' | 'open' | 'over'} */
  #state = 'new';
  /** @type {Promise<void> | undefined} The whole of it. */
  #running;
  /** @type {(nothing?: undefined) => void} Lets it go on, where it waits. */
  #wake = () => {};
  /** @type {Item[]} The oldest first. */
  #items = [];
  /** @type {Item[]} Those whose calls have ended, of which the scheduler was not told yet. */
  #ended = [];
  /** How many were read. */
  #read = 0;
  /** @type {Input | undefined} */
  #input;
  /** @type {import('./input.js').Came | undefined} What a read came to that was waited for. */
  #came;
  /** @type {{ error: unknown } | undefined} What the input threw, until it is told. */
  #thrown;
  /** @type {any} The scheduler. */
  #scheduler;
  /** @type {any} The instance that it lives in. */
  #glue;
  /** @type {unknown} Of each call. */
  #callOptions;
  #stopped = false;
  #left = false;
  #beganAt = 0;
  #counts = { done: 0, failed: 0, unknown: 0, skipped: 0 };

  /** @param {Work} work */
  constructor(work) {
    this.#work = work;
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

  /** Nothing more begins; what has begun is waited for. */
  async leave() {
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
      while (this.#turn()) await new Promise((resolve) => (this.#wake = resolve));
      await this.#input?.closing;
    } catch (error) {
      this.#thrown ??= { error };
      await this.#breakOff();
    }
    close();
    this.#scheduler?.free();
    this.#state = 'over';
    this.#finish();
  }

  /** Gives what takes the listener back. */
  #open() {
    const { source, options, use } = this.#work;
    use((glue) => this.#schedule(glue));
    this.#input = new Input(source, (came) => {
      this.#came = came;
      this.#wake();
    });
    const { concurrency: _concurrency, stopOnError: _stop, onProgress: _told, ...callOptions } = options ?? {};
    // None are read faster than an object without any.
    this.#callOptions = Object.keys(callOptions).length > 0 ? callOptions : undefined;
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
    const ended = this.#ended;
    this.#ended = [];
    for (const item of ended) this.#over(item);
    const came = this.#came;
    this.#came = undefined;
    if (came) this.#take(came);
    if (this.#left) this.#stop('leave');
    else if (this.#work.options?.signal?.aborted && !this.#stopped) this.#stop('stop');
    for (;;) {
      const asked = this.#asking.length > 0;
      const next = this.#ask((scheduler) => scheduler.step(asked));
      const { Next } = this.#glue;
      if (next === Next.Run) this.#begin();
      else if (next === Next.Give) this.#give();
      else if (next !== Next.Read) return next === Next.Wait;
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
    return this.#work.use((glue) => {
      if (glue !== this.#glue) this.#schedule(glue);
      return ask(this.#scheduler);
    });
  }

  /** @param {any} glue */
  #schedule(glue) {
    const { own, skipsRest } = this.#work;
    const scheduler = new glue.Scheduler(own.concurrency, own.stopOnError, skipsRest);
    this.#items.forEach(({ cards, begun, over, result }, place) => {
      scheduler.add(...cards);
      if (begun) scheduler.begun(place);
      if (begun && over) scheduler.ended(place, result.status === 'done');
    });
    if (this.#input?.over) scheduler.inputOver();
    if (this.#stopped) scheduler.stop();
    this.#scheduler = scheduler;
    this.#glue = glue;
  }

  /** @returns {boolean} Whether it is there already. */
  #readOne() {
    const came = this.#input?.read();
    if (came) this.#take(came);
    return came !== undefined;
  }

  /** @param {import('./input.js').Came} came */
  #take(came) {
    const input = /** @type {Input} */ (this.#input);
    // What comes after the input was closed is nobody's.
    if (input.over) return;
    if ('item' in came) {
      this.#add(came.item);
      return;
    }
    input.over = true;
    if ('error' in came) this.#thrown = came;
    this.#ask((scheduler) => scheduler.inputOver());
  }

  /** @param {any} input */
  #add(input) {
    const copy = copyOf(input);
    const [card, other] = this.#work.cards(copy).map(nameOf);
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

  /** The item that the scheduler has named. */
  #begin() {
    const item = /** @type {Item} */ (this.#items[this.#ask((scheduler) => scheduler.run())]);
    let moving;
    try {
      moving = Promise.resolve(this.#work.move(item.copy, this.#callOptions));
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
    const stops = this.#ask((scheduler) => scheduler.ended(place, status === 'done'));
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
    const { source, skipsRest, options, use } = this.#work;
    if (!options?.onProgress) return;
    const total = skipsRest ? source.inputs.length : undefined;
    const { done, failed, unknown, skipped } = this.#counts;
    const elapsed = performance.now() - this.#beganAt;
    tell(
      options.onProgress,
      use((glue) => glue.progress(total, done, failed, unknown, skipped, elapsed)),
    );
  }

  #closeInput() {
    try {
      this.#input?.close();
    } catch (error) {
      this.#thrown ??= { error };
    }
  }

  /** After a defect: what was begun is waited for, and its results come before the error. */
  async #breakOff() {
    if (!this.#input?.over) this.#closeInput();
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
 * The name of a card; of what cannot be one, none: its call is refused. No name is longer.
 * @param {unknown} name
 */
function nameOf(name) {
  return typeof name === 'string' ? name.slice(0, 600) : '';
}
