import { buildCards } from './cards.js';
import { Exchange } from './exchange.js';

/**
 * The JavaScript side of one call: `Host` of `src/host.rs`.
 */
export class Host {
  #fetch;
  #onEvent;
  #signal;
  /** @type {Exchange | undefined} */
  #exchange;
  /** Ends the wait for the next attempt. */
  #leave = () => {};
  /** How many attempts were begun: what an outcome is judged by if wasm itself fails. */
  attempts = 0;
  /** Ends the call; set by who waits for it.
   * @type {(value: any) => void} */
  done = () => {};
  /** @type {(report: any) => void} */
  failed = () => {};
  /** Wakes what waits in wasm; of the instance that the call is made in.
   * @type {(wait: number, value: number) => void} */
  resume = () => {};

  /**
   * @param {((...args: any[]) => unknown) | undefined} fetch
   * @param {((event: any) => unknown) | undefined} onEvent
   * @param {AbortSignal | null | undefined} signal
   */
  constructor(fetch, onEvent, signal) {
    this.#fetch = fetch;
    this.#onEvent = onEvent;
    this.#signal = signal;
  }

  /**
   * @param {number} wait
   * @param {string} request
   * @param {number} timeoutMs
   * @param {number} most
   */
  attempt(wait, request, timeoutMs, most) {
    this.attempts += 1;
    const [url = '', body = '', ...lines] = request.split('\n');
    // A plain object each time: an injected `fetch` may keep or change it.
    /** @type {Record<string, string>} */
    const headers = {};
    for (let at = 0; at < lines.length; at += 2) headers[lines[at] ?? ''] = lines[at + 1] ?? '';
    this.#exchange = new Exchange(this.#signal);
    // Looked up at each call, so that a page's or a test's own `fetch` is used; called without a `this`, as pages want.
    const fetch = this.#fetch ?? globalThis.fetch;
    this.#exchange.run(fetch, { url, headers, body }, timeoutMs, most, (ended) => {
      this.resume(wait, ended);
    });
  }

  status() {
    return this.#exchange?.status ?? 0;
  }

  retryAfter() {
    return this.#exchange?.retryAfter;
  }

  /** @param {Uint8Array} body */
  fill(body) {
    this.#exchange?.fill(body);
  }

  thrown() {
    return this.#exchange?.thrown() ?? '';
  }

  /**
   * @param {number} wait
   * @param {number} ms
   */
  pause(wait, ms) {
    const signal = this.#signal;
    let over = false;
    /** @param {number} aborted */
    const end = (aborted) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      this.resume(wait, aborted);
    };
    const onAbort = () => {
      end(1);
    };
    this.#leave = () => {
      end(0);
    };
    const timer = setTimeout(() => {
      end(0);
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) end(1);
  }

  /** Wasm has died, and lets go of nothing any more: no timer, listener or connection of its call must stay behind. */
  abandon() {
    this.#exchange?.abandon();
    this.#leave();
  }

  canFetch() {
    return typeof (this.#fetch ?? globalThis.fetch) === 'function';
  }

  listens() {
    return this.#onEvent !== undefined;
  }

  /** @param {unknown} event */
  event(event) {
    try {
      const told = this.#onEvent?.(event);
      // A listener may be async: its rejection is its own, too.
      Promise.resolve(told).catch(() => {});
    } catch {
      // What a listener throws must not change what happens to quota.
    }
  }

  isAborted() {
    return this.#signal?.aborted === true;
  }

  reason() {
    return this.#signal?.reason;
  }

  clock() {
    return performance.now();
  }

  /** @param {Parameters<typeof buildCards>} columns */
  cards(...columns) {
    return buildCards(...columns);
  }
}

/**
 * Where a client is made: `Surroundings` of `src/host.rs`.
 */
export const surroundings = {
  isPage: () => typeof globalThis.window === 'object' && typeof globalThis.document === 'object',

  /** @param {string} address */
  parseUrl(address) {
    const page = globalThis.location?.href;
    for (const base of page === undefined ? [undefined] : [undefined, page]) {
      try {
        const { href, protocol, hostname, username, password } = new URL(address, base);
        return [href, protocol, hostname, username, password].join('\n');
      } catch {
        // None without a base; perhaps from the page's.
      }
    }
    return undefined;
  },
};
