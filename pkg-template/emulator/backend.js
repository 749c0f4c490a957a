/**
 * A backend of one's own in front of the emulator, as a `fetch` for clients that hold no key: it adds the key, and answers
 * what it has read. An answer that was lost behind it is a 502 with nothing readable, never a cut: a browser sends a POST
 * again where the connection is cut.
 */
import { course, hasBody } from './course.js';
import { Caller, read } from './fetch.js';
import { invalid, toOptions } from './json.js';

/** The largest answer that it takes from the emulator. Of a longer one it gives none, as of one that was lost. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * @param {import('./core.js').Core} core
 * @param {unknown} options
 * @returns {typeof globalThis.fetch}
 */
export function createBackend(core, options) {
  const { basePath } = check(options);
  return async function fetch(input, init) {
    const caller = new Caller(input, init);
    try {
      const { method, path, body } = await read(input, init);
      const isOurs = method === 'POST' && path.startsWith(`${basePath}/cdkey/`);
      // What is no endpoint's goes on to where none is: the emulator says so in its own words.
      const request = { method, path: isOurs ? path.slice(basePath.length) : '', authorization: core.apiKey, body };
      return await caller.takes(answer(core, request, caller));
    } finally {
      caller.release();
    }
  };
}

/** @param {unknown} options */
function check(options) {
  const { basePath = '' } = toOptions(options, ['basePath']);
  const isPath = (/** @type {string} */ text) =>
    text.startsWith('/') && !text.endsWith('/') && new URL(`http://x${text}`).pathname === text;
  if (typeof basePath !== 'string' || !(basePath === '' || isPath(basePath))) {
    throw invalid(
      'invalid_argument',
      'basePath',
      "must be '' or a path as an address has it, such as '/api', with no slash at its end",
    );
  }
  return { basePath };
}

/**
 * @param {import('./core.js').Core} core
 * @param {import('./core.js').ServiceRequest} request
 * @param {Caller} caller
 * @returns {Promise<Response>}
 */
async function answer(core, request, caller) {
  // Nobody leaves: a backend sees to its end what it has begun, whether its page is still there or not.
  const reply = await course(core, request, new AbortController().signal);
  if (reply.kind === 'hang') return caller.leaves();
  const body = reply.kind === 'reply' ? await whole(reply.body) : undefined;
  if (reply.kind !== 'reply' || body === undefined) return new Response('', { status: 502 });
  const { status, headers } = reply;
  return new Response(hasBody(status) ? body : null, { status, headers });
}

/**
 * @param {import('./course.js').Reply['body']} body
 * @returns {Promise<Uint8Array<ArrayBuffer> | undefined>} Undefined where it was cut, or is too long.
 */
async function whole(body) {
  if (!('source' in body)) return body;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  let length = 0;
  for await (const piece of body.source) {
    length += piece.length;
    if (length > MOST_BYTES) return undefined;
    pieces.push(piece);
  }
  if (body.cut) return undefined;
  const all = new Uint8Array(length);
  let filled = 0;
  for (const piece of pieces) {
    all.set(piece, filled);
    filled += piece.length;
  }
  return all;
}
