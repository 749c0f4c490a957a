/**
 * The world as a command sees it: what it reads, writes, and is told.
 */

/** @typedef {import('./language.js').Language} Language */
/** @typedef {import('./language.js').Words} Words */

/**
 * @typedef {object} World
 * @property {Output} stdout Results, and nothing else.
 * @property {Output} stderr Everything else.
 * @property {NodeJS.ReadStream} stdin
 * @property {NodeJS.ProcessEnv} env
 * @property {(stop: () => void) => () => void} onStop Calls back each time the user wants the program to end (Ctrl+C, SIGTERM), which
 *   it then does not by itself; gives what takes that back.
 */

/** Where text goes. */
export class Output {
  #stream;
  #closed = false;
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.#stream = stream;
    // A reader that leaves early (`| head -1`) is no reason to die, and none to change how a command ends.
    stream.on('error', () => {
      this.#closed = true;
      this.#wake();
    });
    stream.on('drain', () => {
      this.#wake();
    });
  }

  /** Whether nobody reads any more. */
  get closed() {
    return this.#closed;
  }

  get isTerminal() {
    return this.#stream.isTTY;
  }

  /** @returns {number | undefined} Of a terminal; nothing is cut elsewhere. */
  get columns() {
    return this.#stream.isTTY ? this.#stream.columns || 80 : undefined;
  }

  /** For what draws by itself: a progress bar, a question, colours. */
  get stream() {
    return this.#stream;
  }

  /**
   * Resolves when there is room for more: who writes much waits for it.
   * @param {string} text
   * @returns {Promise<void>}
   */
  write(text) {
    if (this.#closed || text === '' || this.#stream.write(text)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** @param {string} text */
  async line(text) {
    await this.write(`${text}\n`);
  }

  #wake() {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
