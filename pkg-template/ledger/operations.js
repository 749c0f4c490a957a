/**
 * `Operations` of `ledger.d.ts`: moves that are written down before they are sent.
 */
import { LedgerError, ValidationError } from '../client/index.js';
import { errorOf } from '../client/errors.js';
import { OperationCall } from './call.js';
import { rules } from './core.js';
import { publicOf, refused, unavailable } from './failure.js';
import { browsingOf, pageOf } from './filter.js';
import { HashedLedger, inputOf } from './hashed.js';
import { isLedger } from './interface.js';
import { PostgresLedger } from './postgres.js';
import { Presence } from './presence.js';
import { work } from './queue.js';
import { recoverAll, recoverOne } from './recover.js';

/** @typedef {import('./ledger.js').Ledger} Ledger */
/** @typedef {import('./ledger.js').Operation} Operation */
/** @typedef {import('./ledger.js').StoredOperation} Stored */
/** @typedef {import('./ledger.js').NewOperation} NewOperation */
/** @typedef {import('./ledger.js').Change} Change */

/** How many are read at once. */
const PAGE = 200;

export class Operations {
  #client;
  #ledger;
  #waitMs;
  #presence;
  /** What is under way here. @type {Map<string, { fingerprint: string, promise: Promise<Operation> }>} */
  #running = new Map();
  /** What the ledger could not take. @type {Map<string, Change>} */
  #left = new Map();

  /** @param {import('./ledger.js').OperationsOptions} options */
  constructor(options) {
    const { client, ledger, waitMs = 30_000, ...others } = options ?? {};
    const [odd] = Object.keys(others);
    if (odd !== undefined) throw config(odd, 'is no option here; there are: client, ledger, waitMs');
    if (client !== undefined && typeof client.transfer !== 'function') throw config('client', 'must be a CdkeyClient');
    if (!isLedger(ledger)) {
      throw config('ledger', 'must be what openLedger gives, or an object with the methods of a Ledger');
    }
    if (!Number.isSafeInteger(waitMs) || waitMs < 0 || waitMs > 2 ** 31 - 1) {
      throw config('waitMs', 'must be a whole number from 0 to 2^31 - 1');
    }
    this.#client = client;
    this.#ledger = ledger;
    this.#waitMs = waitMs;
    this.#presence = new Presence(ledger, () => this.#flush());
    opened(ledger).add(this);
  }

  /**
   * @param {import('./ledger.js').TransferOperation} given
   * @param {import('./ledger.js').OperationCallOptions} [options]
   * @returns {Promise<Operation>}
   */
  transfer(given, options) {
    return this.#run('transfer', given, options);
  }

  /**
   * @param {import('./ledger.js').DestroyOperation} given
   * @param {import('./ledger.js').OperationCallOptions} [options]
   * @returns {Promise<Operation>}
   */
  destroy(given, options) {
    return this.#run('destroy', given, options);
  }

  /**
   * @param {any} inputs
   * @param {import('./ledger.js').OperationManyOptions} [options]
   */
  transferMany(inputs, options) {
    // The client's own bulk, of calls that are written down.
    const moves = Object.create(this.#calls(), {
      transfer: { value: (/** @type {any} */ input, /** @type {any} */ calls) => this.#run('transfer', input, calls) },
    });
    return moves.transferMany(inputs, options);
  }

