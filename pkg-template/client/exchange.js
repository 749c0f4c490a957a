/**
 * One attempt's dealings with the host: the injected `fetch`, the deadline, the caller's signal, the answer's bytes. It
 * decides nothing; it makes sure that whatever `fetch` gives, and whenever it gives it, comes back as one ending.
 */
import { thrownText } from './given.js';

/** How an attempt ends, where no answer is read whole: `attempt` of `src/host.rs`. Bytes are counted from 0. */
const ENDED = /** @type {const} */ ({
  timeout: -1,
  aborted: -2,
  noAnswer: -3,
  network: -4,
  tooLarge: -5,
  taken: -6,
  noBytes: -7,
});

/** What has no body whatever else it says: the Fetch standard's "null body status". */
export const BODILESS = [204, 205, 304];

/**
 * A `fetch` of ours may have a way under this name that makes no promises, streams and signals where nobody needs them.
 * It begins a request, tells a `Sink` what comes, and gives a function to leave with.
 */
export const DIRECT = Symbol.for('espai-cdkey.direct');

/** @typedef {{ url: string, headers: Record<string, string>, body: string }} Sent */
/**
 * @typedef {object} Sink
 * @property {(status: number, header: (name: string) => string | null) => void} head
 * @property {(piece: Uint8Array) => void} piece
 * @property {() => void} end
 * @property {(reason: unknown) => void} fail
 */
/** @typedef {((url: string, init: object) => unknown) & { [DIRECT]?: (sent: Sent, sink: Sink) => (reason: Error) => void }} Fetch */
/** @typedef {{ next: () => Promise<{ done?: boolean, value?: unknown }>, leave: () => unknown }} Pieces */

export class Exchange {
  #signal;
  /** Gives the connection up, whatever holds it.
   * @type {(reason: Error) => void} */
  #leave = () => {};
  /** @type {((ended: number) => void) | undefined} While it has not ended. */
  #resolve;
  #most = 0;
  #length = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Uint8Array[]} */
  #pieces = [];
  /** @type {Pieces | undefined} */
  #body;
  /** @type {unknown} What `fetch` or the body threw. */
  #thrown;
  /** The answer's status; 0 where a page may not know it. */
  status = 0;
  /** @type {string | undefined} */
  retryAfter;
  #onAbort = () => {
    this.#end(ENDED.aborted, 'AbortError', 'The caller aborted');
  };

  /** @param {AbortSignal | null | undefined} signal */
  constructor(signal) {
    this.#signal = signal;
  }

  /**
   * Sends, and reads the answer to its end. Whatever comes later than its end is not looked at.
   * @param {Fetch} fetch
   * @param {Sent} sent
   * @param {number} timeoutMs
   * @param {number} most How many bytes are read.
   * @param {(ended: number) => void} resolve Told once: how many bytes came, or one of `ENDED`.
   */
  run(fetch, sent, timeoutMs, most, resolve) {
    this.#resolve = resolve;
    this.#most = most;
    this.#timer = setTimeout(() => {
      this.#end(ENDED.timeout, 'TimeoutError', 'The attempt ran out of time');
    }, timeoutMs);
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (this.#signal?.aborted) this.#onAbort();
    else void this.#receive(fetch, sent);
  }

  /**
   * Copies the bytes that came.
   * @param {Uint8Array} body
   */
  fill(body) {
    let at = 0;
    for (const piece of this.#pieces) {
      body.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
  }

  thrown() {
    return thrownText(this.#thrown);
  }

  /** Nobody waits for it any more. */
  abandon() {
    this.#end(ENDED.aborted, 'AbortError', 'The answer is not read on');
  }

  /**
   * @param {NonNullable<Fetch[typeof DIRECT]>} direct
   * @param {Sent} sent
   */
  #take(direct, sent) {
    this.#leave = direct(sent, {
      head: (status, header) => {
        this.status = status;
        this.retryAfter = header('retry-after') ?? undefined;
      },
      piece: (piece) => {
        this.#keep(piece);
      },
      end: () => {
        this.#settle(this.#length);
      },
      fail: (reason) => {
        this.#fail(reason, ENDED.network);
      },
    });
  }

  /**
   * @param {Fetch} fetch
   * @param {Sent} sent
   */
  async #receive(fetch, sent) {
    /** @type {number} What it means that something throws. */
    let failure = ENDED.network;
    try {
      const direct = directOf(fetch);
      if (direct) {
        this.#take(direct, sent);
        return;
      }
      const { url, headers, body } = sent;
      const controller = new AbortController();
      const { signal } = controller;
      this.#leave = (reason) => {
        controller.abort(reason);
      };
      const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      if (!this.#resolve) return;
      failure = ENDED.noAnswer;
      const content = this.#begin(/** @type {Response} */ (answer));
      failure = ENDED.taken;
      const pieces = (this.#body = piecesOf(content));
      failure = ENDED.network;
      for (;;) {
        const { done, value } = await pieces.next();
        if (done) break;
        this.#keep(bytesOf(value));
        if (!this.#resolve) return;
      }
      this.#settle(this.#length);
    } catch (error) {
      this.#fail(error, failure);
    }
  }

  /**
   * @param {unknown} reason What `fetch` or the body threw.
   * @param {number} ended
   */
  #fail(reason, ended) {
    this.#thrown = reason;
    this.#end(ended);
  }

  /**
   * Reads an answer's head, of whatever kind it is (the runtime's own, node-fetch's, undici's from npm, a test's), and gives
   * what its bytes are read from. It throws where it is none.
   * @param {Response} answer
   * @returns {unknown}
   */
  #begin(answer) {
    const { status, headers, body } = answer;
    const own = Object.getPrototypeOf(answer) === globalThis.Response?.prototype;
    // A page is told 0 of a redirect, by the runtime's own answers only.
    if (!Number.isInteger(status) || status > 599 || (status < 200 && !(own && status === 0))) {
      throw new TypeError('no status');
    }
    this.status = status;
    const wait = headers.get('retry-after');
    if (wait !== null && wait !== undefined) this.retryAfter = String(wait);
    if ((own && body === null) || BODILESS.includes(status)) return EMPTY;
    if (isReadable(body)) return body;
    if (typeof answer.arrayBuffer !== 'function') throw new TypeError('no body');
    return whole(answer);
  }

  /** @param {Uint8Array | undefined} piece */
  #keep(piece) {
    if (!this.#resolve) return;
    if (!piece) {
      this.#end(ENDED.noBytes);
      return;
    }
    this.#length += piece.length;
    if (this.#length > this.#most) this.#end(ENDED.tooLarge);
    else this.#pieces.push(piece);
  }

  /**
   * Ends the attempt otherwise than by a whole answer, and gives the connection up.
   * @param {number} ended
   * @param {string} [name] Of the reason that `fetch` is told.
   * @param {string} [message]
   */
  #end(ended, name = 'AbortError', message = 'The answer is not read on') {
    if (!this.#resolve) return;
    this.#settle(ended);
    this.#pieces = [];
    this.#leave(Object.assign(new Error(message), { name }));
    // Bodies that know nothing of the signal, too. What they say to it concerns nobody.
    Promise.resolve(this.#body)
      .then((pieces) => pieces?.leave())
      .catch(() => {});
  }

  /** @param {number} ended */
  #settle(ended) {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(ended);
  }
}

