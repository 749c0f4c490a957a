/**
 * The emulator as a `fetch`: no socket, no copy of the rules. Redirects are given as they are (`redirect: 'manual'`, which
 * is what the client asks for).
 */
import { course, hasBody } from './course.js';

/** Stands in for what a page's relative address is relative to. */
const BASE = 'http://emulator.invalid/';

/**
 * @param {import('./core.js').Core} core
 * @returns {typeof globalThis.fetch}
 */
export function createFetch(core) {
  return async function fetch(input, init) {
    const caller = new Caller(input, init);
    try {
      const reply = await course(core, await read(input, init), caller.gone);
      if (reply.kind === 'reply') return respond(reply, caller);
      if (reply.kind === 'drop') throw lost('fetch failed');
      return await caller.leaves();
    } catch (error) {
      caller.release();
      throw error;
    }
  };
}

/**
 * Who waits for each signal. One listener a signal, however many calls share it: Node 20 warns of a leak at the eleventh.
 * @type {WeakMap<AbortSignal, Set<() => void>>}
 */
const WAITING = new WeakMap();

/** @param {AbortSignal} signal */
function waitingFor(signal) {
  const known = WAITING.get(signal);
  if (known) return known;
  /** @type {Set<() => void>} */
  const waiting = new Set();
  WAITING.set(signal, waiting);
  const tell = () => {
    for (const each of waiting) each();
  };
  signal.addEventListener('abort', tell, { once: true });
  return waiting;
}

/** Whoever waits for the answer, until it has all of it or wants it no longer. */
export class Caller {
  #controller = new AbortController();
  #signal;
  #onAbort = () => {
    this.#controller.abort(this.#signal?.reason);
  };

  /**
   * Throws the reason where the caller's signal has spoken already.
   * @param {RequestInfo | URL} input
   * @param {RequestInit | undefined} init
   */
  constructor(input, init) {
    const signal = init?.signal ?? (isRequest(input) ? input.signal : undefined) ?? undefined;
    if (signal?.aborted) throw signal.reason;
    this.#signal = signal;
    if (signal !== undefined) waitingFor(signal).add(this.#onAbort);
  }

  get gone() {
    return this.#controller.signal;
  }

  leave() {
    this.release();
    this.#controller.abort();
  }

  release() {
    if (this.#signal) WAITING.get(this.#signal)?.delete(this.#onAbort);
  }

  /**
   * An answer, unless it goes before that.
   * @template T
   * @param {Promise<T>} answer
   * @returns {Promise<T>}
   */
  takes(answer) {
    return new Promise((resolve, reject) => {
      const { gone } = this;
      const leave = () => {
        reject(gone.reason);
      };
      gone.addEventListener('abort', leave, { once: true });
      answer.then(resolve, reject);
    });
  }

  /**
   * Rejects when it goes, and keeps the process alive until then, as an open socket does: a caller with nothing but
   * `AbortSignal.timeout` would else see Node end before its time.
   * @returns {Promise<never>}
   */
  leaves() {
    return new Promise((_, reject) => {
      const { gone } = this;
      const alive = setInterval(() => {}, 60_000);
      const leave = () => {
        clearInterval(alive);
        reject(gone.reason);
      };
      if (gone.aborted) leave();
      else gone.addEventListener('abort', leave, { once: true });
    });
  }
}

/**
 * @param {RequestInfo | URL} input
 * @returns {input is Request}
 */
function isRequest(input) {
  // Not `instanceof`: a request may come from another realm.
  return typeof input === 'object' && 'url' in input && 'headers' in input;
}

/**
 * @param {RequestInfo | URL} input
 * @param {RequestInit | undefined} init
 * @returns {Promise<import('./core.js').ServiceRequest>}
 */
export async function read(input, init) {
  const given = isRequest(input) ? input : undefined;
  const headers = new Headers(init?.headers ?? given?.headers);
  const own = init?.body ?? undefined;
  const body = () => (given !== undefined && own === undefined ? given : new Response(own));
  return {
    method: (init?.method ?? given?.method ?? 'GET').toUpperCase(),
    path: new URL(given ? given.url : String(input), BASE).pathname,
    authorization: headers.get('authorization'),
    // What the client sends, without the detour: in a test's faked world the fewer parts of the host take part, the better.
    body: typeof own === 'string' ? new TextEncoder().encode(own) : new Uint8Array(await body().arrayBuffer()),
  };
}

/**
 * @param {import('./course.js').Reply} reply
 * @param {Caller} caller
 */
function respond({ status, headers, body }, caller) {
  if (!('source' in body)) {
    caller.release();
    return new Response(hasBody(status) ? body : null, { status, headers });
  }
  const { source, cut } = body;
  const { gone } = caller;
  /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */
  const stream = new ReadableStream(
    {
      start(controller) {
        const stop = () => {
          controller.error(gone.reason);
        };
        gone.addEventListener('abort', stop, { once: true });
      },
      async pull(controller) {
        try {
          const { done, value } = await source.next();
          if (gone.aborted) return;
          if (!done) {
            controller.enqueue(value);
            return;
          }
          caller.release();
          if (cut) controller.error(lost('terminated'));
          else controller.close();
        } catch (error) {
          if (!gone.aborted) controller.error(error);
        }
      },
      cancel() {
        caller.leave();
      },
    },
    // Nothing is made before it is asked for: a slow body's change waits for its reader, too.
    { highWaterMark: 0 },
  );
  return new Response(stream, { status, headers });
}

/**
 * What Node's `fetch` rejects with when the other side resets the connection.
 * @param {string} message
 */
function lost(message) {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', errno: -104, syscall: 'read' });
  return new TypeError(message, { cause });
}