  /**
   * @param {'transfer' | 'destroy'} kind
   * @param {unknown} given
   * @param {import('./ledger.js').OperationCallOptions & { verify?: boolean }} [options]
   * @returns {Promise<Operation>}
   */
  async #run(kind, given, { verify: _verify, actor, ...options } = {}) {
    const wanted = { ...checked(kind, given), ...(actor === undefined ? {} : { actor }) };
    this.#calls();
    const running = this.#running.get(wanted.key);
    if (running?.fingerprint === wanted.fingerprint) return running.promise;
    const promise = this.#call(wanted, options);
    if (running) return promise;
    this.#running.set(wanted.key, { fingerprint: wanted.fingerprint, promise });
    try {
      return await promise;
    } finally {
      this.#running.delete(wanted.key);
    }
  }

  /**
   * @param {NewOperation} wanted
   * @param {import('./ledger.js').OperationCallOptions} options
   */
  async #call(wanted, options) {
    // Where this cannot be written either, the call says so itself.
    await this.#flushOne(wanted.key).catch(() => {});
    return new OperationCall(this.#world(), wanted, /** @type {any} */ (options)).run();
  }

  #calls() {
    if (this.#client === undefined) throw config('client', 'is missing: it is needed for whatever calls the service');
    return this.#client;
  }

  #world() {
    return {
      client: this.#calls(),
      ledger: this.#ledger,
      presence: this.#presence,
      waitMs: this.#waitMs,
      leave: (/** @type {Stored} */ { key }, /** @type {Change} */ change) => {
        this.#left.set(key, change);
      },
    };
  }

  /** Writes what could not be written before. */
  async #flush() {
    for (const key of this.#left.keys()) if (!this.#running.has(key)) await this.#flushOne(key);
  }

  /** @param {string} key */
  async #flushOne(key) {
    const change = this.#left.get(key);
    if (change === undefined) return;
    const stored = await this.#ledger.get(key);
    const mine = stored?.holder === this.#presence.id;
    // Meanwhile somebody has made `unknown` of it; what came of the request is more certain.
    const better =
      stored?.status === 'unknown' &&
      stored.resolved === null &&
      ['done', 'failed', 'prepared'].includes(change.status);
    if (stored && (mine || better)) await this.#ledger.change(key, stored.revision, change);
    this.#left.delete(key);
  }

  /**
   * @param {import('./ledger.js').OperationFilter} [filter]
   * @returns {AsyncGenerator<Operation, void, undefined>}
   */
  async *list(filter = {}) {
    const page = pageOf(filter);
    for (let after = 0; ;) {
      const found = await this.#reading(() => this.#ledger.list({ ...page, after, limit: PAGE }));
      for (const stored of found) {
        yield publicOf(stored);
        after = stored.order;
      }
      if (found.length < PAGE) return;
    }
  }

  /**
   * @param {import('./ledger.js').BrowseFilter} [filter]
   * @returns {Promise<{ operations: Operation[], next: number | null }>}
   */
  async browse({ limit = 50, ...filter } = {}) {
    const { browse } = this.#ledger;
    if (typeof browse !== 'function') throw config('ledger', 'has no method browse: see Ledger in ledger.d.ts');
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > PAGE) {
      throw argument('limit', `must be a whole number from 1 to ${PAGE}`);
    }
    const wanted = browsingOf(filter);
    // One more, to know whether there are more.
    const found = await this.#reading(() => browse.call(this.#ledger, { ...wanted, limit: limit + 1 }));
    const page = found.slice(0, limit);
    return { operations: page.map(publicOf), next: found.length > limit ? (page.at(-1)?.order ?? null) : null };
  }

  /**
   * @param {string} key
   * @returns {Promise<Operation | null>}
   */
  async get(key) {
    const stored = await this.#reading(() => this.#ledger.get(String(key)));
    return stored && publicOf(stored);
  }

  /** @param {{ signal?: AbortSignal }} [options] */
  async recover(options = {}) {
    this.#calls();
    return this.#reading(async () => {
      await this.#presence.begin();
      await this.#flush();
      return recoverAll({ ...this.#world(), isRunning: (key) => this.#running.has(key) }, options);
    });
  }

  /**
   * @param {string} key
   * @returns {Promise<{ look: import('./ledger.js').Look, operation: Operation }>}
   */
  async reconcile(key) {
    this.#calls();
    const find = async () => {
      const stored = await this.#ledger.get(String(key));
      if (stored === null) throw argument('key', 'is no operation of this ledger');
      return stored;
    };
    return this.#reading(async () => {
      const stored = await find();
      await this.#presence.begin();
      await this.#flush();
      const look = await recoverOne({ ...this.#world(), isRunning: (each) => this.#running.has(each) }, stored);
      return { look, operation: publicOf(await find()) };
    });
  }

  /**
   * @param {string} key
   * @param {import('./ledger.js').Resolution} resolution
   * @returns {Promise<Operation>}
   */
  async resolve(key, { as, by, note = '' }) {
    if (as !== 'done' && as !== 'failed') throw argument('as', "must be 'done' or 'failed'");
    for (const [name, text] of Object.entries({ by, note })) {
      if (typeof text !== 'string' || text.length > 2000) {
        throw argument(name, 'must be a text of at most 2000 characters');
      }
    }
    if (by.trim() === '') throw argument('by', 'must say who it is that says so');
    return this.#reading(async () => {
      for (;;) {
        const stored = await this.#ledger.get(String(key));
        if (stored === null) throw argument('key', 'is no operation of this ledger');
        if (!rules((glue) => glue.mayResolve(stored.status))) {
          throw argument(
            'key',
            `is of an operation that is ${stored.status}; only one that is unknown is resolved by a person`,
          );
        }
        const resolved = { as, by, note, at: Date.now() };
        const { evidence, error, revision } = stored;
        const change = /** @type {Change} */ ({ status: as, holder: null, hold: 'free', evidence, error, resolved });
        const changed = await this.#ledger.change(stored.key, revision, change);
        if (changed.written === 'done') return publicOf(changed.operation);
      }
    });
  }

  /**
   * Written down all together or not at all, for `espai-cdkey ops work`.
   * @param {Iterable<unknown>} inputs
   * @returns {Promise<Operation[]>}
   */
  async enqueue(inputs) {
    const wanted = Array.from(inputs, (input) => checked('transfer', input));
    const { enqueue } = this.#ledger;
    if (typeof enqueue !== 'function') {
      throw config('ledger', 'has no queue: enqueue needs a ledger on PostgreSQL (openLedger of postgres://…)');
    }
    return this.#reading(async () => (await enqueue.call(this.#ledger, wanted)).map(publicOf));
  }

  /**
   * Takes operations out of the queue until `signal` ends it; what has begun is finished first.
   * @param {import('./ledger.js').WorkOptions} options
   * @returns {Promise<void>}
   */
  async work({ concurrency = 4, perSecond, signal, onNews = () => {} }) {
    const ledger = this.#ledger instanceof HashedLedger ? this.#ledger.inner : this.#ledger;
    if (!(ledger instanceof PostgresLedger)) {
      throw config('ledger', 'has no queue: work needs a ledger on PostgreSQL (openLedger of postgres://…)');
    }
    const run = async (/** @type {string} */ key) => {
      const stored = await ledger.get(key);
      if (stored === null) throw argument('key', 'is no operation of this ledger');
      if (stored.status === 'done') return publicOf(stored);
      const input = await inputOf(this.#world(), stored);
      if (input === null) {
        throw argument(
          'phone',
          'is hashed in this ledger, and the service lists no card of one of the two codes with that number: nothing was sent',
        );
      }
      return this.#run(stored.kind, { key, ...input });
    };
    const recover = () => this.recover({ signal });
    await this.#reading(() =>
      work({ ledger, run, recover }, { concurrency, ...(perSecond && { perSecond }), signal, onNews }),
    );
  }

  /**
   * Ends the counting. Called by the ledger's `close`; what is under way is waited for.
   * @returns {Promise<void>}
   */
  async close() {
    await Promise.allSettled([...this.#running.values()].map(({ promise }) => promise));
    await this.#flush().catch(() => {});
    await this.#presence.end(this.#left.size === 0);
  }

  /**
   * @template T
   * @param {() => Promise<T>} read
   * @returns {Promise<T>}
   */
  async #reading(read) {
    try {
      return await read();
    } catch (error) {
      if (error instanceof ValidationError || error instanceof LedgerError) throw error;
      throw unavailable(error);
    }
  }
}

/** Who uses a ledger, to be ended with it. @type {WeakMap<object, Set<Operations>>} */
const users = new WeakMap();

/** @param {object} ledger */
export function opened(ledger) {
  const all = users.get(ledger) ?? new Set();
  users.set(ledger, all);
  return all;
}

/**
 * @param {'transfer' | 'destroy'} kind
 * @param {unknown} given
 * @returns {NewOperation}
 */
function checked(kind, given) {
  const answer = JSON.parse(rules((glue) => glue.checkInput(kind, given)));
  if (answer.checked === undefined) throw errorOf(answer.error);
  return answer.checked;
}

/**
 * @param {string} path
 * @param {string} says
 */
const config = (path, says) => refused('invalid_config', path, says);

/**
 * @param {string} path
 * @param {string} says
 */
const argument = (path, says) => refused('invalid_argument', path, says);
