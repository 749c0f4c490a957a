/**
 * What a `fetch` of `createFetch` resolves to, as soon as an answer's head is there. Its body is made into a stream only for
 * who asks for one: the client takes all bytes at once.
 */
import { Buffer } from 'node:buffer';

/** What has no body whatever else it says: the Fetch standard's "null body status". */
export const BODILESS = [204, 205, 304];

/** How much of a body waits here unread, in bytes; then the socket is paused. */
const MOST_WAITING = 65_536;

/** @typedef {import('./node.js').NodeAnswer} NodeAnswer */

/**
 * Who reads a body.
 * @typedef {object} Reader
 * @property {(piece: Uint8Array) => void} piece
 * @property {() => void} end
 * @property {(reason: unknown) => void} fail
 */

/** @typedef {{ pause: () => void, resume: () => void, leave: (reason: Error) => void }} Incoming */

/** @implements {NodeAnswer} */
export class Answer {
  #incoming;
  /** @type {Reader | undefined} */
  #reader;
  /** What came before there was one.
   * @type {Uint8Array[]} */
  #waiting = [];
  #waitingBytes = 0;
  /** How it ended, in the words of a reader. @type {((reader: Reader) => void) | undefined} */
  #ended;
  /** @type {ReadableStream<Uint8Array> | undefined} */
  #stream;

  /**
   * @param {number} status
   * @param {(name: string) => string | null} header
   * @param {Incoming} incoming
   */
  constructor(status, header, incoming) {
    this.status = status;
    this.headers = { get: (/** @type {string} */ name) => header(name.toLowerCase()) };
    this.#incoming = incoming;
  }

  /** @param {Uint8Array} piece */
  piece(piece) {
    if (this.#reader) {
      this.#reader.piece(piece);
      return;
    }
    this.#waiting.push(piece);
    this.#waitingBytes += piece.length;
    if (this.#waitingBytes > MOST_WAITING) this.#incoming.pause();
  }

  end() {
    this.#end((reader) => {
      reader.end();
    });
  }

  /** @param {unknown} reason */
  fail(reason) {
    this.#end((reader) => {
      reader.fail(reason);
    });
  }

  /** @returns {ReadableStream<Uint8Array> | null} */
  get body() {
    if (BODILESS.includes(this.status)) return null;
    return (this.#stream ??= this.#streamed());
  }

  /**
   * All bytes of the body; null where there are more than `most`, which are not read then.
   * @param {number} most
   * @returns {Promise<Uint8Array | null>}
   */
  bytesUpTo(most) {
    return new Promise((resolve, reject) => {
      /** @type {Uint8Array[]} */
      const pieces = [];
      let length = 0;
      this.#read({
        piece: (piece) => {
          length += piece.length;
          if (length <= most) {
            pieces.push(piece);
            return;
          }
          resolve(null);
          this.#incoming.leave(new Error('The answer is longer than what is read of it'));
        },
        end: () => {
          resolve(pieces.length === 1 ? (pieces[0] ?? null) : Buffer.concat(pieces));
        },
        fail: reject,
      });
    });
  }

  /** @param {(reader: Reader) => void} ended */
  #end(ended) {
    if (this.#ended) return;
    this.#ended = ended;
    if (this.#reader) ended(this.#reader);
  }

  /** @param {Reader} reader */
  #read(reader) {
    if (this.#reader) throw new TypeError('The body is read already');
    this.#reader = reader;
    for (const piece of this.#waiting.splice(0)) reader.piece(piece);
    this.#ended?.(reader);
    this.#incoming.resume();
  }

  /** @returns {ReadableStream<Uint8Array>} */
  #streamed() {
    return new ReadableStream(
      {
        start: (stream) => {
          this.#read({
            piece: (piece) => {
              stream.enqueue(piece);
              if ((stream.desiredSize ?? 0) <= 0) this.#incoming.pause();
            },
            end: () => {
              stream.close();
            },
            fail: (reason) => {
              stream.error(reason);
            },
          });
        },
        pull: () => {
          this.#incoming.resume();
        },
        cancel: () => {
          this.#ended ??= () => {};
          this.#incoming.leave(new Error('The answer is not read on'));
        },
      },
      { highWaterMark: MOST_WAITING, size: (piece) => piece.byteLength },
    );
  }
}
