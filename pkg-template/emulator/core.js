/**
 * The emulator's rules in wasm: one instance for each emulator, so that a defect in one cannot reach another's cards.
 */
import { CdkeyError, InternalError, ValidationError, internal } from '../client/errors.js';
import { invalid, toJson } from './json.js';
import * as generated from '../generated/emulator.js';
import { Wasm, compiled } from '../client/wasm.js';

/**
 * An HTTP request, as far as the service looks at it.
 * @typedef {object} ServiceRequest
 * @property {string} method
 * @property {string} path
 * @property {string | null} authorization
 * @property {Uint8Array} body
 */

/**
 * `Answer` of `emulator/src/answer.rs`.
 * @typedef {object} Answer
 * @property {number} status
 * @property {[string, string][]} headers
 * @property {string} body
 */

/**
 * `Ending` of `emulator/src/plan.rs`.
 * @typedef {{ kind: 'answer' | 'hang' | 'drop' }
 *   | { kind: 'truncate', bytes: number | null }
 *   | { kind: 'slow', ms: number }
 *   | { kind: 'instead', answer: Answer }
 *   | { kind: 'garbage', status: number, bytes: number[] }
 *   | { kind: 'huge', head: string, fill: string, tail: string, bytes: number }} Ending
 */

/**
 * `Plan` of `emulator/src/plan.rs`.
 * @typedef {{ apply: 'never' | 'first' | 'after_wait' | 'last', waitMs: number, ending: Ending }} Plan
 */

/**
 * The class that `emulator/src/bindings.rs` exports.
 * @typedef {object} EmulatorCore
 * @property {(options: string) => void} inject
 * @property {(method: string, path: string) => string} plan
 * @property {(method: string, path: string, authorization: string | undefined, body: Uint8Array, now: number, commit: boolean) => string} answer
 * @property {() => string} apiKey
 * @property {() => number} maxBodyBytes
 * @property {(port: number) => boolean} isBlocked
 * @property {() => number} changes
 * @property {() => string} lastChange
 * @property {() => string} cards
 * @property {() => void} reset
 */

const BROKEN =
  'a defect of the emulator; its cards can be trusted no longer and nothing was answered since: make a new one with createEmulator [internal]';

/**
 * What there must be. Test environments made of a page's parts (Jest's jsdom) have none of it unless they are told to; what
 * is missing is told at once and together, and not one by one with each thing that is tried.
 */
const NEEDED = ['TextEncoder', 'TextDecoder', 'URL', 'AbortController', 'Headers', 'Response', 'ReadableStream'];

/** @param {string} name */
function has(name) {
  try {
    return typeof (/** @type {any} */ (globalThis)[name]) === 'function';
  } catch {
    // Node makes its `Headers` when they are first looked at, which fails without a TextDecoder: that is what is missing.
    return true;
  }
}

/** @type {WebAssembly.Module | undefined} */
let readyWasm;
/** Compiled once, however many emulators there are; a compilation that failed is tried again. */
const source = {
  ...generated,
  get wasm() {
    return (readyWasm ??= compiled(generated.wasm));
  },
};

export class Core {
  /** @type {Wasm<any>} */
  #wasm = new Wasm(/** @type {any} */ (source));
  /** @type {EmulatorCore} */
  #core;
  #broken = false;
  #now;
  #onChange;
  #changes = 0;

  /** @param {unknown} options */
  constructor(options) {
    const missing = NEEDED.filter((name) => !has(name));
    if (missing.length > 0) {
      throw internal(
        `this runtime has no ${missing.join(', ')}, which the emulator needs; in Jest, take an environment that has the ` +
          "host's (node, or jest-fixed-jsdom)",
      );
    }
    const { json, data, functions } = toJson(options, { code: 'invalid_config', functions: ['now', 'onChange'] });
    // Looked up at each answer, so that a test may fake it.
    this.#now = functions['now'] ?? (() => Date.now());
    this.#onChange = functions['onChange'];
    const key = hasKey(data) ? '' : freshKey();
    this.#core = refusing('invalid_config', () => this.#wasm.run((glue) => new glue.EmulatorCore(json, key)));
    this.apiKey = this.#use((core) => core.apiKey());
  }

  /** The largest request body that is read; of a larger one, a byte more than this is enough for a refusal. */
  get maxBodyBytes() {
    return this.#use((core) => core.maxBodyBytes());
  }

