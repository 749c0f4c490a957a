/**
 * What `createEmulator` gives, without the part that a runtime adds.
 */
import { createBackend } from './backend.js';
import { Core } from './core.js';
import { createFetch } from './fetch.js';

/**
 * @callback Listen
 * @param {Core} core
 * @param {unknown} options
 * @returns {Promise<import('./emulator.js').EmulatorServer>}
 */

/**
 * @typedef {import('./emulator.js').Emulator} Contract
 */

/** @implements {Contract} */
export class Emulator {
  /** Private, as is the key: no `inspect` or `JSON.stringify` of an emulator shows it. */
  #core;
  #listen;

  /**
   * @param {unknown} options
   * @param {Listen} listen
   */
  constructor(options, listen) {
    this.#core = new Core(options);
    this.#listen = listen;
    /** Needs no `this`, so that it can be handed on. */
    this.fetch = createFetch(this.#core);
  }

  get apiKey() {
    return this.#core.apiKey;
  }

  cards() {
    return this.#core.cards();
  }

  /** @param {unknown} options */
  inject(options) {
    this.#core.inject(options);
  }

  reset() {
    this.#core.reset();
  }

  /** @param {unknown} [options] */
  backend(options = {}) {
    return createBackend(this.#core, options);
  }

  /** @param {unknown} [options] */
  async listen(options = {}) {
    return this.#listen(this.#core, options);
  }
}
