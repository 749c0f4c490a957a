import { BEFORE_SEND } from './before-send.js';
import { Bulk } from './bulk.js';
import { copyOf, copyOfEach } from './copy.js';
import { CdkeyError, ValidationError, errorOf, internal } from './errors.js';
import * as generated from '../generated/client.js';
import { Keeper } from './keeper.js';
import { tell } from './listener.js';
import { loadMoves } from './moves.js';
import { verified } from './verified.js';
import { Walk } from './walk.js';
import { DEFECT, Wasm } from './wasm.js';

export const wasm = new Wasm(generated);

/**
 * Where a client keeps what it was made with: behind a function, so that no `inspect`, `JSON.stringify` or spread of a client
 * shows the key; and behind a property, as private fields are not seen through a Proxy (Vue's, MobX').
 */
const STATE = Symbol('espai-cdkey.state');

/** @typedef {import('./index.js').CdkeyClientOptions} Options */

/**
 * @typedef {object} State
 * @property {unknown} given The options, until they are checked.
 * @property {Options | undefined} checked What `checkConfig` of `src/bindings.rs` made of them.
 */

/** `CdkeyClient` of `index.d.ts`; what users read of it stands there. */
export class CdkeyClient {
  /** @param {Options} options */
  constructor(options) {
    /** @type {State} */
    const state = { given: options, checked: undefined };
    Object.defineProperty(this, STATE, { value: () => state });
    try {
      checkedOf(state);
    } catch (error) {
      // Where wasm cannot be loaded (a page's policy, say), or a page's own address is not there because the page is rendered
      // on a server first, the first call says so and tries again: a module that makes its client while it loads must
      // not fail for it.
      if (!(error instanceof CdkeyError && (error.code === 'internal' || elsewhere.has(error)))) throw error;
    }
  }

  /** @param {Partial<Options>} [options] */
  static fromEnv(options) {
    return new this(withEnvironment(options));
  }

  /**
   * @param {unknown} [query]
   * @param {unknown} [options]
   */
  list(query, options) {
    return call(this, 'list', [query, options], new Error());
  }

  /**
   * @param {unknown} input
   * @param {unknown} [options]
   */
  detail(input, options) {
    return call(this, 'detail', [input, options], new Error());
  }

  /**
   * @param {unknown} input
   * @param {unknown} [options]
   */
  transfer(input, options) {
    return call(this, 'transfer', [input, options], new Error());
  }

  /**
   * @param {unknown} input
   * @param {unknown} before
   * @param {unknown} [options]
   */
  settle(input, before, options) {
    return call(this, 'detail', [input, copyOfEach(before), options], new Error(), 'settle');
  }

  /**
   * @param {unknown} ids
   * @param {unknown} [options]
   */
  destroy(ids, options) {
    return call(this, 'destroy', [ids, options], new Error());
  }

  /**
   * @param {unknown} [query]
   * @param {unknown} [options]
   */
  balanceLogs(query, options) {
    return call(this, 'balanceLogs', [query, options], new Error());
  }

  /**
   * @param {unknown} [query]
   * @param {unknown} [options]
   * @returns {AsyncGenerator<import('./index.js').Card, void, undefined>}
   */
  listAll(query, options) {
    const here = new Error();
    /** @type {any} */
    let pages;
    const turn = async () => {
      const checked = checkedOf(stateOf(this, 'list'));
      pages ??= rethrow(() => wasm.run((glue) => glue.listAll(checked, query, options)), here);
      return settle(checked, 'list', (_, keeper) => pages.next(keeper), here);
    };
    return /** @type {any} */ (new Walk(turn, () => pages?.free()));
  }

  /**
   * @param {unknown} inputs
   * @param {unknown} [options]
   */
  transferMany(inputs, options) {
    return many(this, 'transfer', inputs, options, new Error());
  }

  /**
   * @param {unknown} ids
   * @param {unknown} [options]
   */
  destroyMany(ids, options) {
    return many(this, 'destroy', ids, options, new Error());
  }
}

/**
 * Options with what the environment says beside them. What is given goes before it.
 * @param {Partial<Options>} [options]
 * @returns {any}
 */
function withEnvironment(options = {}) {
  // Where there is no environment, nothing is set in it.
  const { ESPAI_API_KEY, ESPAI_BASE_URL } = /** @type {any} */ (globalThis).process?.env ?? {};
  const set = Object.entries({ apiKey: ESPAI_API_KEY, baseUrl: ESPAI_BASE_URL }).filter(([, value]) => value);
  // What is no object is the constructor's to refuse.
  if (typeof options !== 'object' || options === null) return options;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const all = Object.fromEntries([...set, ...given]);
  if (all['apiKey'] === undefined) {
    const says =
      'apiKey is missing: set the environment variable ESPAI_API_KEY to the open_api_key of your ESP-AI account';
    const [code, path, reason] = /** @type {const} */ (['invalid_config', 'apiKey', 'no_key_in_environment']);
    throw new ValidationError({ message: `${says} [${code}]`, code, path, reason });
  }
  return all;
}

/**
 * Makes a call by the export of its name. Nothing is thrown, whatever is wrong.
 * @param {CdkeyClient} client
 * @param {import('./index.js').Endpoint} endpoint
 * @param {unknown[]} given The call's arguments.
 * @param {Error} here Made in the caller's own turn: its stack names the line that is looked for when the call fails.
 * @param {string} [name] The export's, where it has one of its own.
 * @returns {Promise<any>}
 */
