/**
 * `espai-cdkey/node`: a `fetch` for the client over undici's sockets, without what a WHATWG fetch does around them.
 *
 * undici is in the bundle (it is kept by Node's own people, and Node's `fetch` is a copy of it). Its pool, and its agents for
 * proxies, are imported by their files: the main module would put its own dispatcher under the process's global `fetch`.
 */
import { setImmediate } from 'node:timers';
import { types } from 'node:util';
// @ts-expect-error -- Only the main module has types; they are used below.
import UndiciPool from 'undici/lib/dispatcher/pool.js';
import { Answer } from './answer.js';
import { Incoming } from './incoming.js';
import { readOptions } from './options.js';
import { behindProxy } from './proxy.js';
import { abortedUnsent } from './unsent.js';

const Pool = /** @type {typeof import('undici').Pool} */ (UndiciPool);

/** Sent where the caller names no others, as Node's `fetch` sends them: firewalls refuse requests without. */
const USUAL = { accept: '*/*', 'user-agent': 'node' };

/**
 * @param {unknown} [given]
 * @returns {import('./node.js').NodeFetch}
 */
export function createFetch(given) {
  const { connections, keepAliveMs, connectTimeoutMs, proxy, tls } = readOptions(given);
  const options = {
    connections,
    // One request at a time on a connection: those behind one that fails would share its fate. 0 is undici's way to say that
    // a connection is closed after its answer.
    pipelining: keepAliveMs === 0 ? 0 : 1,
    // The service's own hint may shorten it, never lengthen it.
    keepAliveTimeout: Math.max(keepAliveMs, 1),
    keepAliveMaxTimeout: Math.max(keepAliveMs, 1),
    allowH2: false,
    // The client has one deadline for the whole attempt.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  /** @param {import('node:tls').SecureContext} [secureContext] */
  const connecting = (secureContext) => ({ timeout: connectTimeoutMs, ...(secureContext && { secureContext }) });
  const connect = connecting(tls?.service);
  const how = { pool: options, service: connect, proxy: connecting(tls?.proxy), timeoutMs: connectTimeoutMs };
  const agent = proxy && behindProxy(proxy, how);
  /** @type {Map<string, import('undici').Pool>} By origin. A client has one; its `baseUrl` settles it. */
  const pools = new Map();
  /** @type {Promise<void> | undefined} */
  let closed;
  /** Whether an answer has ended in this turn of the event loop. */
  let freeing = false;

  /** @param {string} origin */
  function poolOf(origin) {
    let pool = pools.get(origin);
    if (pool === undefined) {
      pool = new Pool(origin, { ...options, connect });
      pools.set(origin, pool);
    }
    return pool;
  }

  /**
   * undici lets a connection rest for a turn after each answer, lest a service closes it just then; its pool opens another
   * one for who comes meanwhile. Calls made one after the other would always come meanwhile, so they wait for the turn.
   */
  function onEnd() {
    if (freeing) return;
    freeing = true;
    setImmediate(() => {
      freeing = false;
    });
  }

  /**
   * Begins a request. It throws where it can send nothing; all else is the sink's to hear.
   * @param {import('./node.js').NodeFetchInit & { url: string }} sent
   * @param {import('./incoming.js').Sink} sink
   */
  function begin({ url, method = 'GET', headers, body }, sink) {
    if (closed !== undefined) throw closedError();
    const { protocol, origin, pathname, search } = new URL(url);
    if (protocol !== 'http:' && protocol !== 'https:') throw new TypeError('Only http and https can be fetched');
    if (body !== undefined && body !== null && typeof body !== 'string' && !types.isUint8Array(body)) {
      throw new TypeError('A body must be text or bytes');
    }
    const incoming = new Incoming(sink, onEnd);
    const sent = { origin, path: pathname + search, method, headers: { ...USUAL, ...headers }, body };
    const request = /** @type {import('undici').Dispatcher.DispatchOptions} */ (sent);
    const dispatch = () => {
      if (incoming.left) return;
      try {
        (agent ?? poolOf(origin)).dispatch(request, incoming);
      } catch (error) {
        // In a later turn nobody else would catch it.
        incoming.onResponseError(undefined, error);
      }
    };
    if (freeing) setImmediate(dispatch);
    else dispatch();
    return incoming;
  }

  /**
   * @param {string} url
   * @param {import('./node.js').NodeFetchInit} [init]
   * @returns {Promise<import('./node.js').NodeAnswer>}
   */
  function fetch(url, init = {}) {
    const { signal } = init;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) throw abortedUnsent(signal.reason);
      /** @type {Answer | undefined} */
      let answer;
      const onAbort = () => {
        const reason = signal?.reason;
        // What never left the queue is told apart: nobody else can know it.
        sink.fail(incoming.unsent ? abortedUnsent(reason) : reason);
        incoming.leave(errorOf(reason));
      };
      const release = () => {
        signal?.removeEventListener('abort', onAbort);
      };
      /** @type {import('./incoming.js').Sink} */
      const sink = {
        head(status, header) {
          answer = new Answer(status, header, incoming);
          resolve(answer);
        },
        piece(piece) {
          answer?.piece(piece);
        },
        end() {
          release();
          answer?.end();
        },
        // Each is nothing where it comes too late.
        fail(reason) {
          release();
          reject(reason);
          answer?.fail(reason);
        },
      };
      const incoming = begin({ ...init, url }, sink);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  async function closeAll() {
    // Those that wait for a turn come first: they were made before.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    await Promise.all([...pools.values(), ...(agent ? [agent] : [])].map((dispatcher) => dispatcher.close()));
  }

  return Object.assign(fetch, {
    close() {
      closed ??= closeAll();
      return closed;
    },
  });
}

/**
 * undici destroys a socket with it, and sockets want an `Error`.
 * @param {unknown} reason
 */
function errorOf(reason) {
  return reason instanceof Error ? reason : new Error('The request was aborted');
}

function closedError() {
  // undici's own code for it.
  return Object.assign(new Error('This fetch was closed: close() was called. Nothing was sent'), {
    code: 'UND_ERR_CLOSED',
  });
}
