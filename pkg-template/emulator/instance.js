/**
 * What `createEmulator` gives, without the part that a runtime adds.
 */
import { createBackend } from './backend.js';
import { Core } from './core.js';
import { createFetch } from './fetch.js';
import { invalid } from './json.js';

/**
 * @callback Listen
 * @param {Core} core
 * @param {unknown} options
 * @returns {Promise<import('./emulator.js').EmulatorServer>}
 */

/**
 * @typedef {import('./emulator.js').Emulator} Contract
 */

/**
 * Under this an emulator gives what it is made of. Not private fields: through a proxy around it (Vue's `reactive`, MobX)
 * `this` is the proxy, which has none. It is a function, which such proxies hand on as it is, and not enumerable: no
 * spread, JSON or inspection of an emulator shows the key or the cards.
 */
const PARTS = Symbol('espai-cdkey.emulator');

/** @implements {Contract} */
export class Emulator {
  /**
   * @param {unknown} options
   * @param {Listen} listen
   */
  constructor(options, listen) {
    const core = new Core(options);
    Object.defineProperty(this, PARTS, { value: () => ({ core, listen }) });
    /** Needs no `this`, so that it can be handed on. */
    this.fetch = createFetch(core);
  }

  get apiKey() {
    return partsOf(this).core.apiKey;
  }

  cards() {
    return partsOf(this).core.cards();
  }

  /** @param {unknown} options */
  inject(options) {
    partsOf(this).core.inject(options);
  }

  reset() {
    partsOf(this).core.reset();
  }

  /** @param {unknown} [options] */
  backend(options = {}) {
    return createBackend(partsOf(this).core, options);
  }

  /** @param {unknown} [options] */
  async listen(options = {}) {
    const { core, listen } = partsOf(this);
    return listen(core, options);
  }
}

/**
 * @param {Emulator} emulator
 * @returns {{ core: Core, listen: Listen }}
 */
function partsOf(emulator) {
  const parts = /** @type {any} */ (emulator)?.[PARTS];
  if (typeof parts === 'function') return parts();
  throw invalid('invalid_argument', 'this', 'must be an emulator: call its methods on it, as in emulator.cards()');
}
