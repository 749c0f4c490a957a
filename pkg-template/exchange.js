/**
 * One attempt's dealings with the host: the injected `fetch`, the deadline, the caller's signal. It decides nothing; it
 * makes sure that whatever `fetch` gives, and whenever it gives it, comes back as one answer or one rejection.
 */

/** How an attempt ended; `Exchange::over` of `src/host.rs`. */
const OVER = /** @type {const} */ ({ not: 0, timeout: 1, aborted: 2, noAnswer: 3 });

export class Exchange {
  #fetch;
  #signal;
  #controller = new AbortController();
  /** @type {0 | 1 | 2 | 3} */
  #over = OVER.not;
  /** @type {(reason: unknown) => void} */
  #stop = () => {};
  /** @type {Promise<never>} */
  #stopped;
  #timer;
  #onAbort = () => {
    this.#end(OVER.aborted, 'AbortError', 'The caller aborted');
  };

  /**
   * @param {(...args: any[]) => unknown} fetch
   * @param {number} timeoutMs
   * @param {AbortSignal | null | undefined} signal
   */
  constructor(fetch, timeoutMs, signal) {
    this.#fetch = fetch;
    this.#signal = signal;
    this.#stopped = new Promise((_, reject) => {
      this.#stop = reject;
    });
    // It may end with nobody waiting.
    this.#stopped.catch(() => {});
    this.#timer = setTimeout(() => {
      this.#end(OVER.timeout, 'TimeoutError', 'The attempt ran out of time');
    }, timeoutMs);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (signal?.aborted) this.#onAbort();
  }

  /**
   * @param {string} url
   * @param {Record<string, string>} headers
   * @param {string} body
   * @returns {Promise<Response>}
   */
  async send(url, headers, body) {
    const { signal } = this.#controller;
    if (signal.aborted) return this.#stopped;
    const fetch = this.#fetch;
    const sent = Promise.resolve(fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' }));
    const answer = await this.race(sent);
    try {
      return genuine(answer);
    } catch (error) {
      if (this.#over === OVER.not) this.#over = OVER.noAnswer;
      throw error;
    }
  }

  /**
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T>}
   */
  race(promise) {
    return Promise.race([promise, this.#stopped]);
  }

  over() {
    return this.#over;
  }

  /** @param {boolean} whole */
  close(whole) {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    if (!whole && !this.#controller.signal.aborted) {
      this.#controller.abort(named('AbortError', 'The answer is not read on'));
    }
  }

  /**
   * @param {1 | 2} over
   * @param {string} name
   * @param {string} message
   */
  #end(over, name, message) {
    if (this.#over !== OVER.not) return;
    this.#over = over;
    const reason = named(name, message);
    this.#stop(reason);
    this.#controller.abort(reason);
  }
}

/**
 * @param {string} name
 * @param {string} message
 */
function named(name, message) {
  return Object.assign(new Error(message), { name });
}

/**
 * A `Response` of this realm and of the platform's own kind, whose getters cannot throw and whose body gives what it
 * says. Other libraries' answers (node-fetch, undici from npm, test doubles) are read through one.
 * @param {unknown} answer
 * @returns {Response}
 */
function genuine(answer) {
  if (isNative(answer)) return answer;
  const foreign = /** @type {Response} */ (answer);
  const { status, headers, body } = foreign;
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new TypeError('no status');
  const wait = headers.get('retry-after');
  const init = { status, headers: wait === null || wait === undefined ? {} : { 'retry-after': String(wait) } };
  if ([204, 205, 304].includes(status)) return new Response(null, init);
  if (isNativeStream(body)) return new Response(body, init);
  return new Response(streamOf(pieces(foreign, body)), init);
}

/**
 * A body of another kind, piece by piece where it can be had so: one that is too long must be left as soon as it is, and
 * one that breaks is a failure of the network.
 * @param {Response} foreign
 * @param {unknown} body
 * @returns {AsyncIterator<unknown>}
 */
function pieces(foreign, body) {
  if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
    return /** @type {AsyncIterable<unknown>} */ (body)[Symbol.asyncIterator]();
  }
  if (typeof foreign.arrayBuffer !== 'function') throw new TypeError('no body');
  return (async function* whole() {
    /** @type {unknown} */
    const buffer = await foreign.arrayBuffer();
    // Of another realm, perhaps. What is none goes on as it is, to be refused where bodies are read.
    yield Object.prototype.toString.call(buffer) === '[object ArrayBuffer]'
      ? new Uint8Array(/** @type {ArrayBuffer} */ (buffer))
      : buffer;
  })();
}

/**
 * @param {AsyncIterator<unknown>} iterator
 * @returns {ReadableStream<any>}
 */
function streamOf(iterator) {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    // Nothing is read before it is asked for.
    { highWaterMark: 0 },
  );
}

/**
 * @param {unknown} answer
 * @returns {answer is Response}
 */
function isNative(answer) {
  const names = ['status', 'headers', 'body'];
  if (typeof answer !== 'object' || answer === null || Object.getPrototypeOf(answer) !== Response.prototype) {
    return false;
  }
  try {
    // What only inherits from `Response` throws here, and would throw through wasm later.
    for (const name of names) Reflect.get(Response.prototype, name, answer);
  } catch {
    return false;
  }
  return !names.some((name) => Object.hasOwn(answer, name));
}

/**
 * @param {unknown} body
 * @returns {body is ReadableStream<Uint8Array<ArrayBuffer>>}
 */
function isNativeStream(body) {
  return (
    typeof ReadableStream === 'function' &&
    typeof body === 'object' &&
    body !== null &&
    Object.getPrototypeOf(body) === ReadableStream.prototype
  );
}
