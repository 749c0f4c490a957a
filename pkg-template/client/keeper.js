import { buildCards } from './cards.js';

/**
 * `Keeper` of `src/lent.rs`, one for each call: what lets go of a call when the instance of the wasm that made it has died,
 * and can clear nothing any more.
 */
export class Keeper {
  /** How many attempts were begun: what an outcome is judged by if wasm itself fails. */
  attempts = 0;
  #letGo = () => {};

  /**
   * @param {any} timer
   * @param {AbortSignal | undefined} signal The caller's.
   * @param {(() => void) | undefined} onAbort What listens to it.
   * @param {AbortController | undefined} controller Of the attempt; none of a pause.
   */
  hold(timer, signal, onAbort, controller) {
    if (controller) this.attempts += 1;
    this.#letGo = () => {
      clearTimeout(timer);
      if (onAbort) signal?.removeEventListener('abort', onAbort);
      controller?.abort(new Error('The answer is not read on'));
    };
  }

  /** The instance has died: no timer, listener or connection of its call must stay behind. */
  abandon() {
    this.#letGo();
  }

  /** @param {Parameters<typeof buildCards>} columns */
  cards(...columns) {
    return buildCards(...columns);
  }
}
