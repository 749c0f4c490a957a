/**
 * The piece of the package that verifies transfers and makes many: loaded at the first of them, as it is a sixth of all that a page
 * downloads, and most pages only look at cards.
 */
import { internal } from './errors.js';
import { Wasm } from './wasm.js';

/** @typedef {{ wasm: Wasm<any>, Many: typeof import('../moves/many.js').Many }} Moves */

/** @type {Moves | undefined} */
let moves;

/**
 * `provideMoves` of `index.d.ts`.
 * @param {any} piece All that `moves/moves.js` exports.
 */
export function provideMoves({ generated, Many }) {
  moves ??= { wasm: new Wasm(generated), Many };
}

/**
 * A load that failed is not remembered here: the next call tries again.
 * @param {import('./index.js').Endpoint} endpoint Of the call that needs it.
 * @returns {Promise<Moves>}
 */
export async function loadMoves(endpoint) {
  if (!moves) {
    try {
      provideMoves(await import('../moves/moves.js'));
    } catch (error) {
      const says = error instanceof Error ? error.message : String(error);
      throw internal(
        `${endpoint}: nothing was sent, as the part of espai-cdkey that this call needs could not be loaded; try again, or give it to ` +
          'provideMoves beforehand, as a service worker must',
        { endpoint, cause: new Error(says) },
      );
    }
  }
  return /** @type {Moves} */ (moves);
}
