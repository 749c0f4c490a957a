/**
 * One answer as undici hands it over, piece by piece, and as the client reads it.
 */
import { Readable, pipeline } from 'node:stream';
import { decodersOf } from './node-decode.js';

/** @typedef {import('undici').Dispatcher.DispatchController} Controller */
/** @typedef {import('undici').Dispatcher.DispatchHandler} Handler */
/** @typedef {import('./node.js').NodeAnswer} NodeAnswer */

/** How much of a body waits here unread, in bytes; then the socket is paused. */
const MOST_WAITING = 65_536;

/** What has no body whatever else it says: the Fetch standard's "null body status". */
const BODILESS = [204, 205, 304];

/**
 * What a `fetch` of ours resolves to: a `Response` in so far as the client reads one. The client makes a real one of what
 * is foreign (`genuine` of exchange.js); to make one here would be a second.
 * @implements {NodeAnswer}
 */
class Answer {
  #fields;

  /**
   * @param {number} status
   * @param {Record<string, string | string[] | undefined>} fields Their names in lower case.
   * @param {NodeAnswer['body']} body
   */
  constructor(status, fields, body) {
    this.status = status;
    this.#fields = fields;
    this.body = body;
    this.headers = { get: this.#get.bind(this) };
  }

  /**
   * @param {string} name
   * @returns {string | null}
   */
  #get(name) {
    const value = this.#fields[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }
}

/** @implements {Handler} */
export class Incoming {
  #resolve;
  #reject;
  #signal;
  #onEnd;
  /** @type {Controller | undefined} There once the request is about to be written. */
  #controller;
  /** Set by who wants no more of it. */
  #left = false;
  /** @type {unknown} */
  #reason;
  #bodiless = false;
  /** @type {ReadableStreamDefaultController<Uint8Array> | undefined} */
  #sink;
  #onAbort = () => {
    this.#leave(this.#signal?.reason);
  };

  /**
   * @param {(answer: NodeAnswer) => void} resolve
   * @param {(reason: unknown) => void} reject
   * @param {AbortSignal | null | undefined} signal
   * @param {() => void} onEnd Told of a whole answer.
   */
  constructor(resolve, reject, signal, onEnd) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    this.#onEnd = onEnd;
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** @param {Controller} controller */
  onRequestStart(controller) {
    this.#controller = controller;
    // Left while it waited for a connection: then it is never written.
    if (this.#left) controller.abort(errorOf(this.#reason));
  }

  /**
   * @param {Controller} _controller
   * @param {number} status
   * @param {Record<string, string | string[] | undefined>} headers
   */
  onResponseStart(_controller, status, headers) {
    // 103 and the like: the answer is still to come.
    if (status < 200) return;
    this.#bodiless = BODILESS.includes(status);
    this.#resolve(new Answer(status, headers, this.#bodiless ? null : this.#body(headers['content-encoding'])));
  }

  /**
   * @param {Controller} controller
   * @param {Uint8Array} piece
   */
  onResponseData(controller, piece) {
    if (this.#left) return;
    if (this.#bodiless) {
      this.#leave(new Error('A body where there may be none'));
      return;
    }
    this.#sink?.enqueue(piece);
    if ((this.#sink?.desiredSize ?? 0) <= 0) controller.pause();
  }

  onResponseEnd() {
    this.#onEnd();
    this.#settle();
    if (!this.#left) this.#sink?.close();
  }

  /**
   * @param {Controller | undefined} _controller
   * @param {Error} error
   */
  onResponseError(_controller, error) {
    this.#settle();
    this.#fail(error);
  }

  /** @param {string | string[] | undefined} coding */
  #body(coding) {
    /** @type {ReadableStream<Uint8Array>} */
    const stream = new ReadableStream(
      {
        start: (sink) => {
          this.#sink = sink;
        },
        pull: () => {
          this.#controller?.resume();
        },
        cancel: () => {
          this.#leave(new Error('The answer is not read on'));
        },
      },
      { highWaterMark: MOST_WAITING, size: (piece) => piece.byteLength },
    );
    const decoders = coding === undefined ? [] : decodersOf(String(coding));
    if (decoders.length === 0) return stream;
    // Whoever reads the last of them is told of an error in any; leaving it ends all, down to the socket.
    const source = Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (stream));
    return /** @type {Readable} */ (/** @type {unknown} */ (pipeline([source, ...decoders], () => {})));
  }

  /** @param {unknown} reason */
  #leave(reason) {
    if (this.#left) return;
    this.#left = true;
    this.#reason = reason;
    this.#settle();
    this.#fail(reason);
    this.#controller?.abort(errorOf(reason));
  }

  /** @param {unknown} reason */
  #fail(reason) {
    // Each is nothing where it comes too late.
    this.#reject(reason);
    this.#sink?.error(reason);
  }

  #settle() {
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}

/**
 * undici destroys a socket with it, and sockets want an `Error`.
 * @param {unknown} reason
 */
function errorOf(reason) {
  return reason instanceof Error ? reason : new Error('The request was aborted');
}