/**
 * The direct way, of a `fetch` that has one of its own: a caller's may be a mock with an answer to every question.
 * @param {Fetch} fetch
 */
function directOf(fetch) {
  return Object.hasOwn(fetch, DIRECT) ? fetch[DIRECT] : undefined;
}

const EMPTY = /** @type {const} */ ({
  getReader: () => ({ read: () => Promise.resolve({ done: true }), cancel() {} }),
});

/** @param {any} body */
function isReadable(body) {
  return (
    typeof body === 'object' &&
    body !== null &&
    (typeof body.getReader === 'function' || typeof body[Symbol.asyncIterator] === 'function')
  );
}

/**
 * A body piece by piece, so that one that is too long is left as soon as it is. It throws where somebody else reads it.
 * @param {any} body
 * @returns {Pieces}
 */
function piecesOf(body) {
  if (typeof body.getReader === 'function') {
    const reader = body.getReader();
    return { next: () => reader.read(), leave: () => reader.cancel() };
  }
  const iterator = body[Symbol.asyncIterator]();
  return { next: () => iterator.next(), leave: () => iterator.return?.() };
}

/**
 * The body of an answer that gives it as a whole only.
 * @param {Response} answer
 */
async function* whole(answer) {
  /** @type {unknown} */
  const buffer = await answer.arrayBuffer();
  // Of another realm, perhaps. What is none goes on as it is, to be refused.
  yield Object.prototype.toString.call(buffer) === '[object ArrayBuffer]'
    ? new Uint8Array(/** @type {ArrayBuffer} */ (buffer))
    : buffer;
}

/**
 * A view of bytes, whatever the realm and the class that it was made by.
 * @param {any} value
 */
function bytesOf(value) {
  if (!ArrayBuffer.isView(value) || /** @type {any} */ (value).BYTES_PER_ELEMENT !== 1) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}
