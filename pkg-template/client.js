import { CdkeyError, errorOf, internal } from './errors.js';
import * as generated from './generated/client.js';
import { Host } from './host.js';
import { DEFECT, Wasm } from './wasm.js';

export const wasm = new Wasm(generated);

/**
 * What `checkConfig` of `src/bindings.rs` gives.
 * @typedef {object} Checked
 * @property {object} config
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
    const { config, host } = this.#begin();
    /** @type {any} */
    const pages = rethrow(() => wasm.run((glue) => glue.Pages.open(host, config, query, options)));
    try {
      for (;;) {
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
    const options = this.#options;
    this.#checked = /** @type {Checked} */ (rethrow(() => wasm.run((glue) => glue.checkConfig(options))));
    this.#options = undefined;
    return this.#checked;
  }

  #begin() {
    const { config, fetch, onEvent } = this.#check();
    return { config, host: new Host(fetch, onEvent) };
  }

  /**
   * @param {import('./index.js').Endpoint} endpoint
   * @param {unknown} input
   * @param {unknown} options
   */
  async #call(endpoint, input, options) {
    const { config, host } = this.#begin();
    return this.#settle(host, endpoint, (glue) => glue[endpoint](host, config, input, options));
  }

  /**
   * @param {Host} host
   * @param {import('./index.js').Endpoint} endpoint
   * @param {(glue: any) => Promise<any>} use
   */
  async #settle(host, endpoint, use) {
    try {
      return await wasm.call(use, () => {
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
