/**
 * A handler of requests as a listener of Node's http and https, and of all that is made like it: Express, Connect, Fastify's raw
 * pair, Bun and Deno. It imports nothing of Node's: what it needs of a request and a response it asks of them.
 */

/**
 * @typedef {object} Incoming `http.IncomingMessage`, as far as it is used.
 * @property {string} [method]
 * @property {string} [url]
 * @property {Record<string, string | string[] | undefined>} headers
 * @property {any} [socket]
 * @property {unknown} [body] What a body parser made of it.
 * @property {boolean} [readableDidRead]
 * @property {boolean} [readableEnded]
 * @property {boolean} [destroyed]
 * @property {(name: string, listener: (...args: any[]) => void) => unknown} on
 * @property {(name: string, listener: (...args: any[]) => void) => unknown} off
 * @property {() => unknown} pause
 * @property {() => unknown} resume
 */

/**
 * @typedef {object} Outgoing `http.ServerResponse`, as far as it is used.
 * @property {boolean} [headersSent]
 * @property {boolean} [writableFinished]
 * @property {boolean} [destroyed]
 * @property {(status: number, headers: Record<string, string>) => unknown} writeHead
 * @property {(body?: Uint8Array) => unknown} end
 * @property {(name: string, listener: () => void) => unknown} on
 */

/**
 * @param {(request: Request, more: { incoming: unknown }) => Response | Promise<Response>} handler
 * @returns {(incoming: any, outgoing: any) => Promise<void>}
 */
export function toNodeListener(handler) {
  return async function listener(/** @type {Incoming} */ incoming, /** @type {Outgoing} */ outgoing) {
    const gone = new AbortController();
    outgoing.on('close', () => {
      if (outgoing.writableFinished !== true) gone.abort();
    });
    const request = toRequest(incoming, gone.signal);
    // Whatever happens, there is an answer: browsers take a connection that is cut for their own bad luck, and send again.
    let [status, headers, body] = [405, /** @type {Record<string, string>} */ ({ allow: 'POST' }), new Uint8Array()];
    if (request !== undefined) {
      try {
        const response = await handler(request, { incoming });
        body = new Uint8Array(await response.arrayBuffer());
        ({ status } = response);
        headers = Object.fromEntries(response.headers);
      } catch {
        status = 502;
      }
    }
    if (outgoing.headersSent || outgoing.destroyed) return;
    // HTTP lets an answer of these have no length.
    const sized = status === 204 || status === 304 ? headers : { ...headers, 'content-length': String(body.length) };
    outgoing.writeHead(status, sized);
    outgoing.end(body.length > 0 && incoming.method !== 'HEAD' ? body : undefined);
  };
}

/**
 * @param {Incoming} incoming
 * @param {AbortSignal} signal
 * @returns {Request | undefined} None where its method is one that no `Request` can have, TRACE.
 */
function toRequest(incoming, signal) {
  const { method = 'GET' } = incoming;
  try {
    const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(incoming);
    /** @type {RequestInit & { duplex: 'half' }} */
    const init = { method, headers: headersOf(incoming), body, signal, duplex: 'half' };
    return new Request(addressOf(incoming), init);
  } catch {
    return undefined;
  }
}

/**
 * The address that was asked. One that is none, or whose path is written in a way that an address does not keep (`/x/../y`), is one
 * with nothing at it: a proxy before this server may have judged it by what was written.
 * @param {Incoming} incoming
 */
function addressOf({ url = '', headers, socket }) {
  const host = one(headers['host'] ?? headers[':authority']) ?? 'localhost';
  const site = `${socket?.encrypted === true ? 'https' : 'http'}://${host}`;
  // Not `new URL(url, site)`, for which `//name/path` is another host.
  const address = URL.canParse(`${site}${url}`) ? new URL(`${site}${url}`) : undefined;
  const isAsWritten = url.startsWith('/') && address?.pathname === url.replace(/[?#].*$/s, '');
  const isPlain = address?.username === '' && address.password === '';
  return isAsWritten && isPlain ? address : 'http://nowhere.invalid/';
}

/** @param {Incoming} incoming */
function headersOf({ headers }) {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 has its own, which are no headers.
    if (value === undefined || name.startsWith(':')) continue;
    for (const each of Array.isArray(value) ? value : [value]) all.append(name, each);
  }
  return all;
}

/** @param {string | string[] | undefined} value */
function one(value) {
  return Array.isArray(value) ? value[0] : value;
}

/**
 * @param {Incoming} incoming
 * @returns {ReadableStream<Uint8Array> | string | Uint8Array<ArrayBuffer> | null}
 */
function bodyOf(incoming) {
  const isRead = incoming.readableDidRead === true || incoming.readableEnded === true;
  return isRead || typeof incoming.on !== 'function' ? parsedBody(incoming) : streamOf(incoming);
}

/**
 * What a body parser has left; null where there was nothing to parse: some leave `{}` then, which would list everything.
 * @param {Incoming} incoming
 */
function parsedBody({ body, headers }) {
  const hadBody = headers['transfer-encoding'] !== undefined || Number(one(headers['content-length']) ?? 0) > 0;
  if (!hadBody || body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return JSON.stringify(body) ?? null;
}

/**
 * Reads as it is asked to, and lets go of the rest where no more is wanted: to stop in the middle would cut the connection.
 * @param {Incoming} incoming
 * @returns {ReadableStream<Uint8Array>}
 */
function streamOf(incoming) {
  /** @type {(() => void) | undefined} */
  let begin;
  let letGo = () => {};
  return new ReadableStream(
    {
      start(controller) {
        const piece = (/** @type {Uint8Array} */ bytes) => {
          controller.enqueue(new Uint8Array(bytes));
          incoming.pause();
        };
        const end = () => {
          letGo();
          controller.close();
        };
        const cut = () => {
          letGo();
          controller.error(new Error('The request ended before its body did'));
        };
        letGo = () => {
          incoming.off('data', piece);
          incoming.off('end', end);
          incoming.off('error', cut);
          incoming.off('close', cut);
          incoming.off('aborted', cut);
          // Late ones, of a connection that goes while the rest is let go.
          incoming.on('error', () => {});
        };
        begin = () => {
          if (incoming.destroyed === true) {
            cut();
            return;
          }
          incoming.on('end', end);
          incoming.on('error', cut);
          incoming.on('close', cut);
          incoming.on('aborted', cut);
          incoming.on('data', piece);
        };
      },
      pull() {
        begin?.();
        begin = undefined;
        incoming.resume();
      },
      cancel() {
        letGo();
        incoming.resume();
      },
    },
    { highWaterMark: 0 },
  );
}
