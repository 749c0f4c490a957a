/**
 * Loads a wasm of ours, on first need, and starts over after a defect.
 */
import { internal } from './errors.js';
import { unpack } from './unpack.js';

/**
 * A module as the build writes it.
 * @template Glue
 * @typedef {object} Generated
 * @property {() => Glue & { __wbg_set_wasm(exports: WebAssembly.Exports): void }} makeGlue
 * @property {string | WebAssembly.Module} wasm As text, or compiled where a runtime takes it as a file only.
 * @property {string} importName
 * @property {Record<string, string>} exportNames What the wasm calls each of its exports, by what the glue calls it.
 */

/**
 * What a dead instance gives. A list, as the glue takes several values out of one: out of `undefined` it would throw, in
 * callbacks too, where nobody catches it and Node ends the process.
 */
const NOTHING = /** @type {readonly unknown[]} */ (Object.freeze([]));

/**
 * One living instance.
 * @template Glue
 */
export class Wasm {
  #generated;
  /** @type {Glue | undefined} */
  #glue;
  /** @type {Set<() => void>} */
  #calls = new Set();

  /** @param {Generated<Glue>} generated */
  constructor(generated) {
    this.#generated = generated;
  }

  /**
   * Runs `use` on the living instance, which is made if there is none. A load that failed is tried again next time.
   * @template T
   * @param {(glue: Glue) => T} use
   * @returns {T}
   */
  run(use) {
    const glue = (this.#glue ??= this.#start());
    const calls = this.#calls;
    try {
      const result = use(glue);
      if (this.#calls === calls) return result;
    } catch (error) {
      // The glue stumbles over the values of an instance that has just died; what counts is that it did.
      if (this.#calls === calls) throw error;
    }
    throw internal(DEFECT);
  }

  /**
   * As `run`, for a call that goes on: it is rejected if the instance dies under it.
   * @param {(glue: Glue) => Promise<any>} begin
   * @param {() => import('./errors.js').InternalError} onDeath
   * @param {(error: unknown) => Error} thrown What is made of any error.
   * @returns {Promise<any>}
   */
  call(begin, onDeath, thrown) {
    return new Promise((resolve, rejectWith) => {
      const reject = (/** @type {unknown} */ error) => {
        rejectWith(thrown(error));
      };
      /** @type {Glue} */
      let glue;
      try {
        glue = this.#glue ??= this.#start();
      } catch (error) {
        reject(error);
        return;
      }
      const calls = this.#calls;
      const die = () => {
        reject(onDeath());
      };
      calls.add(die);
      /** @type {unknown} */
      let begun;
      try {
        begun = begin(glue);
      } catch {
        // The glue stumbles over the values of an instance that has just died.
      }
      if (begun instanceof Promise) {
        const ending = (/** @type {(value: any) => void} */ settle) => (/** @type {any} */ value) => {
          calls.delete(die);
          settle(value);
        };
        begun.then(ending(resolve), ending(reject));
      } else if (calls === this.#calls && calls.delete(die)) {
        // Something that was made by an instance that died since, a walk that stood still say, begins nothing. If it died
        // just now, the call was rejected already.
        die();
      }
    });
  }

  #start() {
    const { makeGlue, wasm, importName, exportNames } = this.#generated;
    const missing = NEEDED.filter((name) => typeof Reflect.get(globalThis, name) === 'undefined');
    if (missing.length > 0) {
      const names = missing.join(' and ');
      throw internal(`this runtime has no ${names}, which espai-cdkey needs`);
    }
    const glue = makeGlue();
    let instance;
    try {
      instance = new WebAssembly.Instance(compiled(wasm), { [importName]: /** @type {any} */ (glue) });
    } catch (error) {
      throw refusal(error);
    }
    const exports = this.#guard(instance.exports, exportNames);
    glue.__wbg_set_wasm(exports);
    // Fills the table of JavaScript's constants; wasm-bindgen's own loader does the same.
    /** @type {() => void} */ (exports['__wbindgen_start'])();
    return glue;
  }

  /**
   * A trap, or a host's exception that ran through wasm, leaves an instance in no known state, and may come in a
   * callback, where nobody would catch it and every call would wait for ever. So every way in is watched: the instance
   * is given up, its calls are rejected, and the next call starts a new one.
   * @param {WebAssembly.Exports} exports
   * @param {Record<string, string>} names
   */
  #guard(exports, names) {
    let dead = false;
    /** @type {Record<string, unknown>} */
    const guarded = {};
    for (const [name, short] of Object.entries(names)) {
      const value = exports[short];
      guarded[name] =
        typeof value !== 'function'
          ? value
          : (/** @type {unknown[]} */ ...args) => {
              if (dead) return NOTHING;
              try {
                return value(...args);
              } catch {
                dead = true;
                this.#bury();
                return NOTHING;
              }
            };
    }
    return /** @type {WebAssembly.Exports} */ (guarded);
  }

  #bury() {
    const calls = this.#calls;
    this.#calls = new Set();
    this.#glue = undefined;
    for (const die of calls) die();
  }
}

/** What every runtime that this package is for has; test environments that copy a page may not (jest-environment-jsdom). */
const NEEDED = ['WebAssembly', 'TextDecoder', 'TextEncoder'];

export const DEFECT = 'a defect of espai-cdkey; the client still works, and a report of what led here would help';

/**
 * Not before it is needed.
 * @param {string | WebAssembly.Module} wasm
 */
export function compiled(wasm) {
  return typeof wasm === 'string' ? new WebAssembly.Module(unpack(wasm)) : wasm;
}

/**
 * Why there is no wasm, and what to do about it. A policy refuses in Chromium and Firefox to compile, in WebKit to
 * instantiate, and each in words of its own.
 * @param {unknown} error
 */
function refusal(error) {
  const says = error instanceof Error ? error.message : String(error);
  const cause = new Error(says);
  if (error instanceof WebAssembly.CompileError || /CSP|Content[- ]Security/i.test(says)) {
    return internal(
      "WebAssembly could not be compiled: where a page has a Content-Security-Policy, add 'wasm-unsafe-eval' to its script-src; " +
        'where a runtime compiles none from bytes (edge functions, Workers), build with the condition "workerd", which takes it as a file',
      { cause },
    );
  }
  return internal('WebAssembly could not be loaded', { cause });
}
