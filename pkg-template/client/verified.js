/**
 * A verified transfer, or a look at the cards of a past one, whose arguments the client's wasm has checked: the rules of the other wasm
 * (`src/moves.rs`) say which card is read next and when the transfer is sent, and the client's makes these calls.
 */
import { errorOf, internal } from './errors.js';
import { tell } from './listener.js';
import { loadMoves } from './moves.js';
import { DEFECT } from './wasm.js';

/**
 * @typedef {object} Whole The call that the reads and the transfer are parts of.
 * @property {import('./wasm.js').Wasm<any>} wasm
 * @property {import('./index.js').CdkeyClientOptions} checked The client's options.
 * @property {import('./index.js').Endpoint} endpoint
 * @property {import('./keeper.js').Keeper} keeper
 * @property {((cards: any) => unknown) | undefined} beforeSend See `before-send.js`.
 * @property {() => import('./errors.js').InternalError} onDeath What it is rejected with where an instance dies.
 */

/**
 * @param {Whole} whole
 * @param {object} input
 * @param {{ before: unknown } | undefined} past Cards that the caller gave, where it is only looked at.
 * @param {{ signal?: AbortSignal }} options
 */
export async function verified(whole, input, past, options) {
  const { checked, endpoint, keeper, onDeath } = whole;
  try {
    const { wasm } = await loadMoves(endpoint);
    const hands = handsOf(whole, input, options);
    return await wasm.call((glue) => glue.verified(hands, input, past), onDeath, ours);
  } catch (/** @type {any} */ error) {
    // Of an instance's death its listener was told already.
    if (!keeper.isAbandoned) tell(checked.onEvent, eventOf(error, endpoint, keeper.callId));
    throw error;
  }
}

/**
 * `Hands` of `src/moves.rs`.
 * @param {Whole} whole
 * @param {object} input
 * @param {{ signal?: AbortSignal }} options
 */
function handsOf({ wasm, checked, keeper, beforeSend }, input, options) {
  const { onEvent } = checked;
  const lost = () => internal(DEFECT, { outcome: 'unknown' });
  /** @param {(glue: any) => Promise<any>} begin */
  const part = (begin) => (keeper.isAbandoned ? Promise.reject(lost()) : wasm.call(begin, lost, ours));
  // The end of a part is not told as if it were the call's.
  const quiet = onEvent && {
    onEvent: (/** @type {any} */ event) => (event.type === 'error' ? undefined : onEvent(event)),
  };
  const config = quiet ? { ...checked, ...quiet } : checked;
  return {
    read: (/** @type {object} */ card) => part((glue) => glue.detail(config, keeper.aside(), card, options)),
    beforeSend: async (/** @type {object} */ cards) => beforeSend?.(cards),
    send: () => part((glue) => glue.transfer(config, keeper, input, options)),
    pause: (/** @type {number} */ ms) => part((glue) => glue.pause(keeper, options.signal, ms)),
  };
}

/**
 * @param {any} error
 * @returns {Error}
 */
function ours(error) {
  return typeof error.toJSON === 'function' ? error : errorOf(error);
}

/**
 * What a listener is told of a call's end: `Event::of_failure` of `src/event.rs`.
 * @param {import('./errors.js').CdkeyError & { httpStatus?: number }} error
 * @param {import('./index.js').Endpoint} endpoint
 * @param {number} callId
 */
function eventOf({ attempts, httpStatus, outcome, code }, endpoint, callId) {
  const status = httpStatus === undefined ? {} : { httpStatus };
  return { type: 'error', callId, endpoint, attempt: attempts, ...status, outcome, code };
}