  /**
   * Whether `fetch` would never call this port.
   * @param {number} port
   */
  isBlocked(port) {
    return this.#use((core) => core.isBlocked(port));
  }

  /** @returns {import('../client/index.js').Card[]} */
  cards() {
    return JSON.parse(this.#use((core) => core.cards()));
  }

  /** @param {unknown} options */
  inject(options) {
    const { json } = toJson(options, { code: 'invalid_argument' });
    refusing('invalid_argument', () => {
      this.#use((core) => {
        core.inject(json);
      });
    });
  }

  /**
   * How a request is to be treated; uses up the fault that befalls it.
   * @param {ServiceRequest} request
   * @returns {Plan}
   */
  plan({ method, path }) {
    return JSON.parse(this.#use((core) => core.plan(method, path)));
  }

  /**
   * What the rules answer; the change is made only with `commit`.
   * @param {ServiceRequest} request
   * @param {{ commit: boolean }} options
   * @returns {Answer}
   */
  answer({ method, path, authorization, body }, { commit }) {
    // Before anything is changed, so that a clock that throws leaves the cards as they were.
    const now = this.#clock();
    const answer = this.#use((core) => core.answer(method, path, authorization ?? undefined, body, now, commit));
    const changes = this.#use((core) => core.changes());
    if (changes !== this.#changes) {
      this.#changes = changes;
      this.#tell(() => JSON.parse(this.#use((core) => core.lastChange())));
    }
    return JSON.parse(answer);
  }

  /** Back to the first cards, with no fault waiting. */
  reset() {
    this.#use((core) => {
      core.reset();
    });
    this.#tell(() => ({ type: 'reset', cards: this.cards() }));
  }

  /** @param {() => import('./emulator.js').Change} change Made for a listener alone: without one nothing is copied. */
  #tell(change) {
    if (this.#onChange === undefined) return;
    const happened = change();
    try {
      const told = this.#onChange(happened);
      // A listener may be async: its rejection is its own, too.
      Promise.resolve(told).catch(() => {});
    } catch {
      // The change is made, whatever a listener makes of it; an error here would say that it is not.
    }
  }

  #clock() {
    /** @type {unknown} */
    let now;
    try {
      now = this.#now();
    } catch (error) {
      throw invalid('invalid_config', 'now', 'threw instead of giving the time', error);
    }
    if (!Number.isSafeInteger(now)) {
      throw invalid('invalid_config', 'now', 'must give whole milliseconds since the epoch');
    }
    return /** @type {number} */ (now);
  }

  /**
   * @template T
   * @param {(core: EmulatorCore) => T} use
   * @returns {T}
   */
  #use(use) {
    if (!this.#broken) {
      try {
        return this.#wasm.run(() => use(this.#core));
      } catch (error) {
        // A refusal comes as text.
        if (typeof error === 'string') throw error;
        this.#broken = true;
      }
    }
    throw new InternalError({ code: 'internal', outcome: 'unknown', message: BROKEN });
  }
}

/**
 * Runs what may be refused by the rules, which throw their refusal as JSON text.
 * @template T
 * @param {import('./json.js').InvalidCode} code
 * @param {() => T} use
 * @returns {T}
 */
function refusing(code, use) {
  try {
    return use();
  } catch (error) {
    if (typeof error === 'string') {
      /** @type {{ path: string, reason: import('../client/index.js').RefusalReason, message: string }} */
      const { path, reason, message } = JSON.parse(error);
      throw new ValidationError({ code, path, reason, message: `${message} [${code}]` });
    }
    if (error instanceof CdkeyError) throw error;
    throw new InternalError({ code: 'internal', outcome: 'unknown', message: BROKEN });
  }
}

/**
 * Whether the options settle the key, by naming it or a seed; what they hold else is for the rules.
 * @param {unknown} options
 */
function hasKey(options) {
  return typeof options === 'object' && options !== null && ('apiKey' in options || 'seed' in options);
}

/** 32 hex digits of real chance. */
function freshKey() {
  const bytes = new Uint8Array(16);
  try {
    crypto.getRandomValues(bytes);
  } catch (error) {
    throw invalid(
      'invalid_config',
      'apiKey',
      'is missing, and none can be made by chance: there are no random numbers here. A Worker has none while its module ' +
        'loads: make the emulator within a request there, or give an apiKey or a seed',
      error,
    );
  }
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
