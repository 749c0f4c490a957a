/**
 * One answer as undici hands it over, piece by piece, and as the client reads it.
 */
import { PassThrough, pipeline } from 'node:stream';
import { BODILESS } from './answer.js';
import { decodersOf } from './decode.js';
import { failedUnsent } from './unsent.js';

/** @typedef {import('undici').Dispatcher.DispatchController} Controller */
/** @typedef {import('undici').Dispatcher.DispatchHandler} Handler */
/**
 * Who is told of an answer.
 * @typedef {object} Sink
 * @property {(status: number, header: (name: string) => string | null) => void} head
 * @property {(piece: Uint8Array) => void} piece
 * @property {() => void} end
 * @property {(reason: unknown) => void} fail
 */

/**
 * undici's handler of one request: unpacks what comes packed, and tells the sink.
 * @implements {Handler}
 */
export class Incoming {
  #sink;
  #onEnd;
  /** @type {Controller | undefined} There once the request is being written. */
  #controller;
  /** Why nobody wants more of it.
   * @type {Error | undefined} */
  #left;
  #bodiless = false;
  /** @type {PassThrough | undefined} Where packed bytes go into the decoders. */
  #packed;
  /** @type {import('node:stream').Readable | undefined} Where they come out. */
  #unpacked;

  /**
   * @param {Sink} sink
   * @param {() => void} onEnd Told of a whole answer.
   */
  constructor(sink, onEnd) {
    this.#sink = sink;
    this.#onEnd = onEnd;
  }

  /** Whether nothing of the request was written yet, as it waits for a connection, or never will be. */
  get unsent() {
    return this.#controller === undefined;
  }

  /** Whether nobody wants an answer any more. */
  get left() {
    return this.#left !== undefined;
  }

  /**
   * undici's word that it writes the request now.
   * @param {Controller} controller
   */
  onRequestStart(controller) {
    // Left while it waited for a connection. Thrown, it is never written, and the connection stays for the next; the
    // controller would close that.
    if (this.#left) throw this.#left;
    this.#controller = controller;
  }

  /**
   * @param {Controller} _controller
   * @param {number} status
   * @param {Record<string, string | string[] | undefined>} fields Their names in lower case.
   */
  onResponseStart(_controller, status, fields) {
    // 103 and the like: the answer is still to come.
    if (status < 200) return;
    this.#bodiless = BODILESS.includes(status);
    const coding = fields['content-encoding'];
    if (!this.#bodiless && coding !== undefined) this.#unpack(String(coding));
    this.#sink.head(status, (name) => {
      const value = fields[name];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    });
  }

  /**
   * @param {Controller} controller
   * @param {Uint8Array} piece
   */
  onResponseData(controller, piece) {
    if (this.#left) return;
    if (this.#bodiless) {
      const reason = new Error('A body where there may be none');
      this.leave(reason);
      this.#sink.fail(reason);
    } else if (!this.#packed) {
      this.#sink.piece(piece);
    } else if (!this.#packed.write(piece)) {
      controller.pause();
    }
  }

  onResponseEnd() {
    this.#onEnd();
    if (this.#packed) this.#packed.end();
    else this.#sink.end();
  }

  /**
   * @param {Controller | undefined} _controller
   * @param {unknown} error
   */
  onResponseError(_controller, error) {
    if (this.#packed) this.#packed.destroy(/** @type {Error} */ (error));
    else this.#sink.fail(this.unsent ? failedUnsent(error) : error);
  }

  /** Stops what comes, until `resume`. Decoders that are not read take no more in, and so stop the socket themselves. */
  pause() {
    (this.#unpacked ?? this.#controller)?.pause();
  }

  resume() {
    (this.#unpacked ?? this.#controller)?.resume();
  }

  /**
   * Gives the connection up; a request that still waits for one is never sent.
   * @param {Error} reason
   */
  leave(reason) {
    if (this.#left) return;
    this.#left = reason;
    this.#packed?.destroy(reason);
    this.#controller?.abort(reason);
  }

  /** @param {string} coding */
  #unpack(coding) {
    const decoders = decodersOf(coding);
    if (decoders.length === 0) return;
    const packed = new PassThrough();
    this.#packed = packed;
    packed.on('drain', () => {
      this.#controller?.resume();
    });
    // An error in any of them ends all, and comes here.
    const last = /** @type {import('node:stream').Readable} */ (
      /** @type {unknown} */ (
        pipeline(/** @type {any} */ ([packed, ...decoders]), (error) => {
          if (!error) return;
          this.leave(error);
          this.#sink.fail(error);
        })
      )
    );
    this.#unpacked = last;
    last.on('data', (piece) => {
      this.#sink.piece(piece);
    });
    last.on('end', () => {
      this.#sink.end();
    });
  }
}
