import { buildCards } from './cards.js';

let calls = 0;

/**
 * `Keeper` of `src/lent.rs`, one for each call: what lets go of a call when the instance of the wasm that made it has died,
 * and can clear nothing any more.
 */
export class Keeper {
  /** One number a call, told with each of its events. */
  callId = (calls += 1);
  /** How many attempts of the call itself were begun: what an outcome is judged by if wasm itself fails. */
  attempts = 0;
  #letGo = () => {};
  /** Whether nobody waits for the call any more: an instance of the wasm has died under it. */
  isAbandoned = false;
  #verified;

  /** @param {(input: any, past: any, options: any) => Promise<any>} [verified] Makes a verified transfer. */
  constructor(verified) {
    this.#verified = verified;
  }

  /**
   * @param {any} timer
   * @param {AbortSignal | undefined} signal The caller's.
   * @param {(() => void) | undefined} onAbort What listens to it.
   * @param {AbortController | undefined} controller Of the attempt; none of a pause.
   * @param {boolean} aside Whether it only reads a card before or after the call itself.
   */
  hold(timer, signal, onAbort, controller, aside) {
    if (controller && !aside) this.attempts += 1;
    if (signal) manyMayListenTo(signal);
    this.#letGo = () => {
      clearTimeout(timer);
      if (onAbort) signal?.removeEventListener('abort', onAbort);
      controller?.abort(new Error('The answer is not read on'));
    };
  }

  /** The instance has died: no timer, listener or connection of its call must stay behind. */
  abandon() {
    this.isAbandoned = true;
    this.#letGo();
  }

  /** The same for a card that is read around a transfer: its attempts are none of the transfer's own. */
  aside() {
    return {
      callId: this.callId,
      /** @type {Keeper['hold']} */
      hold: (timer, signal, onAbort, controller) => this.hold(timer, signal, onAbort, controller, true),
      /** @type {Keeper['cards']} */
      cards: (...columns) => this.cards(...columns),
    };
  }

  /**
   * @param {object} input
   * @param {object | undefined} past
   * @param {object} options
   */
  verified(input, past, options) {
    return this.#verified?.(input, past, options);
  }

  /** @param {Parameters<typeof buildCards>} columns */
  cards(...columns) {
    return buildCards(...columns);
  }
}

/** @type {WeakSet<AbortSignal>} */
const known = new WeakSet();

/**
 * Node 20 warns of a leak where more than ten calls listen to one signal, unless it is told that this is meant; its own `fetch`
 * tells it so, too.
 * @param {AbortSignal} signal
 */
function manyMayListenTo(signal) {
  if (known.has(signal)) return;
  known.add(signal);
  try {
    // Asked for in this way, as a page's bundler would follow an import.
    const { process } = /** @type {any} */ (globalThis);
    process?.getBuiltinModule?.('events')?.setMaxListeners?.(0, signal);
  } catch {
    // Then it warns.
  }
}