function call(client, endpoint, given, here, name = endpoint) {
  try {
    const checked = checkedOf(stateOf(client, endpoint, name));
    const prepare = /** @type {any} */ (client)[BEFORE_SEND];
    return settle(checked, endpoint, (glue, keeper) => glue[name](checked, keeper, ...given), here, prepare);
  } catch (error) {
    return Promise.reject(thrown(error, here));
  }
}

/**
 * A bulk of calls, each of which is one of the client's own.
 * @param {any} client
 * @param {'transfer' | 'destroy'} endpoint
 * @param {any} inputs
 * @param {unknown} given The options.
 * @param {Error} here
 * @returns {any}
 */
function many(client, endpoint, inputs, given, here) {
  return new Bulk(async () => {
    const isAsync = typeof inputs?.[Symbol.asyncIterator] === 'function';
    const iterate = inputs?.[isAsync ? Symbol.asyncIterator : Symbol.iterator];
    // A text is gone through letter by letter, and nobody means that.
    const iterable = typeof iterate === 'function' && typeof inputs !== 'string';
    const options = copyOf(given);
    const checked = checkedOf(stateOf(client, endpoint, `${endpoint}Many`));
    const own = rethrow(() => wasm.run((glue) => glue.checkMany(checked, endpoint, options, iterable)), here);
    const moves = await loadMoves(endpoint).catch((error) => Promise.reject(calledFrom(error, here)));
    return new moves.Many({
      source: { inputs, iterate, isAsync },
      skipsRest: Array.isArray(inputs),
      own,
      options,
      use: (use) => rethrow(() => moves.wasm.run(use), here),
      cards: (input) =>
        endpoint === 'destroy' ? [input?.id ?? input] : [input?.code, input?.targetCode ?? input?.target_code],
      // One id a destroy: what looks like many is refused.
      move: (input, callOptions) => client[endpoint](endpoint === 'destroy' ? [input] : input, callOptions),
    });
  });
}

/**
 * @param {Options} checked
 * @param {import('./index.js').Endpoint} endpoint
 * @param {(glue: any, keeper: Keeper) => Promise<any>} begin
 * @param {Error} here
 * @param {(cards: any) => unknown} [beforeSend] See `before-send.js`.
 */
function settle(checked, endpoint, begin, here, beforeSend) {
  /** @type {Keeper} */
  const keeper = new Keeper((...transfer) =>
    verified({ wasm, checked, endpoint, keeper, beforeSend, onDeath }, ...transfer),
  );
  const onDeath = () => {
    const { attempts, callId } = keeper;
    keeper.abandon();
    const outcome = attempts > 0 ? 'unknown' : 'not_sent';
    // Of a call that the wasm has lost, it cannot tell itself.
    tell(checked.onEvent, { type: 'error', callId, endpoint, attempt: attempts, outcome, code: 'internal' });
    return internal(DEFECT, { endpoint, outcome, attempts });
  };
  return wasm.call(
    (glue) => begin(glue, keeper),
    onDeath,
    (error) => thrown(error, here),
  );
}

/**
 * @param {any} client
 * @param {import('./index.js').Endpoint} endpoint
 * @param {string} [name] What was called.
 * @returns {State}
 */
function stateOf(client, endpoint, name = endpoint) {
  const state = client?.[STATE];
  if (typeof state === 'function') return state();
  const message = `${name}: was called without its client; call it as client.${name}(…), or bind it [invalid_argument]`;
  throw new ValidationError({ message, code: 'invalid_argument', endpoint, path: 'this', reason: 'without_client' });
}

/**
 * The checked options, which every call hands to wasm: it keeps nothing, so that a new instance can take over at any time.
 * @param {State} state
 * @returns {Options}
 */
function checkedOf(state) {
  if (!state.checked) {
    state.checked = rethrow(() => wasm.run((glue) => glue.checkConfig(state.given)), new Error());
    state.given = undefined;
  }
  return /** @type {Options} */ (state.checked);
}

/**
 * Errors of options that are good in a page.
 * @type {WeakSet<CdkeyError>}
 */
const elsewhere = new WeakSet();

/**
 * @template T
 * @param {() => T} use
 * @param {Error} here
 */
function rethrow(use, here) {
  try {
    return use();
  } catch (error) {
    throw thrown(error, here);
  }
}

/**
 * What is thrown: ours as it is, an error that wasm made as its class. Nothing else is left by then but a defect.
 * @param {any} error
 * @param {Error} here
 */
function thrown(error, here) {
  const made =
    error instanceof CdkeyError
      ? error
      : typeof error?.code === 'string' && typeof error.message === 'string'
        ? errorOf(error)
        : internal(DEFECT);
  if (error?.elsewhere === true) elsewhere.add(made);
  return calledFrom(made, here);
}

/**
 * An error was made wherever it was noticed, in a callback of a socket perhaps; what is looked for is the call.
 * @param {CdkeyError} error
 * @param {Error} here
 */
function calledFrom(error, { stack }) {
  // V8 writes the error's own words before the lines, others only the lines.
  const lines = stack?.replace(/^Error.*\n/, '');
  if (lines) {
    const value = `${error.name}: ${error.message}\n${lines}`;
    Object.defineProperty(error, 'stack', { value, writable: true, configurable: true });
  }
  return error;
}
