import { buildCards } from './cards.js';
import { Exchange } from './exchange.js';

/**
 * The JavaScript side of one call: `Host` of `src/host.rs`.
 */
export class Host {
  #fetch;
  #onEvent;
  /** Ends what is under way: an attempt, or the wait for the next one. */
  #leave = () => {};
  /** How many attempts were begun: what an outcome is judged by if wasm itself fails. */
  attempts = 0;

  /**
   * @param {((...args: any[]) => unknown) | undefined} fetch
   * @param {((event: any) => unknown) | undefined} onEvent
   */
  constructor(fetch, onEvent) {
    this.#fetch = fetch;
    this.#onEvent = onEvent;
  }

  /**
   * @param {number} timeoutMs
   * @param {AbortSignal | null | undefined} signal
   */
  exchange(timeoutMs, signal) {
    this.attempts += 1;
    // Looked up at each call, so that a page's or a test's own `fetch` is used; called without a `this`, as pages want.
    const exchange = new Exchange(this.#fetch ?? globalThis.fetch, timeoutMs, signal);
    this.#leave = () => {
      exchange.close(false);
    };
    return exchange;
  }

  /**
   * @param {number} ms
   * @param {AbortSignal | null | undefined} signal
   * @returns {Promise<boolean>} Whether the signal came first.
   */
  wait(ms, signal) {
    return new Promise((resolve) => {
      /** @param {boolean} aborted */
      const end = (aborted) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        resolve(aborted);
      };
      const onAbort = () => {
        end(true);
      };
      this.#leave = () => {
        end(false);
      };
      const timer = setTimeout(() => {
        end(false);
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted) end(true);
    });
  }

  /** Wasm has died, and lets go of nothing any more: no timer, listener or connection of its call must stay behind. */
  abandon() {
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

  /** @param {any} signal */
  isSignal(signal) {
    try {
      return (
        signal === undefined ||
        (typeof signal.aborted === 'boolean' &&
          typeof signal.addEventListener === 'function' &&
          typeof signal.removeEventListener === 'function')
      );
    } catch {
      return false;
    }
  }

  /** @param {AbortSignal | undefined} signal */
  isAborted(signal) {
    return signal?.aborted === true;
  }

  /** @param {AbortSignal | undefined} signal */
  reason(signal) {
    return signal?.reason;
  }

  clock() {
    return performance.now();
  }

  /**
   * @param {Uint32Array} rows
   * @param {Uint32Array} texts
   * @param {Uint8Array} arena
   */
  cards(rows, texts, arena) {
    return buildCards(rows, texts, arena);
  }
}
