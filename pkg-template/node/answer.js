/**
 * What a `fetch` of `createFetch` resolves to, for those who call it themselves: the client takes the direct way.
 */
import { BODILESS } from '../client/exchange.js';

/** @typedef {import('./node.js').NodeAnswer} NodeAnswer */
/** @typedef {import('../client/exchange.js').Sink} Sink */

/** How much of a body waits here unread, in bytes; then the socket is paused. */
const MOST_WAITING = 65_536;

/**
 * @implements {NodeAnswer}
 */
class Answer {
  /**
   * @param {number} status
   * @param {(name: string) => string | null} header
   * @param {NodeAnswer['body']} body
   */
  constructor(status, header, body) {
    this.status = status;
    this.headers = { get: (/** @type {string} */ name) => header(name.toLowerCase()) };
    this.body = body;
  }
}

/**
 * Tells of an answer by a promise and a stream.
 * @implements {Sink}
 */
export class Streamed {
  /** @type {(answer: NodeAnswer) => void} */
  #resolve;
  #reject;
  /** @type {ReadableStreamDefaultController<Uint8Array> | undefined} */
  #stream;
  /** What it is an answer of, once there is one.
   * @type {{ pause: () => void, resume: () => void, leave: (reason: Error) => void } | undefined} */
  incoming;
  /** Told when nothing more comes. */
  onEnd = () => {};

  /**
   * @param {(answer: NodeAnswer) => void} resolve
   * @param {(reason: unknown) => void} reject
   */
  constructor(resolve, reject) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /**
   * @param {number} status
   * @param {(name: string) => string | null} header
   */
  head(status, header) {
    this.#resolve(new Answer(status, header, BODILESS.includes(status) ? null : this.#body()));
  }

  /** @param {Uint8Array} piece */
  piece(piece) {
    this.#stream?.enqueue(piece);
    if ((this.#stream?.desiredSize ?? 0) <= 0) this.incoming?.pause();
  }

  end() {
    this.onEnd();
    this.#stream?.close();
    this.#stream = undefined;
  }

  /** @param {unknown} reason */
  fail(reason) {
    this.onEnd();
    // Each is nothing where it comes too late.
    this.#reject(reason);
    this.#stream?.error(reason);
    this.#stream = undefined;
  }

  /** @returns {ReadableStream<Uint8Array>} */
  #body() {
    return new ReadableStream(
      {
        start: (stream) => {
          this.#stream = stream;
        },
        pull: () => {
          this.incoming?.resume();
        },
        cancel: () => {
          this.onEnd();
          this.#stream = undefined;
          this.incoming?.leave(new Error('The answer is not read on'));
        },
      },
      { highWaterMark: MOST_WAITING, size: (piece) => piece.byteLength },
    );
  }
}
