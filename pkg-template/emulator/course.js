/**
 * One request's course through the emulator, the same for the in-process `fetch` and for sockets: waits, the change, and
 * the pieces of what goes back.
 */

/** @typedef {import('./core.js').ServiceRequest} ServiceRequest */

/**
 * What goes back.
 * @typedef {{ kind: 'hang' | 'drop' } | Reply} Course
 */

/**
 * @typedef {object} Reply
 * @property {'reply'} kind
 * @property {number} status
 * @property {[string, string][]} headers Names in lower case; with `content-length` where the whole is known.
 * @property {Uint8Array<ArrayBuffer> | Pieces} body
 */

/**
 * A body that comes bit by bit, its headers before it.
 * @typedef {object} Pieces
 * @property {AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>} source
 * @property {boolean} cut Whether the connection breaks after the last piece, before the body is whole.
 */

/** How many pieces a slow body comes in, at most. */
const SLOW_PIECES = 10;
const HUGE_PIECE = 65_536;

/**
 * Takes a request as far as its reply. Rejects with the signal's reason once the caller is gone.
 * @param {import('./core.js').Core} core
 * @param {ServiceRequest} request
 * @param {AbortSignal} gone
 * @returns {Promise<Course>}
 */
export async function course(core, request, gone) {
  const { apply, waitMs, ending } = core.plan(request);
  const commit = () => core.answer(request, { commit: true });
  let answer = apply === 'first' ? commit() : undefined;
  await wait(waitMs, gone);
  if (apply === 'after_wait') answer = commit();
  const answered = () => answer ?? core.answer(request, { commit: false });
  switch (ending.kind) {
    case 'hang':
    case 'drop':
      return { kind: ending.kind };
    case 'answer':
      return whole(answered());
    case 'instead':
      return whole(ending.answer);
    case 'truncate': {
      const { body, ...reply } = whole(answered());
      const sent = Math.min(ending.bytes ?? Math.floor(body.length / 2), body.length - 1);
      return { ...reply, body: { source: one(body.subarray(0, sent)), cut: true } };
    }
    case 'slow': {
      const { body, ...reply } = whole(answered());
      const last = apply === 'last' ? commit : () => {};
      return { ...reply, body: { source: slowly(body, ending.ms, gone, last), cut: false } };
    }
    case 'garbage': {
      const body = Uint8Array.from(ending.bytes);
      return { ...sized({ status: ending.status, headers: json() }, body.length), body };
    }
    case 'huge':
      // Without a length, so that a client has to count for itself.
      return { kind: 'reply', status: 200, headers: json(), body: { source: huge(ending), cut: false } };
  }
}

/** @param {import('./core.js').Answer} answer */
function whole(answer) {
  const body = encode(answer.body);
  return { ...sized(answer, body.length), body };
}

/**
 * @param {{ status: number, headers: [string, string][] }} answer
 * @param {number} length
 */
function sized({ status, headers }, length) {
  /** @type {[string, string][]} */
  const all = hasBody(status) ? [...headers, ['content-length', String(length)]] : headers;
  return { kind: /** @type {const} */ ('reply'), status, headers: all };
}

/**
 * Whether HTTP lets an answer of this status have a body.
 * @param {number} status
 */
export function hasBody(status) {
  return status !== 204 && status !== 205 && status !== 304;
}

/** @returns {[string, string][]} */
function json() {
  return [['content-type', 'application/json; charset=utf-8']];
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
function encode(text) {
  return new TextEncoder().encode(text);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function* one(bytes) {
  if (bytes.length > 0) yield bytes;
}

/**
 * @param {Uint8Array<ArrayBuffer>} body
 * @param {number} ms How long it takes in all.
 * @param {AbortSignal} gone
 * @param {() => void} last Done when the last piece is about to leave.
 */
async function* slowly(body, ms, gone, last) {
  const count = Math.max(1, Math.min(SLOW_PIECES, body.length));
  for (let piece = 0; piece < count; piece += 1) {
    await wait(ms / count, gone);
    if (piece === count - 1) last();
    yield body.subarray(Math.floor((body.length * piece) / count), Math.floor((body.length * (piece + 1)) / count));
  }
}

/** @param {{ head: string, fill: string, tail: string, bytes: number }} ending */
async function* huge({ head, fill, tail, bytes }) {
  yield encode(head);
  let left = bytes - head.length - tail.length;
  const piece = encode(fill.repeat(HUGE_PIECE));
  for (; left > 0; left -= piece.length) yield left < piece.length ? piece.subarray(0, left) : piece;
  yield encode(tail);
}

/**
 * Waits, or rejects with the reason once the signal says so; either way no timer stays.
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function wait(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    if (ms === 0) {
      resolve();
      return;
    }
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    }, ms);
    signal.addEventListener('abort', leave, { once: true });
  });
}
