import { CdkeyError, errorOf, internal } from './errors.js';
import * as generated from '../generated/client.js';
import { argumentsText, optionsText } from './given.js';
import { Host, surroundings } from './host.js';
import { DEFECT, Wasm } from './wasm.js';

export const wasm = new Wasm(generated);

/** The numbers of `call` in `src/bindings.rs`. */
const ENDPOINTS = /** @type {const} */ (['list', 'detail', 'transfer', 'destroy']);

/**
 * @typedef {object} Checked
 * @property {string} settings What `checkConfig` of `src/bindings.rs` gives.
 * @property {((...args: any[]) => unknown) | undefined} fetch
 * @property {((event: any) => unknown) | undefined} onEvent
 */

/** `CdkeyClient` of `index.d.ts`; what users read of it stands there. */
export class CdkeyClient {
  /** Private, so that no `inspect`, `JSON.stringify` or spread of a client shows the key. */
  /** @type {Checked | undefined} */
  #checked;
  /** As given, until they are checked.
   * @type {import('./index.js').CdkeyClientOptions | undefined} */
  #options;

  /** @param {import('./index.js').CdkeyClientOptions} options */
  constructor(options) {
    this.#options = options;
    try {
      this.#check();
    } catch (error) {
      // Where wasm cannot be loaded (a page's policy, say), or a page's own address is not there because the page is rendered
      // on a server first, the first call says so and tries again: a module that makes its client while it loads must
      // not fail for it.
      if (!(error instanceof CdkeyError && (error.code === 'internal' || elsewhere.has(error)))) throw error;
    }
  }

  /**
   * @param {unknown} [query]
   * @param {unknown} [options]
   */
  list(query, options) {
    return this.#call('list', query, options);
  }

  /**
   * @param {unknown} input
   * @param {unknown} [options]
   */
  detail(input, options) {
    return this.#call('detail', input, options);
  }

  /**
   * @param {unknown} input
   * @param {unknown} [options]
   */
  transfer(input, options) {
    return this.#call('transfer', input, options);
  }

  /**
   * @param {unknown} ids
   * @param {unknown} [options]
   */
  destroy(ids, options) {
    return this.#call('destroy', ids, options);
  }

  /**
   * @param {unknown} [query]
   * @param {unknown} [options]
   * @returns {AsyncGenerator<import('./index.js').Card, void, undefined>}
   */
  async *listAll(query, options) {
    /** @type {import('./given.js').Kept} */
    const kept = {};
    const given = argumentsText(query, options, kept);
    const { settings, fetch, onEvent } = this.#check();
    const newHost = () => new Host(fetch, onEvent, /** @type {any} */ (kept.signal));
    /** @type {any} */
    const pages = rethrow(() => wasm.run((glue) => glue.Pages.open(newHost(), settings, given)));
    try {
      for (;;) {
        const host = newHost();
        const page = await this.#settle(host, 'list', () => pages.next(host));
        if (page === undefined) return;
        for (const position of page.fresh) yield page.cards[position];
      }
    } finally {
      pages.free();
    }
  }

  #check() {
    if (this.#checked) return this.#checked;
    /** @type {import('./given.js').Kept} */
    const kept = {};
    const options = optionsText(this.#options, kept);
    const settings = rethrow(() => wasm.run((glue) => glue.checkConfig(options, surroundings)));
    const { fetch, onEvent } = /** @type {any} */ (kept);
    this.#checked = { settings, fetch, onEvent };
    this.#options = undefined;
    return this.#checked;
  }

  /**
   * @param {import('./index.js').Endpoint} endpoint
   * @param {unknown} input
   * @param {unknown} options
   */
  async #call(endpoint, input, options) {
    /** @type {import('./given.js').Kept} */
    const kept = {};
    // Read at once: what is changed afterwards changes nothing.
    const given = argumentsText(input, options, kept);
    const { settings, fetch, onEvent } = this.#check();
    const host = new Host(fetch, onEvent, /** @type {any} */ (kept.signal));
    const number = ENDPOINTS.indexOf(endpoint);
    return this.#settle(host, endpoint, (glue) => glue.call(host, number, settings, given));
  }

  /**
   * @param {Host} host
   * @param {import('./index.js').Endpoint} endpoint
   * @param {(glue: any) => number} use
   */
  async #settle(host, endpoint, use) {
    try {
      const begin = (/** @type {any} */ glue) => {
        host.resume = glue.resume;
        return use(glue);
      };
      return await wasm.call(host, begin, () => {
        const { attempts } = host;
        host.abandon();
        const outcome = attempts > 0 ? 'unknown' : 'not_sent';
        host.event({ type: 'error', endpoint, attempt: attempts, outcome, code: 'internal' });
        return internal(DEFECT, { endpoint, outcome, attempts });
      });
    } catch (error) {
      throw thrown(error);
    }
  }
}

/**
 * Errors of options that are good in a page.
 * @type {WeakSet<CdkeyError>}
 */
const elsewhere = new WeakSet();

/**
 * @template T
 * @param {() => T} use
 */
function rethrow(use) {
  try {
    return use();
  } catch (error) {
    throw thrown(error);
  }
}

/**
 * What is thrown: ours as it is, a report of wasm's as its class. Nothing else is left by then but a defect.
 * @param {any} error
 */
function thrown(error) {
  if (error instanceof CdkeyError) return error;
  if (typeof error?.code !== 'string' || typeof error.message !== 'string') return internal(DEFECT);
  const made = errorOf(error);
  if (error.elsewhere === true) elsewhere.add(made);
  return made;
}
